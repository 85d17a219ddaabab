"""
Does a window that has passed say the same whenever it is asked, and whatever happened since?

What is told of it is figures, errors, repairs and guidance. Late evidence may repair the past; here all is
told as it happens.
"""

from datetime import timedelta

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lives import BIRTH, DAY, lives
from standing_desk import CHOICES, desk, unlike

from chargeboard.metrics.board_query import ERROR_DAYS
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import SECOND
from projecting import projector_of

OF_THE_PRESENT = ("at", "charger", "now", "ongoing", "timeline", "states", "offline_gaps", "collector_gaps")
OF_THE_TIMELINE = ("charger_events", "no_energy", "sessions", "observed_since")
SPEAK_OF_THE_PRESENT = {"I05", "I08", "I09", "I10", "I18", "I19"}


def board_of(frames, policy, window, at):
    with desk(policy) as one:
        one.store.append(frames)
        projector_of(one).refresh("CP1")
        return msgspec.to_builtins(one.board("CP1", window=window, at=at))


def days_of(frames, policy):
    """The local dates of a life, and the one behind the last."""
    zone = policy.timezone
    first, last = day_of(BIRTH, zone), day_of(frames[-1].received_at, zone)
    return [first + timedelta(days=number) for number in range((last - first).days + 2)]


@settings(max_examples=40)
@given(lives(mess=False), st.sampled_from(CHOICES), st.data())
def test_a_window_that_has_passed_is_the_same_whenever_it_is_asked(frames, policy, data):
    days = days_of(frames, policy)
    end = data.draw(st.sampled_from(days[1:]))
    first = data.draw(st.sampled_from([one for one in days if one < end]))
    last = frames[-1].received_at
    then, later = (board_of(frames, policy, (first, end), last + n * DAY * SECOND) for n in (5, 45))
    assert unlike(then, later, but=OF_THE_PRESENT + OF_THE_TIMELINE) == []
    assert SPEAK_OF_THE_PRESENT.isdisjoint(one["id"] for one in later["insights"])
    assert later["errors_window"] == later["window"]


@settings(max_examples=40)
@given(lives(mess=False, most=40), st.sampled_from(CHOICES), st.data())
def test_errors_and_repairs_of_a_window_know_nothing_of_what_came_after_it(frames, policy, data):
    days = days_of(frames, policy)
    end = data.draw(st.sampled_from(days[1:]))
    stop = midnight(end, policy.timezone)
    before = [one for one in frames if one.received_at < stop]
    assume(before)
    window = (end - timedelta(days=ERROR_DAYS), end)
    whole = board_of(frames, policy, window, frames[-1].received_at + 3 * DAY * SECOND)
    alone = board_of(before, policy, window, stop + 25 * 3600 * SECOND)
    assert unlike(whole["errors"], alone["errors"]) == []
    assert unlike(whole["data_quality"], alone["data_quality"]) == []
