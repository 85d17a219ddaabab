"""
Which errors were there, what do they mean, and when exactly?

Source: definitions 2.7. Codes stand as the charger sent them; each row opens its episodes.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.evidence import EpisodeRow, ErrorEvidence, ErrorList
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.errors.view import often, open_words, place, standing, turn
from chargeboard.view.when import Local, instant
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import about, duration, percent, several, shown_of

SHOWN = 12
"""Episodes of a row that the page lists, unless all are asked for."""
SEVERITIES = {"": "any", "fault": "faults", "warning": "warnings", "security": "security"}
ACTIVE = {"": "all", "active": "active now"}


class Episode(msgspec.Struct, frozen=True):
    """From the first report until it cleared."""

    start: str
    end: str
    lasted: str
    reports: str
    info: str
    since: str
    until: str


class Fault(msgspec.Struct, frozen=True):
    """One row."""

    code: str
    vendor_code: str
    mrec: str
    socket: str
    number: int
    severity: str
    is_active: bool
    status: str
    often: str
    open_time: str
    rhythm: str
    first: str
    info: str
    meaning: str
    action: str
    turn: str
    counted: str
    episodes: tuple[Episode, ...]
    left_out: int


class Faults(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    coverage: str
    rows: tuple[Fault, ...]
    empty: str


def page(found: ErrorList, *, is_filtered: bool, is_whole: bool = False) -> Faults:
    """A page of the errors."""
    local = local_of(found.charger)
    is_past = found.window.to <= local.today
    return Faults(
        window=dates_through(found.window.from_, found.window.through),
        headline=f"{shown_of(found.total, found.whole, 'error')},"
        f" {found.active or 'none'} {open_words(is_past=is_past)}"
        if found.whole
        else "",
        coverage=f"{percent(found.coverage_pct)} of the time is known"
        if found.coverage_pct is not None
        else "",
        rows=tuple(_row(one, local, None if is_whole else SHOWN, is_past=is_past) for one in found.errors),
        empty="" if found.total else _empty(found, is_filtered=is_filtered),
    )


def _empty(found: ErrorList, *, is_filtered: bool) -> str:
    if is_filtered:
        return "No errors match. Widen the dates or clear filters."
    if found.coverage_pct is None:
        return "Nothing can be known of these days: the charger had not been heard yet."
    if not found.coverage_pct:
        return "Nothing is known of these days, so no fault can be."
    if found.coverage_pct < 95:
        return f"No faults recorded, but only {percent(found.coverage_pct)} of the time is known."
    return "No recorded faults: ideal stability."


def _row(one: ErrorEvidence, local: Local, most: int | None, *, is_past: bool) -> Fault:
    row = one.error
    return Fault(
        code=row.code,
        vendor_code=row.vendor_code or "",
        mrec=f"{row.vocabulary} {row.mrec or ''} {one.mrec_name if row.mrec else ''}".strip(),
        socket=place(row),
        number=row.socket,
        severity=row.severity,
        is_active=row.active and not is_past,
        status=standing(row, local, is_past=is_past),
        often=often(row),
        open_time=f"open {about(row.open_s)}" if row.open_s else "",
        rhythm=_rhythm(one, local),
        first=f"first seen {local.moment(row.first_ever)}",
        info=row.info,
        meaning=row.meaning or "This code has no words in the standard; the manual of this model may have.",
        action=row.action,
        turn=turn(row),
        counted=several(len(one.episodes), "episode"),
        episodes=tuple(_episode(each, local, is_past=is_past) for each in one.episodes[:most]),
        left_out=0 if most is None else max(0, len(one.episodes) - most),
    )


def _rhythm(one: ErrorEvidence, local: Local) -> str:
    """How often it came, and between which of its episodes that was so."""
    if one.rhythm_s is None:
        return ""
    first, last = local.moment(one.episodes[-1].start), local.moment(one.episodes[0].start)
    return f"about every {about(one.rhythm_s)} from {first} to {last}"


def _episode(one: EpisodeRow, local: Local, *, is_past: bool) -> Episode:
    start, end, last = one.start, one.end, one.last_seen
    momentary = one.momentary
    return Episode(
        start=local.moment(start),
        end="at once"
        if momentary
        else ("open at the end" if is_past else "still open")
        if end is None
        else local.moment(end),
        lasted="" if momentary or end is None else duration((instant(end) - instant(start)) / 1_000_000),
        reports=several(one.reports, "report"),
        info=one.info,
        since=start,
        until=end or last,
    )
