"""
What happened in one session?

Power, energy, state of charge, current and voltage over one axis of time, above the states of the socket; and
what was inferred to know its start, its end and its energy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from chargeboard.domain.codes import FAILURE_CLASSES, SessionFlag
from chargeboard.domain.conclusions import Attempt, Episode, Session
from chargeboard.domain.figures.session_evidence import SessionEvidence
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.drawing.curve import COLUMNS, Curve
from chargeboard.drawing.states import label, paint
from chargeboard.evidence.attempts.view import outcome_words
from chargeboard.evidence.session.session_curves import Series, curves
from chargeboard.evidence.session.session_samples import SampleRow, table
from chargeboard.evidence.session.session_why import Why, counted, repairs, whys
from chargeboard.evidence.session.words import say
from chargeboard.evidence.sessions.stop_words import by_words, stop_advice, stop_words
from chargeboard.panels.socket_label import socket_cell
from chargeboard.panels.words import say as say_of_panels
from chargeboard.reasons import sentences, text_of
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.series import Stretch
from chargeboard.time.spans import Span
from chargeboard.vocabularies.explained import explained
from chargeboard.words.formats import DASH, duration, energy, power
from chargeboard.words.wall_clock import Local

PAGE = 60
"""Samples of a page of the table."""
_MILLISECOND = 1000


class Piece(msgspec.Struct, frozen=True):
    """A state of the strip; places in percent."""

    state: str
    paint: str
    x: str
    width: str
    label: str


class Fact(msgspec.Struct, frozen=True):
    """A line of the summary. `since_ms`: the value is the time since then, and goes on."""

    name: str
    value: str
    hint: str = ""
    since_ms: int | None = None


class Try(msgspec.Struct, frozen=True):
    """The attempt that the session belongs to."""

    outcome: str
    because: str
    is_failed: bool
    start: Instant


class Fault(msgspec.Struct, frozen=True):
    """An error that was reported meanwhile."""

    code: str
    vendor_code: str
    when: str
    meaning: str
    action: str


class SessionPage(msgspec.Struct, frozen=True):
    """The whole page."""

    title: str
    window: str
    zone: str
    zone_name: str
    at: str
    is_open: bool
    lost_since: str
    """Since when nothing is heard of a running session; empty where something is."""
    delivered: str
    lasted: Fact
    facts: tuple[Fact, ...]
    trial: Try | None
    errors: tuple[Fault, ...]
    why: tuple[Why, ...]
    repairs: tuple[Why, ...]
    repairs_left_out: int
    curves: tuple[Curve, ...]
    away: tuple[tuple[int, int], ...]
    """Time without contact: column and width."""
    strip: tuple[Piece, ...]
    states: tuple[tuple[str, str, str], ...]
    """Those of the strip: state, name, pattern."""
    ticks: tuple[Tick, ...]
    from_ms: int
    to_ms: int
    heads: tuple[str, ...]
    rows: tuple[SampleRow, ...]
    samples: int
    first_row: int
    previous: int | None
    following: int | None
    empty: str
    frames_from: Instant
    frames_to: Instant


def _title(socket: int | None, names: Mapping[int, str]) -> str:
    return say("title", socket=socket_cell(socket, names)) if socket else say("title_unknown")


def page(seen: SessionEvidence, local: Local, offset: int = 0) -> SessionPage:
    """The session as it is known now."""
    session, samples, away = seen.session, seen.samples, seen.away
    end = local.now if session.end is None else session.end
    span = Span(session.start, max(end, session.start + 1))
    told_at = _sayer(span, local)
    series = Series(samples)
    first = min(max(0, offset), max(0, len(samples) - 1)) // PAGE * PAGE
    heads, rows = table(samples, series, range(first, min(first + PAGE, len(samples))), told_at)
    strip, drawn = (
        _strip(seen.states.clip(span), span, told_at),
        tuple(curves(session, series, span, away, told_at)),
    )
    lost = _lost_since(seen)
    repaired = repairs(seen.oddities)
    return SessionPage(
        title=_title(session.socket, seen.whose.socket_names),
        window=_window(session, local),
        zone=local.zone_line(),
        zone_name=local.zone,
        at=local.to_the_second(local.now),
        is_open=session.is_open,
        lost_since="" if lost is None else told_at(lost),
        delivered=_delivered(session),
        lasted=_lasted(seen, local),
        facts=_facts(seen, series, local, told_at),
        trial=None if seen.attempt is None else _attempt(seen.attempt),
        errors=tuple(_fault(error, told_at) for error in seen.errors),
        why=tuple(whys(session, samples, away, told_at)),
        repairs=tuple(repaired),
        repairs_left_out=len(seen.oddities) - len(repaired),
        curves=drawn,
        away=tuple(
            (_column(gap.start, span), max(1, _column(gap.end, span) - _column(gap.start, span)))
            for gap in away
        ),
        strip=strip,
        states=tuple(
            (state, label(state), paint(state)) for state in dict.fromkeys(piece.state for piece in strip)
        ),
        ticks=tuple(ticks(span, local.zone)),
        from_ms=span.start // _MILLISECOND,
        to_ms=span.end // _MILLISECOND,
        heads=heads,
        rows=rows,
        samples=len(samples),
        first_row=first,
        previous=first - PAGE if first else None,
        following=first + PAGE if first + PAGE < len(samples) else None,
        empty="" if samples else say("unmetered_drawn" if drawn else "unmetered_curve"),
        frames_from=session.start,
        frames_to=end,
    )


def _delivered(session: Session) -> str:
    told = [say("energy_unknown") if session.energy_wh is None else energy(session.energy_wh)]
    if session.export_wh:
        told.append(say_of_panels("fed_back", energy=session.export_wh))
    return ", ".join(told)


def _sayer(span: Span, local: Local) -> Callable[[Instant], str]:
    """How instants of a session are said: with their date where it goes over midnight."""
    if local.wall(span.start).date() == local.wall(span.end).date():
        return local.to_the_second
    return local.dated_second


def _window(session: Session, local: Local) -> str:
    if session.end is None:
        return say("from_to_now", start=local.in_minutes(session.start))
    return local.span(session.start, session.end)


def _lost_since(seen: SessionEvidence) -> Instant | None:
    """Since when nothing is heard of a running session."""
    is_lost = seen.session.is_open and seen.away and seen.away[-1].end >= seen.now
    return seen.away[-1].start if is_lost else None


def _lasted(seen: SessionEvidence, local: Local) -> Fact:
    session = seen.session
    length = local.now - session.start if session.duration is None else session.duration
    goes_on = session.is_open and _lost_since(seen) is None
    since = session.start // _MILLISECOND if goes_on else None
    name = say("running" if session.is_open else "lasted")
    return Fact(name, duration(seconds_of(length)), "", since)


def _facts(
    seen: SessionEvidence, series: Series, local: Local, told_at: Callable[[Instant], str]
) -> tuple[Fact, ...]:
    session = seen.session
    clock = say("clock_repaired") if SessionFlag.CLOCK_REPAIRED in session.flags else ""
    stated = {fact.at: say("by_its_clock", at=told_at(fact.stated_at)) for fact in seen.stamped}
    facts = [Fact(say("started"), told_at(session.start), clock or stated.get(session.start, ""))]
    if session.end is None:
        facts += [_lasted(seen, local), _power_now(session, local)]
    else:
        inferred = session.end_inferred
        told = say("in_ocpp", reason=session.reason) if session.reason and not inferred else ""
        advice = "" if inferred else stop_advice(session.reason)
        hours = (session.duration or 0) / HOUR
        mean = None if session.energy_wh is None or not hours else float(session.energy_wh) / hours
        facts += [
            Fact(
                say("ended"),
                told_at(session.end),
                say("was_inferred") if inferred else stated.get(session.end, ""),
            ),
            Fact(
                say("because"),
                stop_words(session.reason, is_open=False, is_inferred=inferred),
                ". ".join(filter(None, (told, advice))),
            ),
            Fact(say("ended_by"), by_words(seen.row.ended_by)),
            Fact(say("mean_power"), power(mean)),
            Fact(say("peak_power"), power(seen.row.peak_w)),
        ]
    charged = [one for one in series.of.get("soc_pct", ()) if one is not None]
    counts, why_not = counted(session, seen.policy)
    facts += [
        Fact(
            say("energy_so_far" if session.is_open else "energy"),
            say("unknown") if session.energy_wh is None else energy(session.energy_wh),
            say("at_least") if session.end_inferred and session.energy_wh is not None else "",
        ),
        *([Fact(say("fed_back"), energy(session.export_wh))] if session.export_wh else []),
        Fact(say("battery"), say("charged", first=charged[0], last=charged[-1]) if charged else DASH),
        Fact(
            say("transaction"),
            ", ".join(session.transaction_ids) or DASH,
            say("ids") if len(session.transaction_ids) > 1 else "",
        ),
        Fact(say("counted"), counts, why_not),
    ]
    return tuple(facts)


def _power_now(session: Session, local: Local) -> Fact:
    if session.power_w is None or session.power_at is None:
        return Fact(say("power_now"), DASH, say("not_reported"))
    age = seconds_of(max(0, local.now - session.power_at))
    return Fact(say("power_now"), power(session.power_w), say("measured", age=age))


def _attempt(attempt: Attempt) -> Try:
    return Try(
        outcome_words(attempt.outcome),
        text_of(attempt.because),
        attempt.outcome in FAILURE_CLASSES,
        attempt.start,
    )


def _fault(episode: Episode, told_at: Callable[[Instant], str]) -> Fault:
    known = explained(
        episode.code, episode.vendor_code, episode.vocabulary, episode.component, episode.variable
    )
    meaning, action = sentences(known.meaning), sentences(known.action)
    return Fault(episode.code, episode.vendor_code or "", told_at(episode.start), meaning, action)


def _column(moment: Instant, span: Span) -> int:
    return round(COLUMNS * (moment - span.start) / span.length)


def _strip(
    states: Iterable[Stretch[str]], span: Span, told_at: Callable[[Instant], str]
) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            state,
            paint(state),
            f"{100 * (start - span.start) / span.length:.3f}%",
            f"{max(0.1, 100 * (end - start) / span.length):.3f}%",
            f"{label(state)} {told_at(start)} – {told_at(end)}, {duration(seconds_of(end - start))}",
        )
        for start, end, state in states
    )
