"""Do drivers get energy here, and where do they not? (I01-I05)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import attrgetter
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.figures import count, percent, several
from chargeboard.domain.instants import datetime_of
from chargeboard.domain.span import zone_of
from chargeboard.metrics.insights.history import History
from chargeboard.metrics.insights.words import CLASS_WORDS, ONE_OF_CLASS, at_time, on_day
from chargeboard.metrics.success import SuccessCount, success_day

_GOOD_PCT: Final = 95
_BAD_PCT: Final = 90
_FEW: Final = 20
_NOT_SILENT: Final = frozenset({"auth_rejected", "user_cancelled"})
_SILENT: Final = 3
_EVENING: Final = (6, 12, 18)


def about_success(board: Board, seen: History) -> Iterator[Insight]:
    """All that the success rate of the last seven complete days tells."""
    days = {day.on: success_day(day.outcomes, board.policy) for day in seen.week}
    sums: Counter[str] = Counter()
    for figures in seen.week:
        sums.update(figures.outcomes)
    week = success_day(sums, board.policy)
    if week.pct is not None:
        yield _of_week(week, week.pct, seen)
        if week.pct >= _GOOD_PCT:
            bad = [(on, day) for on, day in days.items() if day.attempts >= 5 and (day.pct or 0) < _GOOD_PCT]
            for on, day in bad:
                failed = sum(day.failures.values())
                yield Insight(
                    id="I04",
                    # one driver's bad luck is worth a word, not a warning
                    severity="info" if failed == 1 else "warning",
                    text=f"Bad day {on_day(on)}: {failed} of {day.attempts} tries failed: {_mostly(day)}.",
                    numbers={"attempts": day.attempts, "successes": day.successes, "date": on.isoformat()},
                    panel="success",
                )
    yield from _silent_failure(seen)


def _of_week(week: SuccessCount, pct: float, seen: History) -> Insight:
    numbers: dict[str, float | int | str | None] = {
        "attempts": week.attempts,
        "successes": week.successes,
        "pct": pct,
    }
    failed = week.attempts - week.successes
    if failed == 0 and week.attempts >= 10:
        identity, severity, text = "I01", "good", f"All {count(week.attempts)} attempts started: optimal."
    elif pct >= _GOOD_PCT:
        of = f"{count(week.successes)} of {several(week.attempts, 'try', 'tries')} succeeded"
        identity, severity, text = "I02", "good", f"Excellent reliability: {of} ({percent(pct)})."
    elif week.attempts < _FEW:
        identity, severity = "I03", "info"
        text = f"Few attempts: {week.successes} of {week.attempts} succeeded; the others: {_mostly(week)}."
    else:
        identity, severity = "I03", "critical" if pct < _BAD_PCT else "warning"
        text = (
            f"{count(failed)} of {count(week.attempts)} tries failed{_where(seen)}"
            f" ({percent(pct)} succeeded): {_mostly(week)}."
        )
    return Insight(id=identity, severity=severity, text=text, numbers=numbers, panel="success")


def _mostly(count: SuccessCount) -> str:
    """The largest failure classes in words with their number, all that are as large as the largest."""
    failed, most = sum(count.failures.values()), max(count.failures.values())
    named = [CLASS_WORDS.get(name, name) for name, number in count.failures.items() if number == most]
    if most == failed:
        return ONE_OF_CLASS.get(next(iter(count.failures)), named[0]) if failed == 1 else f"all {named[0]}"
    if most == 1 and len(named) > 2:
        return "each for another reason"
    each = "each " if len(named) > 1 else ""
    words = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"{'mostly ' if 2 * most > failed else ''}{words} ({each}{most})"


def _where(seen: History) -> str:
    """What most failures have in common: one socket of several, a time of day; else nothing."""
    decided = [a for a in seen.attempts if a.outcome != "pending"]
    failed = [a for a in decided if a.outcome != "success"]
    return _socket_words(decided, failed) + _hour_words(decided, failed, seen.zone)


def _socket_words(decided: Sequence[Attempt], failed: Sequence[Attempt]) -> str:
    used = {a.socket for a in decided if a.socket is not None}
    sockets = Counter(a.socket for a in failed if a.socket is not None)
    if len(used) < 2 or not sockets:
        return ""
    socket, number = sockets.most_common(1)[0]
    return f", {number} of them on socket {socket}" if number >= 0.7 * len(failed) else ""


def _hour_words(decided: Sequence[Attempt], failed: Sequence[Attempt], zone: str) -> str:
    """A part of the day that holds most failures but not most tries."""
    for hour in _EVENING[::-1]:
        late = [a for a in failed if _hour(a, zone) >= hour]
        usual = [a for a in decided if _hour(a, zone) >= hour]
        if len(late) >= 3 and len(late) >= 0.8 * len(failed) and len(usual) <= 0.5 * len(decided):
            return f", {len(late)} after {hour}:00"
    return ""


def _hour(attempt: Attempt, zone: str) -> int:
    return datetime_of(attempt.start).astimezone(zone_of(zone)).hour


def _silent_failure(seen: History) -> Iterator[Insight]:
    """Several tries in a row failed and none succeeded since: of a socket, or of the whole charger."""
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
            yield _silent(run, f"on socket {socket} ", seen, socket)
    run = _run(decided)
    if not found and len(run) >= _SILENT:
        yield _silent(run, "", seen, None)


def _run(decided: Sequence[Attempt]) -> list[Attempt]:
    """The failures since the last success that are neither the card's nor the driver's."""
    since = [*takewhile(lambda a: a.outcome != "success", reversed(decided))]
    return [a for a in reversed(since) if a.outcome not in _NOT_SILENT]


def _silent(run: Sequence[Attempt], where: str, seen: History, socket: int | None) -> Insight:
    since = at_time(run[0].start, seen.zone, today=seen.today)
    mostly = Counter(a.outcome for a in run).most_common(1)[0][0]
    return Insight(
        id="I05",
        severity="critical",
        text=f"The charger may be failing silently: the last {len(run)} tries {where}failed since {since},"
        f" mostly {CLASS_WORDS.get(mostly, mostly)}, and none has succeeded.",
        numbers={"failed": len(run), "socket": socket},
        panel="success",
    )
