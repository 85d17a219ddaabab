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
