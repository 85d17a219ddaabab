"""
Which errors and repairs lie behind a window's figures?

Both are few: each list is read by index, filtered and sorted whole, and cut to a page here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from chargeboard.domain.board import ErrorRow
from chargeboard.domain.conclusions import Episode
from chargeboard.domain.evidence import (
    EpisodeRow,
    ErrorEvidence,
    ErrorList,
    QualityList,
    RejectedLine,
)
from chargeboard.history.ground import Ground
from chargeboard.history.stood import as_it_stood
from chargeboard.metrics.days.utilization import coverage_pct
from chargeboard.metrics.errors.rows import error_rows, is_listed, rhythm
from chargeboard.metrics.errors.words import MREC
from chargeboard.metrics.findings import clock_offset, oddity, of_session, orphan
from chargeboard.metrics.quality import data_quality
from chargeboard.run.answering.board import Looker
from chargeboard.run.answering.list_filters import Cut, Wanted
from chargeboard.run.answering.session_list import session_rows
from chargeboard.time.instants import seconds_of, text_of
from chargeboard.time.spans import Span


def errors(seen: Ground, looker: Looker, wanted: Wanted, cut: Cut) -> ErrorList:
    """Errors of the window with their episodes, as they stood at its end where that has passed."""
    window, span = seen.window(wanted.window)
    then = seen.by_the_end_of(span)
    stood_at = min(then.at, span.end)  # the former is later where the evidence of how things stood is gone
    found = [
        as_it_stood(one, stood_at) if stood_at < then.at else one
        for one in then.episodes(span)
        if is_listed(one, span.start)
    ]
    first_ever = then.late.carry.first_ever_of()
    whose = seen.whose
    lived = (max(window.from_, seen.commissioned_on), window.to)
    days = looker.look(seen.station, seen.at, lived, Span(span.start, span.start)).days
    rows = error_rows(found, first_ever, since=span.start, now=stood_at, zone=seen.zone)
    rows.sort(key=lambda row: not row.active)
    text, whole = cut.text.casefold(), len(rows)
    rows = [
        row
        for row in rows
        if wanted.socket in {None, row.socket}
        and (cut.kind != "active" or row.active)
        and cut.stage in {"", row.severity}
        and cut.code in {None, row.code}
        and cut.vendor_code in {None, row.vendor_code or ""}
        and text in _searched(row)
    ]
    return ErrorList(
        charger=whose,
        window=window,
        coverage_pct=coverage_pct([one for on, one in days.items() if window.from_ <= on < window.to]),
        total=len(rows),
        whole=whole,
        active=sum(row.active for row in rows),
        offset=cut.offset,
        limit=cut.limit,
        errors=[_with_episodes(row, found) for row in cut.of(rows)],
    )


def quality(seen: Ground, wanted: Wanted, cut: Cut, rejected: Iterable[RejectedLine]) -> QualityList:
    """What had to be repaired, inferred or left out in the window."""
    window, span = seen.window(wanted.window)
    found = [oddity(one) for one in seen.store.oddities(seen.station, span, seen.at)]
    found += [orphan(one) for one in seen.orphans(span)]
    odd = session_rows(seen, Wanted(window=wanted.window), "odd")
    found += [finding for row in odd for finding in of_session(row)]
    carry, whose = seen.by_the_end_of(span).late.carry, seen.whose
    if carry.clock is not None and carry.clock.offset and carry.clock.at in span:
        found.append(clock_offset(carry.clock))
    kinds = Counter[str]()
    for one in found:
        kinds[one.kind] += one.count
    text, whole = cut.text.casefold(), len(found)
    found = [
        one
        for one in sorted(found, key=lambda one: one.at, reverse=True)
        if cut.kind in {"", one.kind} and text in f"{one.what} {one.raw} {one.rule}".casefold()
    ]
    return QualityList(
        charger=whose,
        window=window,
        all_time=data_quality(carry.quality, carry.link.flaps, carry.clock),
        kinds=dict(kinds.most_common()),
        total=len(found),
        whole=whole,
        offset=cut.offset,
        limit=cut.limit,
        findings=cut.of(found),
        rejected=list(rejected),
    )


def _searched(row: ErrorRow) -> str:
    parts = (row.code, row.vendor_code or "", row.info, row.mrec or "", row.component, row.variable)
    return " ".join(parts).casefold()


def _with_episodes(row: ErrorRow, found: Sequence[Episode]) -> ErrorEvidence:
    own = sorted(
        (
            one
            for one in found
            if (one.socket, one.code, one.vendor_code) == (row.socket, row.code, row.vendor_code)
        ),
        key=lambda one: one.start,
    )
    often = rhythm([one.start for one in own])
    return ErrorEvidence(
        error=row,
        mrec_name=MREC.get(row.mrec or "", ""),
        rhythm_s=None if often is None else seconds_of(often),
        episodes=[
            EpisodeRow(
                start=text_of(one.start),
                end=None if one.end is None else text_of(one.end),
                last_seen=text_of(one.last_seen),
                momentary=one.is_momentary,
                reports=sum(one.reports.values()),
                info=one.info,
            )
            for one in reversed(own)
        ],
    )
