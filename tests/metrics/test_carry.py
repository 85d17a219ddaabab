"""What of the past does a computation know that goes on from a checkpoint?"""

from datetime import date
from decimal import Decimal

import msgspec

from chargeboard.domain.codes import GapKind, OddityKind, SessionFlag
from chargeboard.domain.conclusions import Conclusions, Episode, Gap, Orphan, Segment, Session
from chargeboard.domain.facts import Booted, ClockSet, HeartbeatHeard, OddityFound, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.carry import Carry, FirstEver, Run, advance
from chargeboard.metrics.plates import Plate, Plates, Replaced
from chargeboard.metrics.quality import Quality, counted, data_quality
from chargeboard.metrics.sessions.unaccounted import Stood, Unaccounted
from chargeboard.metrics.timeline.offline_periods import LinkCarry
from chargeboard.metrics.unsettled import ALL_SETTLED
from chargeboard.time.instants import SECOND


def session(start, end, *, socket=1, ids=("1",), **more):
    told = {"energy_wh": None, "reason": None}
    return Session(key=f"{start}", socket=socket, start=start, end=end, transaction_ids=ids, **(told | more))


def episode(start, end=None, code="E", *, is_momentary=False):
    return Episode(
        socket=1,
        code=code,
        vendor_code=None,
        severity="fault",
        start=start,
        last_seen=start,
        end=end,
        is_momentary=is_momentary,
    )


def behind(*facts, before=None, sockets=None, **found):
    return advance(before or Carry(), facts, Conclusions(**found), sockets or {}, Policy())


NOTHING = {
    "quarantined": 0,
    "repaired": 0,
    "nonconformant": 0,
    "clock": 0,
    "duplicate_starts": 0,
    "duplicate_stops": 0,
    "orphan_stops": 0,
    "inferred_ends": 0,
    "energy_unknown": 0,
    "collector_gap": 0,
    "sessions_in_kwh": 0,
}


def test_of_a_charger_that_never_spoke_the_past_is_empty():
    told = msgspec.to_builtins(Carry())
    assert told.pop("link") == [None, None, 0, None, (), 0]
    assert told.pop("quality") == NOTHING
    assert told.pop("unaccounted") == [{}, {}, ()]
    assert told.pop("unsettled") == msgspec.to_builtins(ALL_SETTLED)
    assert told.pop("settings") == {}
    assert told.pop("plates") == {"present": {"vendor": "", "model": "", "serial": ""}, "replaced": ()}
    assert {name for name, value in told.items() if value not in (None, False) and len(value)} == set()


def test_what_is_carried_is_stored_as_rows_without_names_where_there_are_many():
    """Another form is another METRICS_VERSION: stored ones are read by it."""
    carry = Carry(
        link=LinkCarry(300, 5, 1, 30, (1, 2), 7),
        first_ever=(FirstEver(1, "E", None, 5),),
        runs={1: Run("available", 3)},
        unaccounted=Unaccounted({1: Stood(9, Decimal(5))}, {date(2026, 1, 1): 2.5}),
    )
    told = msgspec.to_builtins(carry)
    assert told["link"] == [300, 5, 1, 30, (1, 2), 7]
    assert told["first_ever"] == ([1, "E", None, 5],)
    assert told["runs"] == {1: ["available", 3]}
    assert told["unaccounted"] == [{1: [9, "5"]}, {"2026-01-01": 2.5}, ()]


def test_the_newest_status_of_each_connector_is_carried_in_their_order():
    facts = [
        StatusReported(1, 1, 2, "Available"),
        StatusReported(2, 2, 1, "Charging"),
        StatusReported(3, 3, 2, "Faulted"),
        StatusReported(4, 4, 1, "Occupied", connector=1, is_v2=True),
    ]
    carry = behind(*facts)
    assert [status.at for status in carry.statuses] == [2, 4, 3]
    assert carry.last[2, 0].status == "Faulted"
    assert (carry.is_v2, carry.first_at) == (True, 1)
    later = behind(StatusReported(9, 9, 2, "Available"), before=carry)
    assert ([status.at for status in later.statuses], later.is_v2, later.first_at) == ([2, 4, 9], True, 1)
    assert behind().first_at is None


def test_the_last_boot_and_clock_are_carried():
    boots = [Booted(1, 1, vendor="A"), Booted(2, 2, vendor="B")]
    carry = behind(*boots, ClockSet(3, 3, 5), ClockSet(4, 4, 7))
    assert (carry.boot.vendor, carry.clock.offset) == ("B", 7)
    assert [(change.at, change.was.vendor) for change in carry.plates.replaced] == [(2, "A")]
    assert behind(HeartbeatHeard(5, 5), before=carry).boot.vendor == "B"


def test_the_latest_end_of_each_socket_is_carried():
    told = [
        session(0, 50),
        session(10, 40),
        session(20, None),
        session(5, 9, socket=2),
        session(6, 70, socket=None),
    ]
    carry = behind(sessions=told)
    assert carry.last_ends == {1: 50, 2: 9}
    assert behind(sessions=[session(60, 61)], before=carry).last_ends == {1: 61, 2: 9}
    assert behind(sessions=[session(1, 45)], before=carry).last_ends[1] == 50


def test_ids_whose_stop_may_still_arrive_are_carried_the_latest_two_hundred():
    told = [session(5, 9, ids=("a", "b"), end_inferred=True), session(6, 9, ids=("c",))]
    carry = behind(sessions=told, refused=[session(7, 9, ids=("d",), end_inferred=True)])
    assert carry.loose == {"a": 5, "b": 5, "d": 7}
    many = [session(n, n + 1, ids=(str(n),), end_inferred=True) for n in range(198)]
    assert list(behind(sessions=many, before=carry).loose)[:3] == ["b", "d", "0"]


def test_errors_that_last_and_all_first_sightings_are_carried():
    told = [episode(5), episode(7, 8), episode(9, code="F", is_momentary=True)]
    carry = behind(episodes=told)
    assert carry.episodes == (told[0],)
    assert carry.first_ever_of() == {(1, "E", None): 5, (1, "F", None): 9}
    assert behind(episodes=[episode(3), episode(6, code="F")], before=carry).first_ever_of() == {
        (1, "E", None): 3,
        (1, "F", None): 6,
    }


def test_a_state_is_carried_with_its_beginning_however_often_it_is_told():
    first = behind(
        segments=[Segment(1, 0, 5, "available"), Segment(1, 5, 9, "charging"), Segment(2, 0, 9, "faulted")]
    )
    assert first.runs == {1: Run("charging", 5), 2: Run("faulted", 0)}
    then = behind(segments=[Segment(1, 9, 12, "charging"), Segment(2, 9, 12, "available")], before=first)
    assert then.runs == {1: Run("charging", 5), 2: Run("available", 9)}


def odd(kind, count=1):
    return OddityFound(0, 0, kind, (), "", "", count)


def test_what_had_to_be_repaired_is_counted_on():
    found = Conclusions(
        sessions=[
            session(0, 9, duplicate_starts=2, duplicate_stops=3, end_inferred=True, seems_kwh=True),
            session(1, 9, flags=(SessionFlag.ENERGY_UNKNOWN,), duplicate_starts=1),
        ],
        orphans=[Orphan(at=1, transaction_id="9", meter_stop_wh=None, reason=None)],
        gaps=[
            Gap(0, 5 * SECOND, GapKind.COLLECTOR),
            Gap(7, None, GapKind.COLLECTOR),
            Gap(0, SECOND, GapKind.CLOSED),
        ],
    )
    oddities = [odd(kind, n) for n, kind in enumerate(OddityKind, 1)] + [odd(OddityKind.CLOCK)]
    expected = {
        "duplicate_starts": 3,
        "duplicate_stops": 3,
        "orphan_stops": 1,
        "inferred_ends": 1,
        "energy_unknown": 1,
        "collector_gap": 5 * SECOND,
        "sessions_in_kwh": 1,
    } | {str(kind): n for n, kind in enumerate(OddityKind, 1)}
    expected[str(OddityKind.CLOCK)] += 1
    once = counted(Quality(), oddities, found)
    assert msgspec.structs.asdict(once) == expected
    twice = counted(once, oddities, found)
    assert msgspec.structs.asdict(twice) == {name: 2 * number for name, number in expected.items()}


def test_the_counts_are_shown_each_by_its_name_with_the_clock_where_it_is_off():
    names = [field for field in Quality.__struct_fields__ if field not in {"clock", "collector_gap"}]
    counts = Quality(**{name: n for n, name in enumerate(names, 1)}, clock=50, collector_gap=90 * SECOND)
    shown = data_quality(counts, 77, None)
    assert [getattr(shown, name) for name in names] == list(range(1, len(names) + 1))
    assert (shown.clock_repaired, shown.connection_flaps, shown.collector_gap_s) == (50, 77, 90)
    assert shown.clock_offset is None
    assert data_quality(counts, 0, ClockSet(5, 9, 0)).clock_offset is None
    off = data_quality(counts, 0, ClockSet(5, 9, -7 * SECOND)).clock_offset
    assert (off.offset_s, off.since) == (-7, 5)


def test_of_other_hardware_the_latest_twenty_changes_are_remembered():
    plates = Plates(Plate("V", "M", "0"), tuple(Replaced(n, Plate(), Plate()) for n in range(20)))
    carry = behind(Booted(99, 99, "V", "M", "1"), before=Carry(plates=plates))
    assert [change.at for change in carry.plates.replaced] == [*range(1, 20), 99]
