"""Who is the charger, is it in reach, and how do its sockets stand?"""

from datetime import date

import pytest

from chargeboard.domain.facts import Booted
from chargeboard.domain.policy import Policy, Profile
from chargeboard.metrics.carry import Carry, Run
from chargeboard.metrics.plates import Plate, Plates, Replaced
from chargeboard.metrics.standing import charger_info, gaps, in_a_gap, is_history, sockets_now, states
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

NOW = midnight(date(2026, 11, 20), "Europe/Berlin") + 12 * HOUR
PROFILE = Profile(id="C1", policy=Policy(timezone="Europe/Berlin", rated_kw=50.0))


def info(profile=PROFILE, *, heard_at=NOW, protocol="", offline=(), is_unwatched=False, **carry):
    return charger_info(
        profile,
        Carry(**carry),
        heard_at=heard_at,
        protocol=protocol,
        offline=offline,
        at=NOW,
        is_unwatched=is_unwatched,
    )


def test_it_is_called_by_its_name_else_by_its_id():
    assert (info().name, info(Profile(id="C1", name="Pier 1")).name) == ("C1", "Pier 1")


def test_its_plate_is_that_of_its_last_boot_and_what_is_empty_is_not_known():
    told = info(boot=Booted(1, 1, vendor="V", serial="7"))
    assert (told.vendor, told.model, told.serial, told.firmware) == ("V", None, "7", None)
    whole = info(boot=Booted(1, 1, "V", "M", "7", "1.0"))
    assert (whole.vendor, whole.model, whole.serial, whole.firmware) == ("V", "M", "7", "1.0")
    none = info()
    assert (none.vendor, none.model, none.serial, none.firmware) == (None, None, None, None)


def test_its_protocol_is_that_of_its_link_else_that_of_its_statuses():
    assert [info(**more).protocols for more in ({}, {"is_v2": True}, {"protocol": "ocpp2.1"})] == [
        ["ocpp1.6"],
        ["ocpp2.0.1"],
        ["ocpp2.1"],
    ]


@pytest.mark.parametrize(
    ("offline", "more", "is_online", "since"),
    [
        ((), {}, True, None),
        ((Span(1, 5), Span(NOW - 9, NOW)), {}, False, NOW - 9),
        ((Span(1, 5), Span(NOW - 9, NOW - 1)), {}, True, None),
        ((), {"heard_at": None}, None, None),
        ((Span(NOW - 9, NOW),), {"is_unwatched": True}, None, NOW - 9),
    ],
)
def test_it_is_in_reach_unless_the_last_of_its_gaps_goes_on(offline, more, is_online, since):
    told = info(offline=offline, **more)
    assert (told.is_online, told.offline_since) == (is_online, since)
    assert in_a_gap(offline, NOW) is (since is not None)


def test_changes_of_hardware_are_told_the_latest_first():
    plates = Plates(
        Plate("V"), (Replaced(1, Plate("A", "M", "7"), Plate("B")), Replaced(2, Plate("B"), Plate("V")))
    )
    assert [(one.at, one.was, one.became) for one in info(plates=plates).changes] == [
        (2, "B", "V"),
        (1, "A M, serial number 7", "B"),
    ]


def test_it_is_commissioned_with_the_first_of_its_sockets_on_a_local_date():
    assert info().commissioned_on is None
    begin = midnight(date(2026, 11, 2), "Europe/Berlin")
    told = info(sockets={2: begin - 1, 1: begin}, first_at=begin - 5)
    assert (told.commissioned_on, told.sockets, told.first_seen) == (date(2026, 11, 1), [1, 2], begin - 5)


def test_who_was_last_heard_before_all_days_that_are_shown_is_history():
    first = midnight(date(2026, 10, 21), "Europe/Berlin")
    assert [is_history(at, NOW, "Europe/Berlin") for at in (first, first - 1, None)] == [False, True, False]
    assert [info(heard_at=at).is_history for at in (first, first - 1)] == [False, True]
    assert info(is_unwatched=True).is_history


def test_a_socket_is_in_its_state_since_it_came_there_and_else_in_none_that_is_known():
    carry = Carry(sockets={2: 5, 1: 5}, runs={1: Run("charging", 7), 3: Run("faulted", 9)})
    assert [(one.socket, one.state, one.since) for one in sockets_now(carry)] == [
        (1, "charging", 7),
        (2, "unknown", None),
    ]


def test_states_are_told_over_the_timeline_up_to_now_and_are_unknown_before_they_began():
    known = {1: Series([(12, 15, "available"), (15, 99, "charging")]), 2: Series([(30, 40, "faulted")])}

    def told(timeline, at):
        return states(known, {2: 30, 1: 12}, timeline, at)

    assert told(Span(11, 21), 50) == {
        1: [(11, 12, "unknown"), (12, 15, "available"), (15, 21, "charging")],
        2: [(11, 21, "unknown")],
    }
    assert told(Span(12, 21), 14)[1] == [(12, 14, "available")]
    assert told(Span(11, 21), 5) == {1: [], 2: []}


def test_gaps_that_overlap_a_window_are_told_whole_up_to_now():
    spans = [Span(1, 11), Span(5, 12), Span(15, 60), Span(21, 70)]
    assert gaps(spans, [Span(11, 21)], 50) == [Span(5, 12), Span(15, 50)]
    assert gaps(spans, [Span(11, 12), Span(60, 61)], 99) == [Span(5, 12), Span(21, 70)]
