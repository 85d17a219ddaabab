"""Hours of the week add up to the days that they are of, and so do the sockets (G3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import lives
from standing_desk import CHOICES, desk

from chargeboard.run.answering.list_filters import ListScope
from chargeboard.time.days import day_of
from projecting import projector_of


@given(lives(), st.sampled_from(CHOICES), st.integers(0, 3), st.integers(1, 9))
def test_hours_and_sockets_add_up_to_the_days(frames, policy, before, length):
    at = frames[-1].received_at
    first = day_of(at, policy.timezone) - timedelta(days=before)
    scope = ListScope(at, (first, first + timedelta(days=length)))
    with desk(policy) as asked:
        asked.store.append(frames)
        projector_of(asked).refresh("CP1")
        days, week = asked.evidence.days("CP1", scope), asked.evidence.week("CP1", scope)
    used = [day.utilization for day in days.days if day.utilization is not None]
    tried = [day.success for day in days.days if day.success is not None]
    whole = {
        "in_use_s": sum(day.in_use_s for day in used),
        "available_s": sum(day.available_s for day in used),
        "attempts": sum(day.attempts for day in tried),
        "failed": sum(day.attempts - day.successes for day in tried),
        "energy_wh": sum(day.energy_wh or 0 for day in days.days),
    }
    for parts in (week.cells, week.sockets, [week.total]):
        sums = {name: sum(getattr(part, name) or 0 for part in parts) for name in whole}
        assert sums == pytest.approx(whole)
    named = [socket for socket in week.sockets if socket.expected_use_pct is not None]
    expected = sum(socket.expected_use_pct * socket.available_s / 100 for socket in named)
    assert expected == pytest.approx(sum(socket.in_use_s for socket in named))
