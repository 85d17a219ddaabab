"""Do the parts of a day add up to its figures, whatever a charger goes through?"""

from datetime import timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import lives
from standing_desk import CHOICES, desk

from chargeboard.evidence.day import view as day_page
from chargeboard.time.days import day_of
from chargeboard.time.instants import SECOND
from projecting import projector_of

close = pytest.approx


def days_of(one, now):
    zone = one.profile_of("CP1").policy.timezone
    first = day_of(one.store.progress("CP1").first_fact_at, zone)
    # stamps may lie weeks back; the days near the end are enough
    first = max(first, day_of(now, zone) - timedelta(days=4))
    for number in range((day_of(now, zone) - first).days + 1):
        yield one.evidence.day("CP1", first + timedelta(days=number), now)


@settings(max_examples=25)
@given(lives(), st.sampled_from(CHOICES), st.sampled_from([1, 1000, 90_000]))
def test_seconds_sockets_sessions_and_attempts_of_a_day_add_up(frames, policy, wait):
    now = frames[-1].received_at + wait * SECOND
    with desk(policy) as one:
        one.store.append(frames)
        projector_of(one).refresh("CP1")
        for day in days_of(one, now):
            use, tried, up = day.utilization, day.success, day.uptime
            if use is None:
                assert day.by_socket == []
                continue
            states = list(day.states_s.values())
            observed = sum(sum(held.values()) for held in states)
            unknown = sum(held.get("offline", 0) + held.get("unknown", 0) for held in states)
            outage = sum(
                held.get(name, 0) for held in states for name in ("faulted", "unavailable", "offline")
            )
            operative = policy.utilization_denominator == "operative"
            assert use.available_s == close(observed - outage * operative)
            assert use.coverage_pct == (close(100 - 100 * unknown / observed) if observed else None)
            assert sum(part.lost_s for part in day.missing) == close(unknown)
            assert up.outage_s == close(outage)
            own = [part for part in day.by_socket if part.utilization]
            assert sum(part.utilization.in_use_s for part in own) == close(use.in_use_s)
            assert sum(part.utilization.available_s for part in own) == close(use.available_s)
            assert sum(part.success.attempts for part in day.by_socket) == tried.attempts
            assert sum(one.counts for one in day.attempts) == tried.attempts
            assert sum(one.counts and one.outcome == "success" for one in day.attempts) == tried.successes
            assert sum(part.sessions or 0 for part in day.by_socket) == (day.sessions_completed or 0)
            assert sum(one.counts_on_day for one in day.sessions) == (day.sessions_completed or 0)
            assert sum(part.energy_wh or 0 for part in day.by_socket) == close(day.energy_wh or 0, abs=1e-6)
            assert sum(one.energy_on_day_wh for one in day.sessions) == close(day.energy_wh or 0, abs=1e-6)
            differ = [part for part in day.differences if part.state == "offline"]
            assert len(differ) >= bool(sum(held.get("offline", 0) for held in states))
            assert day_page.page(day).figures


FIGURES = {
    "utilization_pct": lambda day: day.utilization.pct,
    "in_use_s": lambda day: day.utilization.in_use_s,
    "successes": lambda day: day.success.successes,
    "attempts": lambda day: day.success.attempts,
    "sessions_completed": lambda day: day.sessions_completed,
    "energy_wh": lambda day: day.energy_wh,
    "nevi_pct": lambda day: day.uptime.nevi_pct,
}


@settings(max_examples=25)
@given(lives(), st.sampled_from(CHOICES), st.integers(1, 3), st.data())
def test_what_changed_in_a_day_leads_from_what_was_known_to_what_is(frames, policy, back, data):
    """Some of the life is told only days later, as by a charger that was out of reach."""
    at = data.draw(st.integers(1, len(frames)))
    begin, gone = frames[:at], frames[at:]
    queued = [
        msgspec.structs.replace(one, received_at=gone[-1].received_at + back * 24 * 3600 * SECOND + n)
        for n, one in enumerate(gone)
    ]
    now = (begin + queued)[-1].received_at + 7200 * SECOND
    with desk(policy) as one:
        one.store.append(begin + queued)
        projector_of(one).refresh("CP1")
        for day in days_of(one, now):
            final = day.final_at
            if final >= now or day.utilization is None:
                continue
            then = one.evidence.day("CP1", day.date, final)
            changed = {(part.figure, part.socket): part for part in day.changes}
            for name, value in FIGURES.items():
                part = changed.get((name, None))
                before = value(then) if then.utilization and then.uptime else None
                if part is None:
                    assert before == value(day), name
                else:
                    assert (part.before, part.after) == (before, value(day)), name
            assert day.changes or not day.revised
            steps = [part for step in day.revisions for part in step.changes if part.figure == "energy_wh"]
            assert all(a.after == b.before for a, b in pairwise(steps))
