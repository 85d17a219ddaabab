"""
Which errors lie behind a window's figures?

They are few: read by index, filtered and sorted whole, and chosen to a page here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.figures.board import ErrorRow
from chargeboard.domain.figures.evidence import EpisodeRow, ErrorEvidence, ErrorList
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.history.standing import standing
from chargeboard.metrics.days.utilization import coverage_pct
from chargeboard.metrics.errors.rows import error_rows, is_listed, rhythm
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import dates, day_of
from chargeboard.time.instants import seconds_of
from chargeboard.vocabularies.explained import MREC


def errors(history: ChargerHistory, scope: ListScope, chosen: ListFilter) -> ErrorList:
    """Errors of the window with their episodes, as they stood at its end where that has passed."""
    window, span = window_of(history, scope.window)
    stood = standing(history, span)
    episodes = [episode for episode in stood.episodes if is_listed(episode, span.start)]
    lived = dates(
        max(window.from_, history.commissioned_on),
        min(window.to, day_of(history.at, history.zone) + timedelta(days=1)),
    )
    days = day_figures(history, lived, window.from_, window.to).figures
    rows = error_rows(
        episodes, stood.carry.first_ever_of(), since=span.start, now=stood.at, zone=history.zone
    )
    rows.sort(key=lambda row: not row.active)
    text, whole = chosen.text.casefold(), len(rows)
    rows = [
        row
        for row in rows
        if scope.socket in {None, row.socket}
        and (chosen.kind != "active" or row.active)
        and chosen.stage in {"", row.severity}
        and chosen.code in {None, row.code}
        and chosen.vendor_code in {None, row.vendor_code or ""}
        and text in _searched(row)
    ]
    return ErrorList(
        charger=whose(history),
        window=window,
        coverage_pct=coverage_pct([day for on, day in days.items() if window.from_ <= on < window.to]),
        total=len(rows),
        whole=whole,
        active=sum(row.active for row in rows),
        offset=chosen.offset,
        limit=chosen.limit,
        errors=[_with_episodes(row, episodes) for row in chosen.of(rows)],
    )


def _searched(row: ErrorRow) -> str:
    parts = (row.code, row.vendor_code or "", row.info, row.mrec or "", row.component, row.variable)
    return " ".join(parts).casefold()


def _with_episodes(row: ErrorRow, episodes: Sequence[Episode]) -> ErrorEvidence:
    own = sorted(
        (episode for episode in episodes if episode.error == (row.socket, row.code, row.vendor_code)),
        key=lambda episode: episode.start,
    )
    often = rhythm([episode.start for episode in own])
    return ErrorEvidence(
        error=row,
        mrec_name=MREC.get(row.mrec or "", ""),
        rhythm_s=None if often is None else seconds_of(often),
        episodes=[
            EpisodeRow(
                start=episode.start,
                end=episode.end,
                last_seen=episode.last_seen,
                momentary=episode.is_momentary,
                reports=sum(episode.reports.values()),
                info=episode.info,
            )
            for episode in reversed(own)
        ],
    )
