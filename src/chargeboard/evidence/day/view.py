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


def page(found: DayEvidence) -> DayPage:
    """One day."""
    local = local_of(found.charger)
    span = Span(found.span.from_, found.span.to)
    after = found.date + timedelta(days=1)
    return DayPage(
        title=full_day(found.date),
        facts=_facts(found, local),
        figures=figures(found),
        by_socket=sockets(found),
        remarks=remarks(found, local),
        revised=revised(found, local),
        judged=tuple(judged(found, local)),
        sockets=tuple(map(str, found.states_s)),
        states=_states(found),
        rows=tuple(
            Row(say_of_panels("socket", number=socket), _pieces(found.timeline[socket], span, local))
            for socket in found.timeline
        ),
        ticks=tuple(ticks(span, local.zone, names_days=False)),
        sessions=tuple(
            Session(
                session_list.line(one.session, local),
                kilo(one.energy_on_day_wh),
                "; ".join([*_not_counted(one, found), *map(text_of, one.session.why)]),
            )
            for one in found.sessions
        ),
        session_sum=energy(sum(one.energy_on_day_wh for one in found.sessions)),
        attempts=tuple(attempts.line(one, local) for one in found.attempts),
        before=found.date - timedelta(days=1),
        next=after,
        after=after if after <= local.today else None,
        is_unborn=found.utilization is None or not found.states_s,
    )


def _not_counted(one: DaySession, found: DayEvidence) -> list[str]:
    """Why it is not one of the day's completed sessions."""
    if one.counts_on_day:
        return []
    if one.session.end is None:
        return [say("still_open")]
    if not one.session.completed:
        return [say_of_panels("uncounted")]
    return [say("counts_later" if one.session.end >= found.span.to else "not_here")]


def _facts(found: DayEvidence, local: Local) -> tuple[str, ...]:
    facts = [local.zone]
    if found.length_s != 86_400:
        facts.append(say("hours", hours=found.length_s))
    if found.is_partial:
        facts.append(say_of_evidence("so_far"))
    if found.coverage_pct is not None:
        facts.append(say("known", share=found.coverage_pct))
    return tuple(facts)


def _states(found: DayEvidence) -> tuple[State, ...]:
    total = sum(sum(held.values()) for held in found.states_s.values())
    made = []
    for state in STATES:
        of_sockets = [held.get(state, 0) for held in found.states_s.values()]
        whole = sum(of_sockets)
        if whole:
            made.append(
                State(
                    state,
                    label(state),
                    paint(state),
                    tuple(duration(one) if one else DASH for one in of_sockets),
                    duration(whole),
                    percent(100 * whole / total),
                )
            )
    return tuple(made)


def _pieces(states: Sequence[tuple[Instant, Instant, str]], span: Span, local: Local) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            one.state,
            paint(one.state),
            f"{100 * (one.start - span.start) / span.length:.3f}%",
            f"{100 * (one.end - one.start) / span.length:.3f}%",
            f"{label(one.state)} {local.clock(one.true_start)} – {local.clock(one.true_end)},"
            f" {duration((one.true_end - one.true_start) / 1_000_000)}",
        )
        for one in pieces(states, span)
    )
