"""Are boots, changes of firmware, what connector 0 says and errors marked, each once?"""

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.metrics.timeline.marks import marks
from chargeboard.time.spans import Span


def test_a_boot_with_another_firmware_is_a_change_too():
    boots = [Booted(5, 5, firmware="1.0"), Booted(20, 20, firmware="1.0"), Booted(30, 30, firmware="1.1")]
    found = marks(boots, [], Span(10, 50), 50)
    assert [(one.at, one.kind, one.name, one.detail) for one in found] == [
        (20, "boot", "", "1.0"),
        (30, "boot", "", "1.1"),
        (30, "firmware", "1.1", "1.0"),
    ]


def test_what_connector_0_said_before_the_span_still_holds_in_it():
    told = [
        StatusReported(5, 5, 0, "Faulted"),
        StatusReported(7, 7, 0, "Faulted"),
        StatusReported(20, 20, 0, "Available"),
    ]
    found = marks(told, [], Span(10, 50), 50)
    assert [(one.at, one.name, one.end) for one in found] == [(5, "Faulted", 20), (20, "Available", None)]


def test_an_error_is_marked_where_it_began():
    error = Episode(
        socket=2, code="GroundFailure", vendor_code="E-1", severity="fault", start=12, last_seen=30, end=30
    )
    before = Episode(socket=2, code="Old", vendor_code=None, severity="fault", start=3, last_seen=30, end=30)
    found = marks([], [before, error], Span(10, 50), 50)
    assert [(one.at, one.socket, one.name, one.detail, one.end) for one in found] == [
        (12, 2, "GroundFailure", "E-1", 30)
    ]


def said(at, word, error="NoError"):
    return StatusReported(at, at, 0, word, error)


def shown(found):
    return [(one.at, one.name, one.detail, one.end, one.is_moment) for one in found]


def test_a_status_of_the_charger_is_marked_with_its_error_where_it_has_one():
    told = [
        said(11, "Available"),
        said(12, "Available", "WeakSignal"),
        said(13, "Available", "WeakSignal"),
        said(15, "Faulted", "WeakSignal"),
    ]
    assert shown(marks(told, [], Span(11, 50), 50)) == [
        (11, "Available", "", 12, False),
        (12, "Available", "WeakSignal", 15, False),
        (15, "Faulted", "WeakSignal", None, False),
    ]


def test_what_lies_in_the_span_or_reaches_into_it_is_marked():
    told = [said(5, "Available"), said(11, "Faulted"), said(21, "Available")]
    assert [one.at for one in marks(told, [], Span(11, 21), 50)] == [11]
    assert [one.at for one in marks(told, [], Span(12, 22), 50)] == [11, 21]
    assert [one.at for one in marks(told, [], Span(10, 11), 50)] == [5]
    boots = [Booted(5, 5, firmware="1"), Booted(11, 11, firmware="1"), Booted(21, 21, firmware="2")]
    assert [(one.at, one.is_moment) for one in marks(boots, [], Span(11, 21), 50)] == [(11, True)]


def test_a_boot_that_names_no_firmware_changes_none():
    boots = [
        Booted(1, 1),
        Booted(2, 2, firmware="1", reason="PowerUp"),
        Booted(3, 3),
        Booted(4, 4, firmware="2"),
    ]
    assert shown(marks(boots, [], Span(0, 9), 9)) == [
        (1, "", "", None, True),
        (2, "PowerUp", "1", None, True),
        (3, "", "", None, True),
        (4, "", "2", None, True),
        (4, "2", "1", None, True),
    ]


def error(start, code="E", socket=1, **more):
    told = {"vendor_code": None, "severity": "fault", "end": None}
    return Episode(socket=socket, code=code, start=start, last_seen=start, **(told | more))


def test_errors_are_marked_from_the_first_instant_of_the_span_up_to_now():
    told = [error(10), error(11), error(15), error(16), error(21)]
    assert [one.at for one in marks([], told, Span(11, 21), 15)] == [11, 15]
    assert [one.at for one in marks([], told, Span(11, 21), 50)] == [11, 15, 16]
    (mark,) = marks([], [error(11, is_momentary=True)], Span(11, 21), 50)
    assert (mark.detail, mark.is_moment) == ("", True)


def test_what_happened_at_one_instant_is_told_by_socket_kind_and_name():
    found = marks(
        [Booted(11, 11), said(11, "Faulted")],
        [error(11, "F"), error(11), error(11, socket=0)],
        Span(11, 21),
        50,
    )
    assert [(one.socket, str(one.kind), one.name) for one in found] == [
        (0, "boot", ""),
        (0, "error", "E"),
        (0, "status", "Faulted"),
        (1, "error", "E"),
        (1, "error", "F"),
    ]
