"""
What is remembered of stored conclusions, once a settling has written more of them?

Whoever settles a charger knows what it wrote. Where that begins at the last checkpoint, what was remembered
stays as it is, and what was written comes behind it: the next look reads none of it again. Over a UTC
midnight nothing is carried, so that what no look asks for any more is let go of once a day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from chargeboard.domain.conclusions import AttemptInBrief, Conclusions, DayFigures, State
from chargeboard.domain.facts import AnyFact, Booted, StatusReported
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.records import Progress, StoredSessions
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.stored import Noting
from chargeboard.metrics.days.day_book import DayBook
from chargeboard.metrics.kinds import kinds_told
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_DAY: Final = 24 * HOUR
_NOTHING: Final = Series[State]()
USED: Final = "used"
"""What the last line of the list made use of."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one settling added to stored conclusions: it settled, or began, behind the last checkpoint."""

    before: Progress
    """The one that it went on from; its conclusions were stored up to there, and stay."""
    conclusions: Conclusions
    days: Sequence[DayFigures]
    """All local days from the first of them on are these."""
    facts: Sequence[AnyFact]
    """Those that are behind the last checkpoint no more."""


class _Rows(NamedTuple):
    """Rows of a kind as they are remembered."""

    of: Callable[[Written], list[Any]]
    """Those that were written."""
    place: Callable[[Any], tuple[Any, ...]]
    """By what they are ordered, their start first."""
    is_key: bool = True
    """Whether one that is written replaces the one that has its place."""


ROWS: Final = {
    "attempts_in_brief": _Rows(
        lambda written: [
            AttemptInBrief(one.socket, one.start, one.outcome, one.settles_at)
            for one in written.conclusions.attempts
            if one.settles_at is not None
        ],
        lambda attempt: (attempt.start,),
        is_key=False,
    ),
    "no_energy": _Rows(lambda written: written.conclusions.no_energy, lambda one: (one.start, one.socket)),
    "gaps": _Rows(lambda written: written.conclusions.gaps, lambda gap: (gap.start, gap.kind)),
    "episodes": _Rows(
        lambda written: written.conclusions.episodes,
        lambda error: (error.start, error.socket, error.code, error.vendor_code or ""),
    ),
    "turns": _Rows(
        lambda written: [
            fact
            for fact in written.facts
            if type(fact) is Booted or (type(fact) is StatusReported and fact.socket == 0)
        ],
        lambda turn: (turn.at, turn.received_at),
        is_key=False,
    ),
    "sessions": _Rows(
        lambda written: written.conclusions.sessions, lambda session: (session.start, session.key)
    ),
    "stays": _Rows(
        lambda written: [
            Stay(one.socket, one.start, one.end, one.key) for one in written.conclusions.sessions
        ],
        lambda stay: (stay.start, stay.key),
    ),
}
"""By the name under which they are remembered."""


def carry_over(history: ChargerHistory, written: Written) -> None:
    """Remember of a charger as it is stored now what the last line made use of before."""
    before, until = written.before.settled_until, history.progress.settled_until
    remembered, station = history.remembered, history.station
    used: list[Noting] = remembered.known(station, None, USED) or []
    if not used or before is None or until is None or before // _DAY != until // _DAY:
        return
    if history.stored_until != until:
        return
    version = written.before.settled_revision, before, before, history.policy
    carried = _Carried(history, written, Span(before, until))
    remembered.keep(
        station,
        None,
        USED,
        [
            again
            for what in used
            if (known := remembered.taken(station, version, what)) is not None
            and (again := carried.of(what, known)) is not None
        ],
        len(used),
    )


class _Carried:
    """What is remembered of a charger up to a checkpoint, from that of the one before."""

    def __init__(self, history: ChargerHistory, written: Written, behind: Span) -> None:
        self._history, self._written, self._behind = history, written, behind
        self._told = states_of(written.conclusions.segments)

    def of(self, what: Noting, known: Any) -> Noting | None:  # noqa: ANN401 - of any kind
        """What was asked then is asked so now, and what was known then is kept with what was written."""
        history, conclusions, behind = self._history, self._written.conclusions, self._behind
        match what:
            case (str() as kind, int() as end) if end == behind.start and (kind == "states" or kind in ROWS):
                since, rows = known
                rows = self._states(rows) if kind == "states" else _joined(rows, self._written, ROWS[kind])
                history.remembered.keep_rows(
                    history.station, history.version, kind, Span(since, behind.end), rows
                )
                return kind, behind.end
            case (("brief sessions", Span() as span),) if span.end == behind.start:
                return self._keep(
                    ("brief sessions", Span(span.start, behind.end)), self._sessions(span.start, known)
                )
            case (("sessions_as_of", Span() as span) as stored,):
                is_touched = any(session.start < span.end for session in conclusions.sessions)
                return None if is_touched else self._keep(stored, known)
            case (("kinds", int()) as kinds,):
                return self._keep(kinds, self._kinds(*known))
            case (("days", date() as first, date() as end, _) as days,):
                return self._keep(days, self._days(first, end, known))
            case (("day parts", _, tuple() as sockets) as parts,):
                book = DayBook(
                    Conclusions(sessions=conclusions.sessions, attempts=conclusions.attempts),
                    self._told,
                    dict(sockets),
                    zone=history.zone,
                    now=history.at,
                    policy=history.policy,
                )
                return self._keep(parts, {on: book.part(on, part) for on, part in known.items()})
        return None

    def _keep(self, what: Hashable, made: Sized | None) -> Noting | None:
        if made is None:
            return None
        self._history.remembered.keep(self._history.station, self._history.version, what, made, len(made))
        return (what,)

    def _states(self, known: list[tuple[int, Series[State]]]) -> list[tuple[int, Series[State]]]:
        before = dict(known)
        return [
            (socket, before.get(socket, _NOTHING).then(self._told.get(socket, _NOTHING)))
            for socket in sorted({*before, *self._told})
        ]

    def _sessions(self, start: Instant, known: list[StoredSessions]) -> list[StoredSessions]:
        """Those that began an hour or more before what was written stay; the others are read."""
        if not self._written.conclusions.sessions:
            return known
        since = min(session.start for session in self._written.conclusions.sessions) // HOUR * HOUR
        whole = [some for some in known if some.began.end <= since]
        since = min([since, *(some.began.start for some in known[len(whole) :])])
        read = self._history.store.sessions_in_brief(
            self._history.station, Span(max(since, start), self._behind.end), self._behind.end
        )
        return whole + [some for some in read if some.began.start >= since]

    def _kinds(self, before: Kind | None, known: list[KindSince]) -> tuple[Kind | None, list[KindSince]]:
        last = known[-1].kind if known else before
        return before, [*known, *kinds_told(self._written.facts, last, self._history.zone)]

    def _days(self, first: date, end: date, known: dict[date, DayFigures]) -> dict[date, DayFigures] | None:
        written = {figures.on: figures for figures in self._written.days if first <= figures.on < end}
        # a blank day is not stored, and who asks for it makes one
        if any(figures.is_blank for figures in written.values()):
            return None
        return dict(sorted((known | written).items())) if written else known


def _joined(known: list[Any], written: Written, rows: _Rows) -> list[Any]:
    new = rows.of(written)
    if not new:
        return known
    since = min(map(rows.place, new))[0]
    first = bisect_left(known, since, key=lambda row: rows.place(row)[0])
    again = set(map(rows.place, new)) if rows.is_key else ()
    late = [row for row in known[first:] if rows.place(row) not in again]
    return known[:first] + sorted([*late, *new], key=rows.place)
