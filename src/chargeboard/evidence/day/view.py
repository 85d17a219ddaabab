"""
What are the bars of one day made of?

Each figure stands with its numerator, its denominator, how much of the day is known and the rule; then the
sessions, the attempts and the seconds themselves, and why the day is incomplete or was revised.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from chargeboard.domain.figures.day_evidence import DayEvidence, DaySession
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.drawing.states import STATES, label, paint
from chargeboard.evidence.attempts import view as attempts
from chargeboard.evidence.day.day_figures import Figure, Socket, figures, sockets
from chargeboard.evidence.day.day_remarks import Judged, Remark, Revised, judged, remarks, revised
from chargeboard.evidence.day.words import say
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.session.view import Piece
from chargeboard.evidence.sessions import view as session_list
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.metrics.timeline.thinning import pieces
from chargeboard.panels.socket_label import socket_label
from chargeboard.panels.words import say as say_of_panels
from chargeboard.reasons import text_of
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span
from chargeboard.words.dates import full_day
from chargeboard.words.formats import DASH, duration, energy, kilo, percent
from chargeboard.words.wall_clock import Local


class State(msgspec.Struct, frozen=True):
    """Time in one state by socket."""

    state: str
    name: str
    paint: str
    cells: tuple[str, ...]
    total: str
    share: str


class Row(msgspec.Struct, frozen=True):
    """A socket's day as drawn."""

    name: str
    pieces: tuple[Piece, ...]


class Session(msgspec.Struct, frozen=True):
    """A session, and what of it belongs to the day."""

    line: session_list.SessionLine
    energy_kwh: str
    remark: str


class DayPage(msgspec.Struct, frozen=True):
    """The page."""

    title: str
    facts: tuple[str, ...]
    figures: tuple[Figure, ...]
    by_socket: tuple[Socket, ...]
    remarks: tuple[Remark, ...]
    revised: Revised | None
    judged: tuple[Judged, ...]
    sockets: tuple[str, ...]
    states: tuple[State, ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    sessions: tuple[Session, ...]
    session_sum: str
    attempts: tuple[attempts.AttemptLine, ...]
    before: date
    next: date
    after: date | None
    """The next day, where it has begun."""
    is_unborn: bool


def page(day_evidence: DayEvidence) -> DayPage:
    """One day."""
    local, names = local_of(day_evidence.charger), day_evidence.charger.socket_names
    span = Span(day_evidence.span.from_, day_evidence.span.to)
    after = day_evidence.date + timedelta(days=1)
    return DayPage(
        title=full_day(day_evidence.date),
        facts=_facts(day_evidence, local),
        figures=figures(day_evidence),
        by_socket=sockets(day_evidence),
        remarks=remarks(day_evidence, local),
        revised=revised(day_evidence, local),
        judged=tuple(judged(day_evidence, local)),
        sockets=tuple(map(str, day_evidence.states_s)),
        states=_states(day_evidence),
        rows=tuple(
            Row(
                socket_label(socket, day_evidence.charger.socket_names),
                _pieces(day_evidence.timeline[socket], span, local),
            )
            for socket in day_evidence.timeline
        ),
        ticks=tuple(ticks(span, local.zone, names_days=False)),
        sessions=tuple(
            Session(
                session_list.line(session.session, local, names),
                kilo(session.energy_on_day_wh),
                "; ".join([*_not_counted(session, day_evidence), *map(text_of, session.session.why)]),
            )
            for session in day_evidence.sessions
        ),
        session_sum=energy(sum(session.energy_on_day_wh for session in day_evidence.sessions)),
        attempts=tuple(attempts.line(attempt, local, names) for attempt in day_evidence.attempts),
        before=day_evidence.date - timedelta(days=1),
        next=after,
        after=after if after <= local.today else None,
        is_unborn=day_evidence.utilization is None or not day_evidence.states_s,
    )


def _not_counted(day_session: DaySession, day_evidence: DayEvidence) -> list[str]:
    """Why it is not one of the day's completed sessions."""
    if day_session.counts_on_day:
        return []
    if day_session.session.end is None:
        return [say("still_open")]
    if not day_session.session.completed:
        return [say_of_panels("uncounted")]
    return [say("counts_later" if day_session.session.end >= day_evidence.span.to else "not_here")]


def _facts(day_evidence: DayEvidence, local: Local) -> tuple[str, ...]:
    facts = [local.zone]
    if day_evidence.length_s != 86_400:
        facts.append(say("hours", hours=day_evidence.length_s))
    if day_evidence.is_partial:
        facts.append(say_of_evidence("so_far"))
    if day_evidence.coverage_pct is not None:
        facts.append(say("known", share=day_evidence.coverage_pct))
    return tuple(facts)


def _states(day_evidence: DayEvidence) -> tuple[State, ...]:
    total = sum(sum(held.values()) for held in day_evidence.states_s.values())
    made = []
    for state in STATES:
        of_sockets = [held.get(state, 0) for held in day_evidence.states_s.values()]
        whole = sum(of_sockets)
        if whole:
            made.append(
                State(
                    state,
                    label(state),
                    paint(state),
                    tuple(duration(of_socket) if of_socket else DASH for of_socket in of_sockets),
                    duration(whole),
                    percent(100 * whole / total),
                )
            )
    return tuple(made)


def _pieces(states: Sequence[tuple[Instant, Instant, str]], span: Span, local: Local) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            piece.state,
            paint(piece.state),
            f"{100 * (piece.start - span.start) / span.length:.3f}%",
            f"{100 * (piece.end - piece.start) / span.length:.3f}%",
            f"{label(piece.state)} {local.clock(piece.true_start)} – {local.clock(piece.true_end)},"
            f" {duration((piece.true_end - piece.true_start) / 1_000_000)}",
        )
        for piece in pieces(states, span)
    )
