"""Which sessions were there, how long, how much, and why did they end?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.figures.evidence import SessionList
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.evidence.listed import shown_of
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.sessions.stop_words import by_words, stop_words
from chargeboard.evidence.sessions.words import say
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.panels.socket_label import socket_cell
from chargeboard.panels.words import say as say_of_panels
from chargeboard.reasons import text_of
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, duration, kilo
from chargeboard.words.wall_clock import Local


class SessionLine(msgspec.Struct, frozen=True):
    """One transaction."""

    key: str
    start: str
    socket: str
    duration: str
    energy_kwh: str
    peak_kw: str
    battery: str
    reason: str
    ended_by: str
    remark: str
    is_open: bool
    counts: bool


class Sessions(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    rows: tuple[SessionLine, ...]
    empty: str
    kinds: dict[str, str]
    """What the list can be filtered by, and how that is called."""
    heads: tuple[tuple[str, str, str], ...]
    """What a column is sorted by, its heading, its class."""


def line(row: SessionRow, local: Local, names: Mapping[int, str]) -> SessionLine:
    """A session as a row of a list."""
    remarks = []
    if row.end is not None and not row.completed:
        remarks.append(say_of_panels("uncounted"))
    if row.export_wh:
        remarks.append(say_of_panels("fed_back", energy=row.export_wh))
    remarks += map(text_of, row.why)
    return SessionLine(
        key=row.key,
        start=local.moment(row.start),
        socket=DASH if row.socket is None else socket_cell(row.socket, names),
        duration=say_of_evidence("so_far") if row.end is None else duration(row.duration_s),
        energy_kwh=kilo(row.energy_wh),
        peak_kw=kilo(row.peak_w),
        battery=_battery(row),
        reason=stop_words(row.reason, is_open=row.end is None, is_inferred=row.end_inferred),
        ended_by=by_words(row.ended_by),
        remark="; ".join(remarks),
        is_open=row.end is None,
        counts=row.completed,
    )


def _battery(row: SessionRow) -> str:
    if row.start_soc_pct is None or row.end_soc_pct is None:
        return DASH
    return say("charged", first=row.start_soc_pct, last=row.end_soc_pct)


def page(sessions: SessionList) -> Sessions:
    """A page of the list."""
    local = local_of(sessions.charger)
    return Sessions(
        window=dates_through(sessions.window.from_, sessions.window.through),
        headline=say(
            "headline",
            shown=shown_of(say, sessions.total, sessions.whole),
            counted=sessions.counted,
            energy=sessions.energy_wh,
        ),
        rows=tuple(line(row, local, sessions.charger.socket_names) for row in sessions.sessions),
        empty="" if sessions.total else say("none"),
        kinds={
            "": say("kind_all"),
            "counted": say("kind_counted"),
            "not_counted": say("kind_not_counted"),
            "open": say("kind_open"),
            "inferred": say("kind_inferred"),
            "revised": say("kind_revised"),
            "odd": say("kind_odd"),
        },
        heads=(
            ("start", say("started"), ""),
            ("socket", say_of_evidence("socket"), ""),
            ("duration", say_of_evidence("duration"), "n"),
            ("energy", say("energy"), "n"),
            ("", say("peak"), "n"),
            ("", say("battery"), ""),
            ("", say("because"), ""),
            ("", say("ended_by"), ""),
            ("", say_of_evidence("remark"), ""),
        ),
    )
