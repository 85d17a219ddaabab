"""Law Pace: how slowly heartbeats come is the median of the last five gaps, however they came about (O3a)."""

from __future__ import annotations

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.facts import PaceFound
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, step
from chargeboard.time.instants import SECOND, Instant

_BEGIN: Instant = 1_760_000_000 * SECOND
_GAPS_MS = st.lists(
    st.one_of(
        st.sampled_from([59_999, 60_000, 60_001, 295_000, 295_001, 299_999, 300_000, 300_001, 305_000]),
        st.integers(290_000, 310_000),
    ),
    max_size=40,
)


@given(_GAPS_MS, st.sampled_from([0, 60, 296, 299, 300, 302]))
def test_the_pace_is_the_median_of_the_last_five_gaps(gaps_ms, interval_s):
    state, now, found = StationState(), _BEGIN, []
    asked = Frame("CP1", now, "in", '[2,"b","BootNotification",{"chargePointModel":"m"}]')
    answer = f'[3,"b",{{"status":"Accepted","interval":{interval_s}}}]'
    for frame in (asked, Frame("CP1", now, "out", answer), _beat(now)):
        step(state, frame, Policy())
    pace_s, expected = 0, []
    for count, gap_ms in enumerate(gaps_ms, 1):
        now += gap_ms * 1_000
        facts = step(state, _beat(now), Policy())
        found += [(fact.at, fact.pace_s) for fact in facts if isinstance(fact, PaceFound)]
        typical_ms = median(gaps_ms[max(0, count - 5) : count])
        is_slow = count >= 5 and typical_ms > max(60, interval_s) * 1_000
        if (told_s := -(-typical_ms // 5_000) * 5 if is_slow else 0) != pace_s:
            pace_s = told_s
            expected.append((now, told_s))
    assert found == expected


def _beat(now: Instant) -> Frame:
    return Frame("CP1", now, "in", f'[2,"{now}","Heartbeat",{{}}]')
