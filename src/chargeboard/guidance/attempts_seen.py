"""What do the attempts of the week tell, that several rules ask for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Final

import msgspec

from chargeboard.domain.codes import NO_FAILURES, Outcome
from chargeboard.domain.phrases import Numbers, Told
from chargeboard.guidance.looked_at import LookedAt, Tried
from chargeboard.metrics.attempts.success import SuccessCount, success_day

GOOD_PCT: Final = 95
FEW: Final = 20
_ENOUGH_OF_A_DAY: Final = 5
_NOT_SILENT: Final = frozenset({Outcome.AUTH_REJECTED, Outcome.USER_CANCELLED})
_SILENT: Final = 3


class Week(msgspec.Struct, frozen=True):
    """The attempts of the week, their days, and the worst day of those that are bad."""

    count: SuccessCount
    days: dict[date, SuccessCount]
    worst: date | None

    @property
    def pct(self) -> float:
        """The success rate; 0 where there were no attempts."""
        return self.count.pct or 0.0

    @property
    def failed(self) -> int:
        """How many attempts got no energy."""
        return self.count.attempts - self.count.successes

    def numbers(self, **more: Told) -> Numbers:
        """What is said of it, and more."""
        return {"attempts": self.count.attempts, "successes": self.count.successes, "pct": self.pct, **more}


def week_of(seen: LookedAt) -> Week:
    """The last seven complete days, or those of the window, summed up."""
    return seen.once("attempts", lambda: _week(seen))


def _week(seen: LookedAt) -> Week:
    policy = seen.board.policy
    days = {day.on: success_day(day.outcomes, policy) for day in seen.week}
    sums: Counter[Outcome] = Counter()
    for figures in seen.week:
        sums.update(figures.outcomes)
    bad = [(day.pct or 0, on) for on, day in days.items() if _is_bad(day)]
    return Week(success_day(sums, policy), days, min(bad)[1] if bad else None)


def _is_bad(day: SuccessCount) -> bool:
    return day.attempts >= _ENOUGH_OF_A_DAY and (day.pct or 0) < GOOD_PCT


def decided(seen: LookedAt) -> list[Tried]:
    """The attempts of which the outcome is known, by their start."""
    return sorted((a for a in seen.attempts if a.outcome != Outcome.PENDING), key=attrgetter("start"))


def silent_runs(seen: LookedAt) -> list[tuple[int | None, list[Tried]]]:
    """
    Several attempts in a row failed and none succeeded since: of a socket, or of the whole charger (None).

    Where the socket is known to be broken, that is what is said, and it fails by no means silently.
    """
    # no run of failures is longer than there are failures
    failed_on = Counter(a.socket for a in seen.attempts if a.outcome not in _NO_SILENT_FAILURE)
    if failed_on.total() < _SILENT:
        return []
    broken = {now.socket for now in seen.board.now if now.state == "faulted"}
    attempts = decided(seen)
    of_sockets = [
        (socket, _run([a for a in attempts if a.socket == socket]))
        for socket in sorted(socket for socket, failed in failed_on.items() if socket and failed >= _SILENT)
    ]
    runs = [(socket, run) for socket, run in of_sockets if len(run) >= _SILENT]
    if runs:
        return [(socket, run) for socket, run in runs if socket not in broken]
    run = _run(attempts)
    return [(None, run)] if len(run) >= _SILENT else []


_NO_SILENT_FAILURE: Final = _NOT_SILENT | NO_FAILURES


def _run(attempts: Sequence[Tried]) -> list[Tried]:
    """The failures since the last success that are neither the card's nor the driver's."""
    since = [*takewhile(lambda a: a.outcome != Outcome.SUCCESS, reversed(attempts))]
    return [a for a in reversed(since) if a.outcome not in _NOT_SILENT]
