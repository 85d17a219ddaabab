"""When is a silence so long that the charger was out of reach? (O3, O3a, O5)"""

import pytest

from chargeboard.domain.codes import GapKind
from chargeboard.domain.facts import (
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    PaceFound,
    PingAnswered,
    Quiet,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.timeline.offline_periods import LinkCarry, advance, gaps, unsettled
from chargeboard.time.instants import HOUR, SECOND

T0 = 1_795_000_000 * SECOND + 1


def at(seconds):
    return T0 + round(seconds * SECOND)


def quiet(start, end, *, is_beat=False):
    return Quiet(at(start), at(end), at(end), is_beat)


def interval(s, seconds):
    return IntervalSet(at(s), at(s), seconds)


def ping(s, seconds):
    return PingAnswered(at(s), at(s), seconds)


def pace(s, seconds, since):
    return PaceFound(at(s), at(s), seconds, at(since))


def away(s, until):
    return CollectorGap(at(s), at(until), at(until))


def silent(*facts, carry=None, heard=None, now=10**5, **policy):
    found = gaps(
        facts,
        carry or LinkCarry(),
        heard_at=None if heard is None else at(heard),
        now=at(now),
        policy=Policy(**policy),
    )
    return [
        ((gap.start - T0) // SECOND, None if gap.end is None else (gap.end - T0) // SECOND)
        for gap in found
        if gap.kind == GapKind.SILENT
    ]


@pytest.mark.parametrize(
    ("facts", "limit"),
    [
        ([], 900),
        ([interval(-5, 300)], 600),
        ([interval(-5, 60)], 180),
        ([interval(-5, 300), interval(-4, 200)], 400),
        ([ping(-5, 100)], 200),
        ([interval(-5, 300), ping(-5, 100)], 200),
        ([ping(-5, 100), LinkClosed(at(-4), at(-4)), LinkOpened(at(-4), at(-4))], 900),
        ([interval(-5, 300), pace(-4, 500, -9)], 1000),
        ([interval(-5, 300), pace(-4, 200, -9)], 600),
        ([pace(-4, 500, -9), pace(-3, 0, -9)], 900),
    ],
)
def test_the_limit_is_that_of_the_ping_else_of_the_interval_or_a_slower_pace(facts, limit):
    for end, found in ((limit, []), (limit + 0.000001, [(0, limit)])):
        assert silent(*facts, quiet(0, end)) == found
    assert silent(*facts, heard=0, now=limit) == []
    assert silent(*facts, heard=0, now=limit + 0.000001) == [(0, None)]
    assert silent(*facts, quiet(0, limit * 9), silence_detection=False) == []


def test_what_was_agreed_before_is_carried():
    assert silent(quiet(0, 601), carry=LinkCarry(interval_s=300)) == [(0, 601)]
    assert silent(quiet(0, 201), carry=LinkCarry(ping_s=100)) == [(0, 201)]
    assert silent(quiet(0, 1001), carry=LinkCarry(interval_s=300, pace_s=500)) == [(0, 1001)]
    assert silent(quiet(0, 1000), carry=LinkCarry(interval_s=300, pace_s=500)) == []


def test_the_interval_that_is_given_in_a_silence_holds_for_it_and_a_ping_does_not():
    """A boot is answered after the charger was last heard."""
    assert silent(quiet(0, 700), interval(1, 300)) == [(0, 700)]
    assert silent(quiet(0, 700), interval(699, 300)) == [(0, 700)]
    assert silent(quiet(0, 700), interval(700, 300)) == []
    assert silent(quiet(0, 700), ping(699, 100)) == []
    assert silent(ping(-1, 100), quiet(0, 700), ping(699, 600)) == [(0, 700)]


def test_a_pace_that_is_found_from_a_silence_between_heartbeats_excuses_it():
    agreed = interval(-5, 300)
    beat = quiet(0, 700, is_beat=True)
    assert silent(agreed, beat, pace(3500, 700, 0)) == []
    assert silent(agreed, quiet(0, 700), pace(3500, 700, 0)) == [(0, 700)]
    assert silent(agreed, beat, pace(3500, 700, 1)) == [(0, 700)]
    assert silent(agreed, beat, pace(3500, 349, 0)) == [(0, 700)]
    assert silent(agreed, beat, pace(48 * 3600, 700, 0)) == []
    assert silent(agreed, beat, pace(48 * 3600 + 1, 700, 0)) == [(0, 700)]


def test_our_own_absence_proves_no_silence():
    assert silent(away(400, 500), quiet(0, 1300)) == []
    assert silent(away(100, 200), quiet(0, 1300)) == [(200, 1300)]
    assert silent(away(1000, 1100), quiet(0, 1300)) == [(0, 1000)]
    assert silent(away(1000, 1100), heard=0, now=3000) == [(0, 1000), (1100, None)]
    assert silent(heard=0, now=0) == silent(heard=5, now=0) == []


def test_what_goes_on_is_carried_with_the_latest_sixty_four_openings():
    facts = [interval(0, 300), ping(1, 20), pace(2, 500, 0)]
    carry = advance(LinkCarry(), facts, Policy())
    assert (carry.interval_s, carry.ping_s, carry.pace_s, carry.flaps) == (300, 20, 500, 0)
    assert carry.limit(Policy()) == 180 * SECOND
    closed = advance(carry, [LinkClosed(at(5), at(5))], Policy())
    assert (closed.closed_at, closed.ping_s, closed.limit(Policy())) == (at(5), None, 1000 * SECOND)
    opened = advance(closed, [LinkOpened(at(70), at(70)), LinkReplaced(at(80), at(80))], Policy())
    assert (opened.closed_at, opened.flaps, opened.opened) == (None, 1, (at(70), at(80)))
    many = advance(opened, [LinkReplaced(at(100 + n), at(100 + n)) for n in range(63)], Policy())
    assert (len(many.opened), many.opened[0], many.flaps) == (64, at(80), 64)


def test_a_silent_gap_between_heartbeats_is_settled_when_no_pace_can_be_found_from_it_any_more():
    beats = [quiet(1000 * n, 1000 * n + 700, is_beat=True) for n in range(7)]

    def spans(*told):
        found = gaps(told, LinkCarry(interval_s=300), heard_at=None, now=at(10**6), policy=Policy())
        return [((span.start - T0) / SECOND, span.end - T0) for span in unsettled(told, found)]

    last = 48 * HOUR
    assert spans(beats[0]) == [(0, last + 1)]
    assert spans(*beats[:5])[0] == (0, last + 1)
    assert spans(*beats)[:2] == [(0, 5700 * SECOND + 1), (1000, 6700 * SECOND + 1)]
    assert spans(*beats)[2] == (2000, last + 2000 * SECOND + 1)
    assert spans(quiet(0, 700)) == spans(quiet(0, 500, is_beat=True)) == []
