"""
Running totals: whatever came late, was understood anew or brought in slices, any span of days comes to what
its days come to, one by one.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from lives import HOUR, Charger16, lives
from standing_desk import CHOICES, POLICIES, desk

from chargeboard.domain.totals import Totals, summed
from chargeboard.metrics.days.day_totals import totals_of
from chargeboard.time.days import dates, day_of
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

policies = st.sampled_from(CHOICES)
cuts = st.lists(st.integers(0, 60), max_size=3)
spans = st.lists(st.tuples(st.integers(-2, 40), st.integers(0, 40)), min_size=1, max_size=4)
ALWAYS = (date(1990, 1, 1), date(2100, 1, 1))
"""Before the clock of the desk, by which a charger that says no more is without contact."""
FOREVER = Span(0, 2**62)


def errors_around_the_clock():
    """One every two hours that clears within one, and a session in between, for four days."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    for turn in range(48):
        charger.status(1, 8, 3)
        charger.now += HOUR * SECOND
        charger.status(1, 0, 0)
        charger.start(2, "T1", 0)
        charger.now += HOUR * SECOND
        charger.stop(2, 1000 + turn, 0, 0)
        charger.heartbeat()
    return charger.frames


def by_day(store, policy):
    """What each stored day adds, of its figures and the errors that are stored."""
    days = store.days("CP1", *ALWAYS)
    errors = Counter(day_of(error.start, policy.timezone) for error in store.episodes("CP1", FOREVER))
    return {day.on: totals_of(day, errors[day.on], policy) for day in days}


def kinds(store):
    """What the charger was, and since when."""
    with store._db.reading() as connection:
        return [*connection.execute("select * from charger_kind order by at")]


def check(store, policy, spans):
    days = by_day(store, policy)
    assert store.totals("CP1", *ALWAYS) == summed([*days.values()])
    if days:
        first = min(days)
        for begin, length in spans:
            start = first + timedelta(days=begin)
            end = start + timedelta(days=length)
            wanted = summed([days.get(on, Totals()) for on in dates(start, end)])
            assert store.totals("CP1", start, end) == wanted


@given(lives(), policies, cuts, spans)
@example(errors_around_the_clock(), POLICIES[1], [*range(0, 600, 90)], [(0, 1), (1, 2)])
def test_any_span_of_days_comes_to_what_its_days_do(frames, policy, cuts, spans):
    with desk(policy) as here:
        for begin, end in pairwise(sorted({cut % (len(frames) + 1) for cut in cuts} | {0, len(frames)})):
            here.store.append(frames[begin:end])
            projector_of(here).refresh("CP1")
            check(here.store, policy, spans)
        projector_of(here).rebuild("CP1")
        check(here.store, policy, spans)


@given(lives(), policies, spans)
def test_what_is_brought_in_slices_comes_to_the_same(frames, policy, spans):
    with desk(policy) as at_once, desk(policy) as in_slices:
        at_once.store.append(frames)
        projector_of(at_once).refresh("CP1")
        middle = len(frames) // 2
        for some in (frames[middle:], frames[:middle]):
            in_slices.store.append(some)
            projector_of(in_slices).refresh("CP1")
        assert by_day(at_once.store, policy) == by_day(in_slices.store, policy)
        assert kinds(at_once.store) == kinds(in_slices.store)
        check(in_slices.store, policy, spans)
