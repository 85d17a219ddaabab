"""I10: busy or idle, measured against what is known; a gap is downtime and not low usage."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from chargeboard.domain.codes import Weight
from chargeboard.domain.conclusions import IN_USE, OUTAGE, UNHEARD
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import HOUR, MINUTE, Instant
from chargeboard.time.spans import Span

_BUSY, _IDLE = 0.5, 0.95
_DAY = 24 * HOUR
_NEAR = 10 * MINUTE
"""How far ahead it is found out exactly when it will say something else."""


class _Activity(NamedTuple):
    """How long all sockets together were what, in the 24 hours before an instant."""

    whole: int
    known: int
    down: int
    in_use: int
    available: int

    @property
    def code(self) -> str:
        """What is said of it; "" for nothing."""
        if self.known < HOUR:
            return ""
        if self.in_use >= _BUSY * self.known:
            return "busy"
        return "idle" if self.available >= _IDLE * self.known else ""

    @property
    def slack(self) -> float:
        """By how much time, of one socket, it is away from saying something else."""
        return min(
            abs(self.known - HOUR),
            abs(self.in_use - _BUSY * self.known),
            abs(self.available - _IDLE * self.known),
        )


def _judge(seen: LookedAt) -> Iterator[Found]:
    if not seen.states:
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

    Each socket moves the figures by no more than the time that passes. Only what is near is found exactly.
    """
    safe = int(activity.slack) // len(seen.states)
    if safe > _NEAR:
        return seen.now + safe
    left = {at + _DAY for states in seen.states.values() for at, _, _ in states.transitions()}
    steps = sorted(at for at in left if seen.now < at < seen.now + _NEAR)
    before = seen.now
    for at in [*steps, seen.now + _NEAR]:
        # between two steps each figure only grows or only falls
        if _activity(seen, at).code != activity.code:
            return _first_other(seen, activity.code, before, at)
        before = at
    return before


def _first_other(seen: LookedAt, code: str, before: Instant, at: Instant) -> Instant:
    while at - before > 1:
        middle = (before + at) // 2
        if _activity(seen, middle).code == code:
            before = middle
        else:
            at = middle
    return at


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
