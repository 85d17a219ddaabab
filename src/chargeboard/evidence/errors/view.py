"""
Which errors were there, what do they mean, and when exactly?

Source: definitions 2.7. Codes stand as the charger sent them; each row opens its episodes.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.codes import ErrorGroup
from chargeboard.domain.figures.evidence import EpisodeRow, ErrorEvidence, ErrorList
from chargeboard.evidence.errors.words import say
from chargeboard.evidence.listed import shown_of
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.panels.errors.view import (
    episodes_of,
    info_words,
    none_recorded,
    often,
    open_time,
    open_words,
    place,
    severity_words,
    standing,
    turn,
)
from chargeboard.reasons import sentences
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import duration
from chargeboard.words.wall_clock import Local

SHOWN = 12
"""Episodes of a row that the page lists, unless all are asked for."""
SEVERITIES = ("", "fault", "warning", "security")
ACTIVE = ("", "active")
"""What a list can be filtered by; nothing: by nothing."""


class Episode(msgspec.Struct, frozen=True):
    """From the first report until it cleared."""

    start: str
    end: str
    lasted: str
    reports: str
    info: str
    since: Instant
    until: Instant


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
    choices: dict[str, str]
    """What the list can be filtered by, and how that is called."""
    severities: dict[str, str]


def page(errors: ErrorList, *, is_filtered: bool, is_whole: bool = False) -> Faults:
    """A page of the errors."""
    local = local_of(errors.charger)
    is_past = errors.window.to <= local.today
    coverage, most = errors.coverage_pct, None if is_whole else SHOWN
    return Faults(
        window=dates_through(errors.window.from_, errors.window.through),
        headline=_headline(errors, is_past=is_past) if errors.whole else "",
        coverage=say_of_evidence("coverage", share=coverage) if coverage is not None else "",
        rows=tuple(
            _row(error, local, most, errors.charger.socket_names, is_past=is_past) for error in errors.errors
        ),
        empty="" if errors.total else _empty(errors, is_filtered=is_filtered),
        choices={"": say("all"), "active": say("active_now")},
        severities={
            "": say("any_severity"),
            "fault": say("faults"),
            "warning": say("warnings"),
            "security": say("securities"),
        },
    )


def _headline(errors: ErrorList, *, is_past: bool) -> str:
    shown = shown_of(say, errors.total, errors.whole)
    active = errors.active or say("none_active")
    return say("headline", shown=shown, active=active, open=open_words(is_past=is_past))


def _empty(errors: ErrorList, *, is_filtered: bool) -> str:
    if is_filtered:
        return say("none")
    return say("unborn") if errors.coverage_pct is None else none_recorded(errors.coverage_pct)


def _row(
    evidence: ErrorEvidence, local: Local, most: int | None, names: Mapping[int, str], *, is_past: bool
) -> Fault:
    row = evidence.error
    return Fault(
        code=row.code,
        vendor_code=row.vendor_code or "",
        mrec=f"{row.vocabulary} {row.mrec or ''} {evidence.mrec_name if row.mrec else ''}".strip(),
        socket=place(row, names),
        number=row.socket,
        severity=severity_words(row),
        is_active=row.active and not is_past,
        status=standing(row, local, is_past=is_past),
        often=often(row),
        open_time=open_time(row),
        rhythm=_rhythm(evidence, local),
        first=say("first_seen", at=local.moment(row.first_ever)),
        info=info_words(row.group, row.info),
        meaning=sentences(row.meaning) or say("wordless"),
        action=sentences(row.action),
        turn=turn(row),
        counted=episodes_of(len(evidence.episodes)),
        episodes=tuple(
            _episode(episode, row.group, local, is_past=is_past) for episode in evidence.episodes[:most]
        ),
        left_out=0 if most is None else max(0, len(evidence.episodes) - most),
    )


def _rhythm(evidence: ErrorEvidence, local: Local) -> str:
    """How often it came, and between which of its episodes that was so."""
    if evidence.rhythm_s is None:
        return ""
    first, last = (local.moment(evidence.episodes[place].start) for place in (-1, 0))
    return say("rhythm", length=evidence.rhythm_s, first=first, last=last)


def _episode(episode: EpisodeRow, group: ErrorGroup, local: Local, *, is_past: bool) -> Episode:
    start, end = episode.start, episode.end
    is_momentary = episode.momentary
    return Episode(
        start=local.moment(start),
        end=_end(episode, local, is_past=is_past),
        lasted="" if is_momentary or end is None else duration(seconds_of(end - start)),
        reports=say("report", n=episode.reports),
        info=info_words(group, episode.info),
        since=start,
        until=end or episode.last_seen,
    )


def _end(episode: EpisodeRow, local: Local, *, is_past: bool) -> str:
    if episode.momentary:
        return say("at_once")
    if episode.end is None:
        return say("open_at_end" if is_past else "still_open")
    return local.moment(episode.end)
