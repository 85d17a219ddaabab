"""Days before those of a page add up to what they come to, and are the days of the lists (V1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import lives
from standing_desk import CHOICES, desk

from chargeboard.domain.figures.compared import Compared
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR
from projecting import projector_of


@given(lives(), st.sampled_from(CHOICES), st.integers(0, 2), st.integers(1, 4))
def test_days_before_add_up_to_what_they_come_to(frames, policy, back, length):
    """The days before are those of its life, and some around them."""
    at = frames[-1].received_at + 10 * 24 * HOUR
    first = day_of(frames[0].received_at, policy.timezone) + timedelta(days=length - back)
    window = first, first + timedelta(days=length)
    with desk(policy) as asked:
        asked.store.append(frames)
        projector_of(asked).refresh("CP1")
        board = asked.board("CP1", at=at, window=window)
        again = asked.board("CP1", at=at, window=window)
        assert (again.before, again.overview_before) == (board.before, board.overview_before)
        for figure, one in board.before.items():
            span = one.window.from_, one.window.to
            days = {day.date: day for day in asked.evidence.days("CP1", ListScope(at, span)).days}
            apart = one.window.to - one.window.from_
            assert [on - apart for on in one.days] == sorted(days)
            listed = {
                Compared.UTILIZATION: lambda day: day.utilization and day.utilization.known_pct,
                Compared.SUCCESS: lambda day: day.success and day.success.pct,
                Compared.SESSIONS: lambda day: day.sessions,
                Compared.ENERGY: lambda day: day.energy_wh,
                Compared.ERRORS: lambda _: None,
            }[figure]
            for on, value in one.days.items():
                if value is not None:
                    assert value == pytest.approx(listed(days[on - apart]))
            if figure in {Compared.SESSIONS, Compared.ENERGY}:
                told = sum(value or 0 for value in one.days.values())
                assert told == pytest.approx(one.compared.first.numerator)
            if figure is Compared.SESSIONS:
                assert one.compared.first.numerator == board.overview_before.total_sessions
