from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import (
    Attempt,
    AttemptInBrief,
    Checkpoint,
    Conclusions,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Reading,
    Segment,
    Session,
)
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.records import Completed
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

DAY = 24 * HOUR
FOREVER = Span(0, 10**18)


def session(start, end, key="", **more):
    given = {"socket": 1, "energy_wh": Decimal(1000), "reason": "Local", "is_completed": True} | more
    return Session(key=key or f"k{start}", start=start, end=end, **given)


def attempt(start, end, **more):
    return Attempt(
        socket=1,
        start=start,
        end=end,
        outcome=Outcome.SUCCESS,
        **({"because": Reason(Because.RUNNING)} | more),
    )


def episode(start, end, code="GroundFailure", **more):
    return Episode(
        socket=1, code=code, vendor_code=None, severity="fault", start=start, last_seen=start, end=end, **more
    )


def settle(store, since=0, days=(), checkpoints=(), station="A", **found):
    found = Conclusions(**found)
    docs = [b'{"key":"%s"}' % each.key.encode() for each in found.sessions]
    store.settle(store.progress(station), since, found, docs, list(days), list(checkpoints))


def keys(sessions):
    return [each.key for each in sessions]


def test_without_conclusions_there_is_nothing(store):
    assert store.conclusions("A", FOREVER) == Conclusions()
    assert store.sessions("A", FOREVER) == []
    assert store.sessions_in_brief("A", FOREVER) == []
    assert store.stays("A", FOREVER) == []
    assert store.days("A", date(2000, 1, 1), date(2100, 1, 1)) == []
    assert store.checkpoint("A", 10**18, None) is None


def test_everything_comes_back_exactly(store):
    sessions = [
        session(
            10,
            20,
            energy_wh=Decimal("0.1"),
            readings=(Reading(10, Decimal(0)), Reading(20, Decimal("0.100"))),
            flags=("revised",),
            transaction_ids=("1", "2"),
            settles_at=80,
            soc_pct=1 / 3,
        ),
        session(30, None, socket=None, energy_wh=None, reason=None, is_completed=False),
    ]
    found = {
        "attempts": [
            attempt(5, 9, token="t", session_keys=("a",), because=Reason(Because.ERRORS, {"codes": "…"})),
            attempt(5, None, plugged_at=5),
        ],
        "segments": [
            Segment(1, 0, 10, "available"),
            Segment(2, 0, 10, "faulted"),
            Segment(1, 10, 20, "charging"),
        ],
        "gaps": [Gap(3, 7, "closed"), Gap(3, 9, "collector"), Gap(90, None, "silent")],
        "episodes": [
            episode(4, None, reports={date(2025, 10, 14): 3, date(2025, 10, 15): 1}, info="ü"),
            episode(4, 8, code="Reboot", is_momentary=True, group="warning"),
        ],
    }
    settle(
        store,
        sessions=sessions,
        orphans=[Orphan(at=4, transaction_id="-1", meter_stop_wh=Decimal("5.5"), reason=None, settles_at=4)],
        **found,
    )
    assert store.sessions("A", FOREVER) == sessions
    assert store.conclusions("A", FOREVER) == Conclusions(**found)


def test_attempts_in_brief_are_those_that_began_in_the_span(store):
    told = [attempt(start, None) for start in (4, 9, 9, 30)]
    told[1] = msgspec.structs.replace(told[1], socket=None, outcome=Outcome.CHARGER_FAULT)
    settle(store, attempts=told)
    assert store.attempts_in_brief("A", Span(5, 30)) == [
        AttemptInBrief(each.socket, each.start, each.outcome, each.start) for each in told[1:3]
    ]


def briefly(store, span=FOREVER):
    """The keys of the sessions that are told in brief."""
    rows = b",".join(some.opened() for some in store.sessions_in_brief("A", span))
    return [row["key"] for row in msgspec.json.decode(b"[%b]" % rows)]


def test_sessions_are_told_in_brief_by_what_sums_need_of_those_that_are_completed(store):
    settle(
        store,
        sessions=[
            session(10, 20, energy_wh=Decimal("1.5")),
            session(12, 17, energy_wh=Decimal(9), counts_energy=False),
            session(14, 90, is_completed=False),
            session(30, None, energy_wh=None, end_inferred=True),
        ],
    )
    (told,) = store.sessions_in_brief("A", FOREVER)
    assert told.completed == Completed([20, 17], [10, 5], [1.5, None])
    assert (told.last_end, told.has_reasons) == (90, True)
    assert told.opened() == b'{"key":"k10"},{"key":"k12"},{"key":"k14"},{"key":"k30"}'
    (open_one,) = store.sessions_in_brief("A", Span(100, 200))
    assert (open_one.completed, open_one.last_end) == (Completed(), None)


def test_the_outline_of_a_session_has_the_ends_of_what_was_read(store):
    read = tuple(Reading(at, Decimal(at)) for at in (10, 12, 20))
    settle(store, sessions=[session(10, 20, readings=read, powers=((15, 7.0),)), session(30, 40)])
    whole, plain = store.sessions("A", FOREVER)
    assert store.session_outlines("A", FOREVER) == [
        msgspec.structs.replace(whole, readings=(read[0], read[-1]), powers=()),
        plain,
    ]
    assert store.session_outlines("A", Span(21, 30)) == []


def test_a_session_stays_on_the_timeline_while_it_lasts(store):
    settle(store, sessions=[session(10, 20, socket=None), session(30, None), session(40, 40)])
    assert store.stays("A", Span(19, 40)) == [Stay(None, 10, 20, "k10"), Stay(1, 30, None, "k30")]
    assert store.stays("A", Span(20, 30)) == []


@pytest.mark.parametrize("length", [1, HOUR, DAY - 1, DAY, DAY + 1, 90 * DAY, None])
def test_what_overlaps_a_span_is_found_however_long_it_is(store, length):
    start = 1000 * DAY
    end = None if length is None else start + length
    settle(
        store,
        sessions=[session(start, end)],
        attempts=[attempt(start, end)],
        segments=[] if end is None else [Segment(1, start, end, "offline")],
        gaps=[Gap(start, end, "closed")],
        episodes=[episode(start, end)],
    )
    last = start + 200 * DAY if end is None else end
    for span, overlaps in (
        (Span(start - 10, start), False),
        (Span(start - 10, start + 1), True),
        (Span(start, start + 1), True),
        (Span(last - 1, last + 5), True),
        (Span(last, last + 5), end is None),
        (Span(start - 500 * DAY, last + 500 * DAY), True),
    ):
        # a session that ended at the first instant of a day counts on that day
        is_found = overlaps or span.start == last
        assert bool(store.sessions("A", span)) is is_found, span
        assert bool(store.sessions_in_brief("A", span)) is is_found, span
        assert bool(store.stays("A", span)) is overlaps, span
        found = store.conclusions("A", span)
        lists = [found.attempts, found.gaps, found.episodes, *([found.segments] if end is not None else [])]
        assert [bool(each) for each in lists] == [overlaps] * len(lists), span


def test_what_took_no_time_is_found_where_it_happened(store):
    settle(store, sessions=[session(50, 50)], attempts=[attempt(50, 50)])
    for span, holds in (
        (Span(40, 50), False),
        (Span(50, 60), True),
        (Span(40, 60), True),
        (Span(51, 60), False),
    ):
        assert bool(store.sessions("A", span)) is holds
        assert bool(store.conclusions("A", span).attempts) is holds


def test_a_span_finds_the_same_as_looking_at_every_row(store):
    lengths = (HOUR, 3 * DAY, 0, DAY, 40 * DAY, 2 * HOUR)
    sessions = [session(n * 9 * HOUR, n * 9 * HOUR + lengths[n % 6]) for n in range(300)]
    settle(store, sessions=sessions)
    for n in range(0, 120, 7):
        span = Span(n * DAY - HOUR, n * DAY + 3 * DAY)
        expected = [each.key for each in sessions if each.start < span.end and each.end >= span.start]
        assert keys(store.sessions("A", span)) == expected
        assert briefly(store, span) == expected
        stays = [each.key for each in sessions if each.start < span.end and each.end > span.start]
        assert keys(store.stays("A", span)) == stays


def test_settling_replaces_what_began_since(store):
    settle(
        store,
        sessions=[session(10, 20), session(30, 40)],
        attempts=[attempt(10, 20), attempt(30, 40)],
        segments=[Segment(1, 10, 30, "charging"), Segment(1, 30, 40, "available")],
        gaps=[Gap(10, 11, "closed"), Gap(30, 31, "closed")],
        episodes=[episode(10, 12), episode(30, 31)],
    )
    settle(
        store, since=30, sessions=[session(35, 50)], attempts=[attempt(36, 50)], gaps=[Gap(30, 45, "silent")]
    )
    assert keys(store.sessions("A", FOREVER)) == ["k10", "k35"]
    assert briefly(store) == ["k10", "k35"]
    found = store.conclusions("A", FOREVER)
    assert [each.start for each in found.attempts] == [10, 36]
    assert found.segments == [Segment(1, 10, 30, "charging")]
    assert found.gaps == [Gap(10, 11, "closed"), Gap(30, 45, "silent")]
    assert found.episodes == [episode(10, 12)]


def test_an_older_episode_is_replaced_by_its_key(store):
    settle(store, episodes=[episode(10, None), episode(10, 11, code="Other")])
    settle(store, since=30, episodes=[episode(10, 35, info="cleared"), episode(40, None)])
    assert store.conclusions("A", FOREVER).episodes == [
        episode(10, 35, info="cleared"),
        episode(10, 11, code="Other"),
        episode(40, None),
    ]


def test_two_attempts_that_begin_together_are_both_kept_in_order(store):
    given = [attempt(10, 20, token="a"), attempt(10, 15, token="b"), attempt(10, None, token="c")]
    settle(store, attempts=given)
    assert store.conclusions("A", FOREVER).attempts == given


def test_days_come_by_date_and_exactly(store):
    given = [
        DayFigures(
            on=date(2025, 10, 26) + timedelta(days=n),
            length=25 * HOUR,
            states={1: {"charging": 5 * HOUR}, 2: {"available": 3}},
            excluded={2: 7},
            outcomes={"success": 3, "zero_energy": 1},
            sessions=n,
            energy_wh=Decimal("1234.5678901234567890"),
            revised=n == 1,
        )
        for n in range(4)
    ]
    settle(store, days=given)
    assert store.days("A", date(2025, 1, 1), date(2026, 1, 1)) == given
    assert store.days("A", date(2025, 10, 27), date(2025, 10, 28)) == given[1:2]


def test_days_are_replaced_from_the_first_given_one_on(store):
    old = [DayFigures(on=date(2025, 1, n), length=DAY, states={}, sessions=1) for n in range(1, 6)]
    new = [DayFigures(on=date(2025, 1, 3), length=DAY, states={}, sessions=2)]
    settle(store, days=old)
    settle(store, since=10, days=new)
    assert store.days("A", date(2025, 1, 1), date(2026, 1, 1)) == [*old[:2], *new]
    settle(store, since=10)
    assert store.days("A", date(2025, 1, 1), date(2026, 1, 1)) == [*old[:2], *new]


def test_the_latest_checkpoint_that_the_view_may_use_is_found(store):
    given = [
        Checkpoint(at=at, received_until=until, carry=b"%d" % at)
        for at, until in ((10, 12), (20, 99), (30, 31))
    ]
    settle(store, checkpoints=given)
    assert store.checkpoint("A", 9, None) is None
    assert store.checkpoint("A", 10, None) == given[0]
    assert store.checkpoint("A", 29, None) == given[1]
    assert store.checkpoint("A", 29, 98) == given[0]
    assert store.checkpoint("A", 40, 98) == given[2]
    assert store.checkpoint("A", 40, 11) is None
    assert store.checkpoint("B", 40, None) is None


def test_settling_drops_later_checkpoints_and_keeps_the_one_it_went_on_from(store):
    given = [Checkpoint(at=at, received_until=at, carry=b"old") for at in (10, 20, 30)]
    settle(store, checkpoints=given)
    settle(store, since=20, checkpoints=[Checkpoint(at=25, received_until=25, carry=b"new")])
    assert store.checkpoint("A", 24, None) == given[1]
    assert store.checkpoint("A", 99, None) == Checkpoint(at=25, received_until=25, carry=b"new")


def test_settling_replaces_the_progress_row(store):
    progress = msgspec.structs.replace(
        store.progress("A"), settled_until=7, conclusions_version="v", dirty_from=None
    )
    store.settle(progress, 0, Conclusions(), [], [], [])
    assert store.progress("A") == msgspec.structs.replace(progress, revision=1)


def test_forgetting_drops_all_conclusions_of_that_station_only(store):
    for station in ("A", "B"):
        settle(
            store,
            station=station,
            sessions=[session(10, 20)],
            attempts=[attempt(10, 20)],
            gaps=[Gap(1, None, "closed")],
            days=[DayFigures(on=date(2025, 1, 1), length=DAY, states={}, sessions=1)],
            checkpoints=[Checkpoint(at=10, received_until=10, carry=b"")],
        )
    store.forget("A")
    assert (store.sessions("A", FOREVER), store.conclusions("A", FOREVER)) == ([], Conclusions())
    assert store.days("A", date(2000, 1, 1), date(2100, 1, 1)) == []
    assert store.checkpoint("A", 10**18, None) is None
    assert keys(store.sessions("B", FOREVER)) == ["k10"]
    assert len(store.days("B", date(2000, 1, 1), date(2100, 1, 1))) == 1
    assert store.checkpoint("B", 10**18, None) is not None


def test_days_of_which_nothing_is_known_take_no_room(store):
    days = [
        DayFigures(on=date(2025, 1, 1), length=DAY, states={1: {"unknown": DAY}}),
        DayFigures(on=date(2025, 1, 2), length=DAY, states={1: {"unknown": DAY - 1, "offline": 1}}),
        DayFigures(on=date(2025, 1, 3), length=DAY, states={1: {"unknown": DAY}}, revised=True),
    ]
    settle(store, days=days)
    assert store.days("A", date(2000, 1, 1), date(2100, 1, 1)) == days[1:]
    settle(store, days=[DayFigures(on=date(2025, 1, 2), length=DAY, states={1: {"unknown": DAY}})])
    assert store.days("A", date(2000, 1, 1), date(2100, 1, 1)) == [], "those that were there go"


def test_each_kind_can_be_asked_for_alone(store):
    settle(
        store,
        attempts=[attempt(5, 9), attempt(50, None)],
        segments=[Segment(1, 0, 10, "available"), Segment(1, 10, 90, "charging")],
        gaps=[Gap(3, 7, "closed"), Gap(60, None, "silent")],
        episodes=[episode(4, 8), episode(40, 45)],
    )
    for span in (FOREVER, Span(0, 20), Span(41, 42), Span(70, 80)):
        assert Conclusions(
            attempts=store.attempts("A", span),
            segments=store.segments("A", span),
            gaps=store.gaps("A", span),
            episodes=store.episodes("A", span),
        ) == store.conclusions("A", span)


def test_a_board_reads_everything_of_one_moment(tmp_path):
    reader, writer = open_store(tmp_path / "a.db"), open_store(tmp_path / "a.db")
    settle(writer, sessions=[session(10, 20)])
    with reader.reading():
        before = reader.progress("A")
        settle(writer, sessions=[session(10, 20), session(30, 40)])
        assert keys(reader.sessions("A", FOREVER)) == ["k10"]
        assert reader.progress("A") == before
    assert keys(reader.sessions("A", FOREVER)) == ["k10", "k30"]
    reader.close()
    writer.close()


def test_stops_without_a_transaction_come_back_by_span(store):
    orphans = [
        Orphan(
            at=at,
            transaction_id=f"{at}",
            meter_stop_wh=Decimal("12.5") if at else None,
            reason=None,
            settles_at=at,
        )
        for at in (0, 5, 5, 9)
    ]
    settle(store, orphans=orphans)
    assert store.orphans("A", FOREVER) == orphans
    assert store.orphans("A", Span(5, 9)) == orphans[1:3]
    settle(store, since=5, orphans=orphans[1:2])
    assert store.orphans("A", FOREVER) == orphans[:2]


def test_segments_that_begin_in_a_span_come_by_start_one_at_a_time(store):
    pieces = [
        Segment(1, 0, 3 * DAY, "available"),
        Segment(2, 5, 9, "charging"),
        Segment(1, 3 * DAY, 4 * DAY, "faulted"),
        Segment(2, 9, 4 * DAY, "offline"),
    ]
    settle(store, segments=pieces)
    settle(store, segments=[Segment(1, 6, 7, "charging")], station="B")
    begun = store.segments_begun("A", Span(5, 3 * DAY + 1))
    assert next(begun) == (2, 5, 9, "charging")
    assert list(begun) == [(2, 9, 4 * DAY, "offline"), (1, 3 * DAY, 4 * DAY, "faulted")], (
        "not what began before"
    )
    assert list(store.segments_begun("A", Span(9, 9))) == []
    assert list(store.segments_begun("A", Span(9, 3 * DAY))) == [(2, 9, 4 * DAY, "offline")], "half-open"
    assert list(store.segments_begun("C", FOREVER)) == []


def test_charging_without_energy_is_found_wherever_it_overlaps_a_span(store):
    rows = [
        NoEnergy(1, 0, 3 * DAY, 0),
        NoEnergy(2, 10, 20, 10),
        NoEnergy(1, 3 * DAY, 4 * DAY, 3 * DAY),
        NoEnergy(2, 5 * DAY, 6 * DAY, 5 * DAY),
    ]
    settle(store, no_energy=rows)
    settle(store, no_energy=[NoEnergy(1, 10, 20, 10)], station="B")
    assert store.no_energy("A", FOREVER) == rows
    for span in (
        Span(15, 16),
        Span(20, 21),
        Span(2 * DAY, 3 * DAY),
        Span(3 * DAY, 5 * DAY),
        Span(6 * DAY, 7 * DAY),
    ):
        assert store.no_energy("A", span) == [
            one for one in rows if Span(one.start, one.end).overlaps(span)
        ], span
    settle(store, since=3 * DAY, no_energy=[NoEnergy(1, 4 * DAY, 5 * DAY, 4 * DAY)])
    assert store.no_energy("A", FOREVER) == [*rows[:2], NoEnergy(1, 4 * DAY, 5 * DAY, 4 * DAY)]
    store.forget("A")
    assert store.no_energy("A", FOREVER) == []
    assert len(store.no_energy("B", FOREVER)) == 1
