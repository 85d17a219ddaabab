"""
Do drivers get energy here, and where do they not? (I01-I05)

Of one figure either good or bad is said: praise is silent where anything is held against the same week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from operator import attrgetter
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.guidance.failures import action_for, mostly, where
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import CLASS_WORDS, at_time, on_day
from chargeboard.metrics.attempts.success import SuccessCount, success_day
from chargeboard.time.instants import HOUR
from chargeboard.words.formats import count, percent

_GOOD_PCT: Final = 95
_BAD_PCT: Final = 90
_FEW: Final = 20
_ENOUGH_OF_A_DAY: Final = 5
_PERFECT: Final = 10
_NOT_SILENT: Final = frozenset({"auth_rejected", "user_cancelled"})
_SILENT: Final = 3
_RECOVERED: Final = 10
"""So many successes in a row, and a day, and failures are over."""


def about_success(board: Board, seen: History) -> Iterator[Insight]:
    """All that the success rate of the last seven complete days tells, and the latest attempts."""
    silent = list(_silent_failure(board, seen))
    days = {day.on: success_day(day.outcomes, board.policy) for day in seen.week}
    sums: Counter[Outcome] = Counter()
    for figures in seen.week:
        sums.update(figures.outcomes)
    week = success_day(sums, board.policy)
    if week.pct is not None:
        said = _of_week(week, week.pct, days, seen)
        if said.severity != "good" or not silent:
            yield said
    yield from silent


def _of_week(week: SuccessCount, pct: float, days: dict[date, SuccessCount], seen: History) -> Insight:
    failed = week.attempts - week.successes
    numbers: dict[str, float | int | str | None] = {
        "attempts": week.attempts,
        "successes": week.successes,
        "pct": pct,
    }
    of = f"{count(week.successes)} of {count(week.attempts)} attempts succeeded"
    severity, need, action = "info", "", ""
    bad = [(day.pct or 0, on) for on, day in days.items() if _is_bad(day)]
    if failed == 0 and week.attempts >= _PERFECT:
        identity, severity, text = "I01", "good", f"All {count(week.attempts)} attempts started: optimal."
    elif week.attempts < _FEW:
        one_by_one = f"; the others: {mostly(week.failures)}" if failed else ""
        identity, text = "I03", f"Few attempts: {week.successes} of {week.attempts} succeeded{one_by_one}."
    elif pct >= _GOOD_PCT and bad:
        _, on = min(bad)
        numbers["date"] = on.isoformat()
        worst = days[on]
        identity = "I04"
        text = (
            f"{of} ({percent(pct)}); the worst day was {on_day(on)}:"
            f" {worst.attempts - worst.successes} of {worst.attempts} failed, {mostly(worst.failures)}."
        )
    elif pct >= _GOOD_PCT:
        identity, severity, text = "I02", "good", f"Excellent reliability: {of} ({percent(pct)})."
    else:
        identity, action = "I03", action_for(week.failures)
        text = (
            f"{count(failed)} of {count(week.attempts)} attempts failed{where(seen.attempts, seen.zone)}"
            f" ({percent(pct)} succeeded): {mostly(week.failures)}."
        )
        since = _recovered(seen)
        if since:
            text = f"{text} The last {count(since)} succeeded."
        else:
            severity, need = "critical" if pct < _BAD_PCT else "warning", "drivers"
    return Insight(
        id=identity,
        severity=severity,
        text=text,
        numbers=numbers,
        panel="success",
        need=need,
        action=action,
    )


def _is_bad(day: SuccessCount) -> bool:
    return day.attempts >= _ENOUGH_OF_A_DAY and (day.pct or 0) < _GOOD_PCT


def _decided(seen: History) -> list[Attempt]:
    return sorted((a for a in seen.attempts if a.outcome != "pending"), key=attrgetter("start"))


def _recovered(seen: History) -> int:
    """How many have succeeded since the last failure, where that makes it a thing of the past; else 0."""
    decided = _decided(seen)
    since = len([*takewhile(lambda a: a.outcome == "success", reversed(decided))])
    if since < _RECOVERED:
        return 0
    return since if since == len(decided) or seen.has_come(decided[-since - 1].start + 24 * HOUR) else 0


def _silent_failure(board: Board, seen: History) -> Iterator[Insight]:
    """
    Several attempts in a row failed and none succeeded since: of a socket, or of the whole charger.

    Where the socket is known to be broken, that is what is said, and it fails by no means silently.
    """
    broken = {one.socket for one in board.now if one.state == "faulted"}
    decided = [a for a in seen.attempts if a.outcome != "pending"]
    # no run of failures is longer than there are failures
    failed_on = Counter(a.socket for a in decided if a.outcome != "success" and a.outcome not in _NOT_SILENT)
    if failed_on.total() < _SILENT:
        return
    decided.sort(key=attrgetter("start"))
    found = False
    for socket in sorted(socket for socket, failed in failed_on.items() if socket and failed >= _SILENT):
        run = _run([a for a in decided if a.socket == socket])
        if len(run) >= _SILENT:
            found = True
            if socket not in broken:
                yield _silent(run, f"on socket {socket} ", seen, socket)
    run = _run(decided)
    if not found and len(run) >= _SILENT:
        yield _silent(run, "", seen, None)


def _run(decided: Sequence[Attempt]) -> list[Attempt]:
    """The failures since the last success that are neither the card's nor the driver's."""
    since = [*takewhile(lambda a: a.outcome != "success", reversed(decided))]
    return [a for a in reversed(since) if a.outcome not in _NOT_SILENT]


def _silent(run: Sequence[Attempt], place: str, seen: History, socket: int | None) -> Insight:
    since = at_time(run[0].start, seen.zone, today=seen.today)
    kinds = Counter(a.outcome for a in run)
    kind, number = kinds.most_common(1)[0]
    share = "all" if number == len(run) else "mostly"
    return Insight(
        id="I05",
        severity="critical",
        text=f"The last {len(run)} attempts {place}failed, since {since}: {share}"
        f" {CLASS_WORDS.get(kind, kind)}. None has succeeded since, and the charger may not know.",
        numbers={"failed": len(run), "socket": socket},
        panel="success",
        need="drivers",
        action=action_for(kinds),
        since=run[0].start,
    )
