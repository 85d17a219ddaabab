"""
What is seen of a charger when somebody looks?

A board is one consistent read of the charger's history, and the document made of it. What was made of days
and sessions that are stored is remembered, and made again only where they changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from chargeboard.documents import sessions_of, sessions_told
from chargeboard.domain.conclusions import Attempt, AttemptInBrief, Conclusions, DayFigures, Session, State
from chargeboard.domain.figures.board import Board, ChargerEvent
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.figures.strip import Mark
from chargeboard.domain.records import Completed, StoredSessions
from chargeboard.guidance.found import guidance
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import KnownDays, day_figures
from chargeboard.history.lasting import true_while_heard
from chargeboard.history.standing import standing
from chargeboard.metrics.board import Evidence, board
from chargeboard.metrics.board_notes import Memory
from chargeboard.metrics.board_query import SHORT_DAYS, BoardQuery
from chargeboard.metrics.sessions.overview import overview_of_days
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.metrics.standing import commissioned_on
from chargeboard.run.answering.timeline import charger_marks, idle
from chargeboard.run.answering.whose import kept_since
from chargeboard.time.days import dates, midnight
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class MadeBoard:
    """The document with those sessions alone that are not stored, and what it was made of."""

    board: Board
    asked: BoardQuery
    history: ChargerHistory
    stored: list[StoredSessions]
    """The sessions of its window that are."""
    days: dict[date, DayFigures]
    """Of the days that were asked for, and of the last ones."""
    true_until: Instant
    """Until when time alone leaves figures and guidance true."""
    rules_until: Instant
    """Until when it leaves guidance true, as long as it does the figures."""
    memory: Memory
    """What of it was made at earlier looks, or is from now on."""

    @property
    def true_while_heard(self) -> Instant:
        """Until when time alone leaves them true, if the charger goes on saying that it is there."""
        history = self.history
        return min(true_while_heard(history.tail, history.policy, history.at), self.rules_until)

    @property
    def stored_rows(self) -> list[bytes]:
        """The documents of `stored`, as `board_encoded` takes them."""
        window = self.board.window
        own = [(row.start, row.key) for row in self.board.sessions]
        return self.history.remembered.once(
            self.history.station,
            self.history.version,
            ("documents", window.from_, window.to, *own),
            lambda: _between(self.stored, own),
        )

    def newest(self, most: int | None = None) -> list[SessionRow]:
        """The newest of `stored`, by start; without a number all."""
        rows: list[SessionRow] = []
        for some in reversed(self.stored):
            if most is not None and len(rows) >= most:
                break
            rows = sessions_of(some.opened(), most and most - len(rows)) + rows
        return rows


def _between(stored: list[StoredSessions], own: list[tuple[Instant, str]]) -> list[bytes]:
    """The documents of stored sessions: those before each of the others, and those behind the last."""
    pieces: list[list[bytes]] = [[]]
    waiting = deque(own)
    for some in stored:
        while waiting and waiting[0][0] < some.began.start:
            waiting.popleft()
            pieces.append([])
        if not (waiting and waiting[0][0] < some.began.end):
            pieces[-1].append(_told(some))
            continue
        rows = msgspec.json.decode(b"[%b]" % _told(some), type=list[msgspec.Raw])
        for place, row in zip(sessions_of(some.opened()), rows, strict=True):
            while waiting and waiting[0] < (place.start, place.key):
                waiting.popleft()
                pieces.append([])
            pieces[-1].append(bytes(row))
    pieces += [[] for _ in waiting]
    return [b",".join(piece) for piece in pieces]


def make_board(
    history: ChargerHistory, window: tuple[date, date] | None = None, timeline: Span | None = None
) -> MadeBoard:
    """
    The board of a charger as it is known at the instant of its history.

    `window` are local dates, half-open; without it the usual ones. The timeline is usually the last day's.
    """
    at = history.at
    asked = BoardQuery(at=at, window=window, timeline=timeline or Span(at - _DAY, at), zone=history.zone)
    # what is read of a longer time serves the days, too
    lately = Span(min(asked.timeline.start, at - _DAY), NEVER)
    conclusions, states = _found(history, asked, lately), history.states(lately)
    # read at once: those of today are among them
    attempts = history.attempts_in_brief(
        Span(midnight(asked.today - timedelta(days=SHORT_DAYS), asked.zone), NEVER)
    )
    days = day_figures(history, _wanted_days(history, asked), asked.compared_from, asked.figures_end)
    stored = history.stored_sessions(asked.sessions_span)
    scope = ("made of", asked.widest, asked.today)
    memory: Memory = history.remembered.once(history.station, history.policy, scope, dict)
    remembered = len(memory)
    made, true_until, rules_until = _document(
        history, asked, conclusions, attempts, states, stored=stored, days=days, memory=memory
    )
    if len(memory) > remembered:
        history.remembered.keep(history.station, history.policy, scope, memory, len(memory))
    made.kept_since = kept_since(history.kept_since)
    if not _has_all_ended(history, asked):
        made.overview = overview_of_days(
            made.overview, made.sessions_per_day.values(), made.energy_per_day_wh.values()
        )
    made.charger_events = [_event(mark, at) for mark in charger_marks(history, asked.timeline)]
    renamed = [change for change in history.known.renamings if change.at <= at]
    made.charger.changes = sorted(
        [*made.charger.changes, *renamed],
        key=lambda change: (change.at, change.kind, change.was),
        reverse=True,
    )
    for socket, start, end in idle(history, asked.timeline):
        made.no_energy.setdefault(socket, []).append(Span(start, end))
    return MadeBoard(made, asked, history, stored, days.figures, true_until, rules_until, memory)


def _wanted_days(history: ChargerHistory, asked: BoardQuery) -> set[date]:
    """The asked local days, and all since that the charger was there."""
    first, end = asked.widest
    wanted = {*dates(first, min(end, asked.tomorrow))}
    if asked.figures_end > asked.today:
        born = commissioned_on(history.carry, asked.zone) or asked.today
        lately = min(max(first, born), asked.today - timedelta(days=SHORT_DAYS))
        wanted.update(dates(lately, asked.tomorrow))
    return wanted


def _has_all_ended(history: ChargerHistory, asked: BoardQuery) -> bool:
    """Whether no session of the window is gone; those that are left say nothing of it then."""
    return asked.sessions_span.start >= history.kept_since.sessions


def _found(history: ChargerHistory, asked: BoardQuery, lately: Span) -> Conclusions:
    """What the board is made of besides days and states: of sessions those alone that are not stored."""
    return Conclusions(
        sessions=history.computed(kinds.SESSIONS, Span(BEGINNING, NEVER)),
        gaps=history.gaps(Span(min(asked.sessions_span.start, lately.start), NEVER)),
    )


def _document(
    history: ChargerHistory,
    asked: BoardQuery,
    conclusions: Conclusions,
    attempts: list[Attempt | AttemptInBrief],
    states: Mapping[int, Series[State]],
    *,
    stored: list[StoredSessions],
    days: KnownDays,
    memory: Memory,
) -> tuple[Board, Instant, Instant]:
    has_all_ended = _has_all_ended(history, asked)
    errors_end = asked.stands_at if asked.stands_at < asked.at else NEVER
    errors = standing(history, Span(midnight(asked.errors_window[0], asked.zone), errors_end))
    conclusions.episodes = errors.episodes
    evidence = Evidence(
        found=conclusions,
        states=states,
        days=days.figures,
        kept_ended=[some.completed for some in stored] if has_all_ended else (),
        kept_days=days.settled,
        memory=memory,
        ended=completed_of(conclusions.sessions) if has_all_ended else Completed(),
        has_all_ended=has_all_ended,
        attempts=attempts,
        rows=[
            session_row(session)
            for session in conclusions.sessions
            if session.is_open or Span(session.start, session.until + 1).overlaps(asked.sessions_span)
        ],
        carry=history.carry,
        standing=errors.carry,
        heard_at=history.tail.heard_at,
        protocol=history.tail.protocol,
        worse=() if asked.is_over else history.store.worse(),
        revision=history.progress.revision if asked.at >= history.progress.received_at else None,
    )
    made = board(history.profile, asked, evidence)
    made.insights, true_until, rules_until = guidance(made, asked, evidence, history.true_until)
    return made, true_until, rules_until


def _told(some: StoredSessions) -> bytes:
    """Their rows as the API tells them: where none has a reason, those that are kept."""
    return sessions_told(some.opened()) if some.has_reasons else some.opened()


def completed_of(sessions: Iterable[Session]) -> Completed:
    """Those of them that count, as far as sums take them."""
    completed = [
        (
            session.end,
            session.duration or 0,
            float(session.energy_wh) if session.energy_wh is not None and session.counts_energy else None,
        )
        for session in sessions
        if session.is_completed and session.end is not None
    ]
    return Completed(*(list(column) for column in zip(*completed, strict=True)))


def _event(mark: Mark, at: Instant) -> ChargerEvent:
    ends = mark.end is not None and mark.end <= at
    return ChargerEvent(
        at=mark.at,
        kind=mark.kind,
        name=mark.name,
        detail=mark.detail,
        socket=mark.socket,
        until=mark.end if ends else None,
    )
