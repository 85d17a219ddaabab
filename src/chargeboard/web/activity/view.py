"""How is what happened at many chargers put for people?"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chargeboard.domain.figures.happenings import Happening, HappeningKind, Happenings
from chargeboard.evidence.attempts.view import outcome_words
from chargeboard.evidence.sessions.stop_words import stop_words
from chargeboard.panels.errors.words import say as say_of_errors
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.days import day_of
from chargeboard.time.instants import SECOND, Instant
from chargeboard.web.activity.words import say
from chargeboard.web.urls.links import list_url, session_url
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, duration, kilo
from chargeboard.words.wall_clock import Local


class Line(msgspec.Struct, frozen=True):
    """One row."""

    start: str
    charger: str
    station: str
    site: str
    socket: str
    what: str
    is_bad: bool
    detail: str
    """Why."""
    standing: str
    duration: str
    energy: str
    evidence: tuple[tuple[str, str], ...]
    """What it is called, and where it is."""


class Page(msgspec.Struct, frozen=True):
    """A page of the list."""

    window: str
    kinds: tuple[tuple[str, str], ...]
    """The key and the name of each."""
    presets: tuple[tuple[str, str, str], ...]
    """A name, the first date, and the last."""
    rows: tuple[Line, ...]
    part: str
    empty: str
    zone: str


def page(told: Happenings, now: Instant) -> Page:
    """What an address asks for."""
    today, a_day = day_of(now, told.timezone), timedelta(days=1)
    first, last = told.offset + 1, told.offset + len(told.rows)
    none = say(f"none_{told.kind}") if not told.offset else say("none_behind")
    return Page(
        window=dates_through(told.window.from_, told.window.through),
        kinds=tuple((kind, say(f"kind_{kind}")) for kind in HappeningKind),
        presets=(
            (say("yesterday"), str(today - a_day), str(today - a_day)),
            (say("last_week"), str(today - 7 * a_day), str(today)),
        ),
        rows=tuple(_line(row, now) for row in told.rows),
        part=say("part", first=first, last=last) if told.rows else "",
        empty="" if told.rows else none,
        zone=say("zone_note", zone=told.timezone),
    )


def _line(row: Happening, now: Instant) -> Line:
    local = Local(row.timezone, now)
    return Line(
        start=local.dated_second(row.start),
        charger=row.name,
        station=row.charger,
        site=row.site,
        socket=DASH if row.socket is None else str(row.socket) if row.socket else say("charger"),
        what=_what(row),
        is_bad=row.kind == HappeningKind.FAILURES or row.active is True,
        detail=_detail(row),
        standing=_standing(row),
        duration=duration(row.duration_s),
        energy=kilo(row.energy_wh),
        evidence=_evidence(row, local),
    )


def _what(row: Happening) -> str:
    if row.outcome is not None:
        return outcome_words(row.outcome)
    if row.code is not None:
        return f"{row.code} {row.vendor_code}" if row.vendor_code else row.code
    if row.end is None:
        return say("running")
    return say("completed" if row.completed else "not_counted")


def _detail(row: Happening) -> str:
    if row.kind == HappeningKind.SESSIONS:
        return stop_words(row.because, is_open=row.end is None, is_inferred=False)
    return row.because


def _standing(row: Happening) -> str:
    if row.severity is None:
        return ""
    now = "active" if row.active else "cleared" if row.end is not None else "over"
    return f"{say_of_errors(row.severity)}, {say(now)}"


def _evidence(row: Happening, local: Local) -> tuple[tuple[str, str], ...]:
    found = []
    if row.outcome is not None:
        until = row.start + SECOND if row.end is None else max(row.end, row.start + SECOND)
        piece = {"socket": row.socket, "from_": url_instant(row.start), "to": url_instant(until)}
        found.append((say("attempt"), list_url(row.charger, "attempt-at", **piece)))
    if row.code is not None:
        days = [local.wall(at).date() for at in (row.start, row.end or row.start)]
        asked = {"from_": days[0], "through": days[1], "code": row.code, "vendor_code": row.vendor_code}
        found.append((say("error"), list_url(row.charger, "errors", socket=row.socket, **asked)))
    if row.session:
        found.append((say("session"), session_url(row.charger, row.session)))
    return tuple(found)
