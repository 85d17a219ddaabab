"""When ends of connections have a rhythm (H7)."""

import pytest

from chargeboard.domain.facts import Closed
from chargeboard.metrics.conversation import rhythms
from chargeboard.time.instants import MINUTE


def found(*minutes, code=1006, is_open=False):
    closed = [Closed(round(minute * MINUTE), code) for minute in minutes]
    return [
        (one.code, one.closes, one.every_s, one.least_s, one.most_s, one.idle)
        for one in rhythms(closed, lambda instants: [is_open] * len(instants))
    ]


def test_six_ends_an_hour_apart_have_one_and_five_have_none():
    assert found(0, 60, 120, 180, 240, 300) == [(1006, 6, 3600, 3600, 3600, 6)]
    assert found(0, 60, 120, 180, 240) == []


@pytest.mark.parametrize(("off", "is_one"), [(6, True), (6.1, False)])
def test_three_quarters_lie_within_a_tenth_of_the_median(off, is_one):
    # of eight times two are no part of it, and one is on the edge
    starts = [0, 60, 120, 180, 240, 300, 360 + off, 700, 900]
    assert bool(found(*starts)) == is_one


def test_the_least_and_the_most_are_of_those_that_make_it():
    assert found(0, 58, 118, 178, 241, 301, 900) == [(1006, 7, 3600, 58 * 60, 63 * 60, 7)]


def test_a_session_that_was_open_is_no_idle_end():
    assert found(0, 60, 120, 180, 240, 300, is_open=True)[0][-1] == 0


def test_codes_have_rhythms_of_their_own():
    closed = [Closed(n * 30 * MINUTE, (1000, None)[n % 2]) for n in range(14)]
    told = rhythms(closed, lambda instants: [False] * len(instants))
    assert [(one.code, one.closes, one.every_s) for one in told] == [(None, 7, 3600), (1000, 7, 3600)]
