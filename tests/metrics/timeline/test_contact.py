"""When was the charger out of contact? (definitions O2, O4, O5)"""

import pytest

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Gap
from chargeboard.domain.facts import LinkClosed, LinkOpened, Quiet
from chargeboard.domain.policy import Policy
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.timeline.offline_periods import (
    LinkCarry,
    advance,
    collector,
    contact,
    gaps,
    is_unwatched,
    offline,
    unwatched,
)
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span


def at(seconds):
    return 1_795_000_000 * SECOND + round(seconds * SECOND)


def shown(found):
    return [
        ((one.start - at(0)) / SECOND, None if one.end is None else (one.end - at(0)) / SECOND, str(one.kind))
        for one in found
    ]


def told(*facts, carry=None, now=10_000):
    named = {"open": LinkOpened, "close": LinkClosed}
    made = [named[kind](at(s), at(s)) for kind, s in facts]
    return shown(gaps(made, carry or LinkCarry(), heard_at=None, now=at(now), policy=Policy()))


@pytest.mark.parametrize(
    ("facts", "now", "found"),
    [
        ([("close", 0), ("open", 61)], 1000, [(0, 61, "closed")]),
        ([("close", 0), ("open", 60)], 1000, []),
        ([("close", 0)], 61, [(0, None, "closed")]),
        ([("close", 0)], 60, []),
        ([("close", 0), ("close", 100), ("open", 200)], 1000, [(0, 200, "closed")]),
        (
            [("close", 0), ("open", 100), ("close", 200), ("open", 400)],
            1000,
            [(0, 100, "closed"), (200, 400, "closed")],
        ),
        ([("open", 0)], 1000, []),
    ],
)
def test_out_of_contact_is_from_the_last_close_to_the_next_open_past_the_grace(facts, now, found):
    assert told(*facts, now=now) == found


def test_a_close_that_is_known_from_before_goes_on():
    assert told(("open", 100), carry=LinkCarry(closed_at=at(-50))) == [(-50, 100, "closed")]
    assert told(carry=LinkCarry(closed_at=at(-50)), now=20) == [(-50, None, "closed")]


GAPS = [
    Gap(at(0), at(10), GapKind.CLOSED),
    Gap(at(10), at(20), GapKind.SILENT),
    Gap(at(15), at(17), GapKind.COLLECTOR),
    Gap(at(90), None, GapKind.SILENT),
]


def seconds(spans):
    return [((one.start - at(0)) / SECOND, (one.end - at(0)) / SECOND) for one in spans]


def test_our_own_absence_is_none_of_the_charger_s():
    assert seconds(offline(GAPS, at(100))) == [(0, 10), (10, 15), (17, 20), (90, 100)]
    assert seconds(collector(GAPS, at(100))) == [(15, 17)]


def test_where_nobody_listens_any_more_what_goes_on_is_our_absence():
    found = unwatched(GAPS)
    assert shown(found) == [*shown(GAPS)[:3], (90, None, "collector")]
    assert (is_unwatched(GAPS), is_unwatched(found), is_unwatched(GAPS[:3])) == (False, True, False)


def test_contact_is_told_over_the_whole_span():
    out = [Span(at(10), at(20)), Span(at(20), at(30)), Span(at(95), at(200))]
    found = contact(out, [Span(at(40), at(50))], at(5), Span(at(0), at(100)))
    assert [((start - at(0)) / SECOND, (end - at(0)) / SECOND, state) for start, end, state in found] == [
        (0, 5, "uncommissioned"),
        (5, 10, "connected"),
        (10, 20, "offline"),
        (20, 30, "offline"),
        (30, 40, "connected"),
        (40, 50, "unrecorded"),
        (50, 95, "connected"),
        (95, 100, "offline"),
    ]
    assert [state for _, _, state in contact([], [], None, Span(at(0), at(100)))] == ["uncommissioned"]


@pytest.mark.parametrize(("until", "is_gap"), [(10_000, True), (61, False)])
def test_silence_past_its_limit_is_a_gap(until, is_gap):
    facts = [Quiet(at(0), at(until), at(until))]
    found = gaps(facts, LinkCarry(), heard_at=at(until), now=at(until), policy=Policy())
    assert [one.kind for one in found] == ["silent"] * is_gap


@pytest.mark.parametrize(("seconds", "flaps"), [(60, 1), (61, 0)])
def test_who_comes_back_within_the_grace_has_flapped_once(seconds, flaps):
    facts = [LinkClosed(at(0), at(0)), LinkOpened(at(seconds), at(seconds))]
    assert advance(LinkCarry(), facts, Policy()).flaps == flaps
    assert advance(LinkCarry(), facts[1:], Policy()).flaps == 0
    assert advance(LinkCarry(), facts[:1], Policy()).closed_at == at(0)


def test_unless_it_is_said_somebody_listens():
    def kind(**more):
        found = conclude(
            [LinkOpened(at(0), at(0)), LinkClosed(at(10), at(10))],
            Carry(),
            start=at(0),
            now=at(1000),
            heard_at=None,
            zone="UTC",
            policy=Policy(),
            **more,
        )
        return [gap.kind for gap in found.conclusions.gaps]

    assert (kind(), kind(is_unwatched=True)) == ([GapKind.CLOSED], [GapKind.COLLECTOR])
