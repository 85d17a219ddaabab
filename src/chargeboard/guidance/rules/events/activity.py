"""I10: busy or idle, measured against what is known; a gap is downtime and not low usage."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from chargeboard.domain.codes import Untold, Weight
from chargeboard.domain.conclusions import IN_USE, OUTAGE, UNHEARD
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant
from chargeboard.time.spans import Span

_BUSY, _IDLE = 0.5, 0.95
_DAY = 24 * HOUR
_NEAR, _AHEAD = 10 * MINUTE, 6 * HOUR
"""What comes soon is found exactly; what comes in this time, to the second before."""
_MOST_STEPS = 8


class _Activity(NamedTuple):
    """How long all sockets together were what, in the 24 hours before an instant."""

    whole: int
    known: int
    down: int
    in_use: int
    available: int

    @property
    def sides(self) -> tuple[bool, bool, bool]:
        """On which side of each limit it is: enough is known, it is busy, it is idle."""
        is_busy = self.in_use >= _BUSY * self.known
        return self.known >= HOUR, is_busy, self.available >= _IDLE * self.known

    @property
    def code(self) -> str:
        """What is said of it; "" for nothing."""
        is_known, is_busy, is_idle = self.sides
        if not is_known:
            return ""
        return "busy" if is_busy else "idle" if is_idle else ""

    @property
    def slack(self) -> float:
        """By how much time, of one socket, it is away from saying something else."""
        if self.known < HOUR:
            return HOUR - self.known
        return min(
            self.known - HOUR,
            abs(self.in_use - _BUSY * self.known),
            abs(self.available - _IDLE * self.known),
        )


def _judge(seen: LookedAt) -> Iterator[Found]:
    if not seen.states or Untold.STATUSES in seen.board.untold:
        return
    activity = _activity(seen, seen.now)
    code = activity.code
    seen.has_come(_other_at(seen, activity))
    if code:
        numbers: Numbers = {
            "in_use_pct": 100 * activity.in_use / activity.known,
            "available_pct": 100 * activity.available / activity.known,
            "apart": None,
        }
        down = activity.down
        if down:
            numbers["apart"] = Phrase("downtime_apart", {"downtime_pct": 100 * down / activity.whole})
            seen.has_come(_last_outage(seen) + _DAY)
        yield Found(code, numbers)


def _activity(seen: LookedAt, at: Instant) -> _Activity:
    """As of now, or as it will be if everything stays as it is."""
    lasted: Counter[str] = Counter()
    for states in seen.states.values():
        lasted.update(states.clip(Span(at - _DAY, seen.now)).held())
        if (lasting := states.at(seen.now - 1)) is not None:
            lasted[lasting] += at - seen.now
    whole = lasted.total()
    return _Activity(
        whole,
        whole - sum(lasted[state] for state in UNHEARD),
        sum(lasted[state] for state in OUTAGE),
        sum(lasted[state] for state in IN_USE),
        lasted["available"],
    )


def _other_at(seen: LookedAt, activity: _Activity) -> Instant:
    """
    When it will say something else, or some time before.

    Each socket moves the figures by no more than the time that passes. Between two instants at which a state
    leaves the 24 hours each figure only grows or only falls.
    """
    safe = int(activity.slack) // len(seen.states)
    if safe > _NEAR:
        return seen.now + safe
    end = seen.now + _AHEAD
    left = {at + _DAY for states in seen.states.values() for at, _, _ in states.transitions()}
    steps = sorted(at for at in left if seen.now < at < end)
    before = seen.now
    for at in [*steps, end][:_MOST_STEPS]:
        if _activity(seen, at).sides != activity.sides:
            return _first_other(seen, activity, before, at)
        before = at
    return before


def _first_other(seen: LookedAt, activity: _Activity, before: Instant, at: Instant) -> Instant:
    """Within a second of now exactly, else up to a second before: it is found again then."""
    while at - before > (1 if before <= seen.now + SECOND else SECOND):
        middle = (before + at) // 2
        if _activity(seen, middle).sides == activity.sides:
            before = middle
        else:
            at = middle
    return before if at - before > 1 else at


def _last_outage(seen: LookedAt) -> Instant:
    return max(outage.end for states in seen.states.values() for outage in states.spans(*OUTAGE))


RULES = (
    Rule(
        id="I10",
        panel="events",
        severity=Weight.INFO,
        looks_at=LooksAt.MOMENT,
        codes=("busy", "idle"),
        judge=_judge,
        slides=True,
    ),
)
