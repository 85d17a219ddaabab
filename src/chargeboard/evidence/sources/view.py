"""Where does another system tell of a charger otherwise?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.codes import Differing
from chargeboard.domain.figures.sources import (
    LoneMessage,
    SourceDifferences,
    SourceSession,
    SourceState,
    SourceTold,
)
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.sessions.stop_words import stop_words
from chargeboard.evidence.sources.words import say
from chargeboard.panels.socket_label import socket_cell
from chargeboard.time.instants import Instant
from chargeboard.words.dates import dates_through, full_day
from chargeboard.words.formats import DASH, count, duration, wh
from chargeboard.words.wall_clock import Local


class SourceLine(msgspec.Struct, frozen=True):
    """A source, and how its sessions fit."""

    name: str
    since: str
    until: str
    counts: tuple[str, ...]
    """Sessions, alike, different, only there, only here."""
    not_told: str


class SessionLine(msgspec.Struct, frozen=True):
    """A session that differs."""

    at: str
    session: str
    """Its key; "" where only the source has it."""
    since: Instant
    source: str
    socket: str
    how: str
    here: str
    there: str


class StateLine(msgspec.Struct, frozen=True):
    """A socket that was out of service by one of both."""

    when: str
    since: Instant
    duration: str
    socket: str
    source: str
    out_by: str


class WaysLine(msgspec.Struct, frozen=True):
    """A day of messages that came by two ways."""

    on: str
    counts: tuple[str, ...]
    """By both, only by a connection, only without one."""


class LoneLine(msgspec.Struct, frozen=True):
    """A message that came by one way alone."""

    at: str
    since: Instant
    what: str
    way: str


class SourcesPage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    empty: str
    """Why there is nothing to compare; "" where there is."""
    cut: str
    sources: tuple[SourceLine, ...]
    rows: tuple[SessionLine, ...]
    states: tuple[StateLine, ...]
    ways: tuple[WaysLine, ...]
    lone: tuple[LoneLine, ...]


def page(told: SourceDifferences) -> SourcesPage:
    """What each source tells, in which sessions it differs, and when a socket was out of service by one."""
    local, names = local_of(told.charger), told.charger.socket_names
    empty = ""
    if not told.sources:
        empty = say("unknown")
    elif len(told.sources) + told.has_messages < 2:
        empty = say("alone")
    return SourcesPage(
        window=dates_through(told.window.from_, told.window.through),
        empty=empty,
        cut=say("cut") if told.is_cut else "",
        sources=tuple(_source(one, local) for one in told.sources),
        rows=tuple(_session(one, local, names) for one in told.sessions),
        states=tuple(_state(one, local, names) for one in told.states),
        ways=tuple(
            WaysLine(full_day(one.date), tuple(map(count, (one.both, one.by_connection, one.without))))
            for one in told.ways
        ),
        lone=tuple(_lone(one, local) for one in told.lone),
    )


def _lone(one: LoneMessage, local: Local) -> LoneLine:
    """By which way it came, and what it is."""
    return LoneLine(
        at=local.second(one.at),
        since=one.at,
        what=say("from_charger" if one.from_charger else "to_charger", action=one.action or say("an_answer")),
        way=say("by_connection" if one.by_connection else "without"),
    )


def _named(source: str) -> str:
    """A system of which this has no word is called as its rows name it."""
    return say(source) if source in say.texts else source


def _source(one: SourceTold, local: Local) -> SourceLine:
    numbers = one.sessions, one.alike, one.differing, one.added, one.missing
    return SourceLine(
        name=_named(one.source),
        since=local.moment(one.since),
        until=local.moment(one.until),
        counts=tuple(map(count, numbers)),
        not_told=", ".join(map(say, one.cannot_tell)) or DASH,
    )


def _session(one: SourceSession, local: Local, names: Mapping[int, str]) -> SessionLine:
    since = one.start if one.start is not None else one.source_start or 0
    return SessionLine(
        at=local.moment(since),
        session=one.session or "",
        since=since,
        source=_named(one.source),
        socket=DASH if one.socket is None else socket_cell(one.socket, names),
        how="; ".join(_difference(kind, one) for kind in one.differs),
        here=_in_brief(one.start, one.end, one.energy_wh, local),
        there=_in_brief(one.source_start, one.source_end, one.source_energy_wh, local),
    )


def _difference(kind: Differing, one: SourceSession) -> str:
    match kind:
        case Differing.START:
            return _by("start", one.start_later_s)
        case Differing.END if one.end_later_s is None:
            return say("differs_is_over" if one.end is None else "differs_goes_on")
        case Differing.END:
            return _by("end", one.end_later_s)
        case Differing.ENERGY:
            more = one.energy_more_wh or 0
            return say("differs_energy_more" if more > 0 else "differs_energy_less", by=abs(more))
        case Differing.SOCKET:
            return say("differs_socket", socket=one.source_socket)
        case Differing.REASON:
            reason = stop_words(one.source_reason, is_open=False, is_inferred=False)
            return say("differs_reason", reason=reason)
        case _:
            return say(f"differs_{kind}")


def _by(edge: str, later_s: float | None) -> str:
    by = later_s or 0
    return say(f"differs_{edge}_{'later' if by > 0 else 'earlier'}", by=abs(by))


def _in_brief(start: Instant | None, end: Instant | None, energy_wh: float | None, local: Local) -> str:
    """From when to when, and how much."""
    if start is None:
        return DASH
    when = f"{local.second(start)} – {say('goes_on')}" if end is None else local.exactly(start, end)
    return f"{when}, {wh(energy_wh)}"


def _state(one: SourceState, local: Local, names: Mapping[int, str]) -> StateLine:
    source = _named(one.source)
    return StateLine(
        when=local.span(one.start, one.end),
        since=one.start,
        duration=duration(one.duration_s),
        socket=socket_cell(one.socket, names),
        source=source,
        out_by=say("by_page") if one.is_out else source,
    )
