"""How often did each error come, is it still there, and what does it mean (definitions 2.7)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.figures.board import ErrorRow
from chargeboard.metrics.errors.reports import WORST_FIRST
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant, Micros, seconds_of
from chargeboard.time.spans import Span, overlap, union
from chargeboard.vocabularies import VOCABULARIES
from chargeboard.vocabularies.explained import explained


def error_rows(
    known: Iterable[Episode],
    first_ever: Mapping[tuple[int, str, str | None], Instant],
    *,
    since: Instant,
    now: Instant,
    zone: str,
) -> list[ErrorRow]:
    """
    The rows of the latest errors, newest first, ties by socket and code.

    A row counts the episodes seen at or after `since` (the first of the seven complete days) and those still
    open; an open one with all its reports, another with those of the window.
    Source: definitions 2.7, E3 and E6.
    """
    rows: dict[tuple[int, str, str | None], list[Episode]] = defaultdict(list)
    first = dict(first_ever)
    for episode in known:
        key = (episode.socket, episode.code, episode.vendor_code)
        first[key] = min(episode.start, first.get(key, episode.start))
        if is_listed(episode, since):
            rows[key].append(episode)
    made = [
        (
            _row(sorted(episodes, key=lambda e: e.start), first[key], Span(since, now), zone),
            episodes,
        )
        for key, episodes in rows.items()
    ]
    made.sort(
        key=lambda pair: (
            -max(episode.last_seen for episode in pair[1]),
            pair[0].socket,
            pair[0].code,
            pair[0].vendor_code or "",
        )
    )
    return [row for row, _ in made]


def is_listed(episode: Episode, since: Instant) -> bool:
    """Whether a row counts it: it was seen since then, or is still open (E3)."""
    return episode.last_seen >= since or is_active(episode)


def rhythm(starts: Sequence[Instant]) -> Micros | None:
    """
    How often episodes began, by their starts in order: the median step, where it holds from first to last.

    None below three episodes, and where they came in bunches: the mean step is more than twice the median.
    """
    steps = [after - before for before, after in pairwise(starts)]
    if len(steps) < 2:
        return None
    usual = round(median(steps))
    return usual if sum(steps) <= 2 * usual * len(steps) else None


def is_active(episode: Episode) -> bool:
    """Whether it has not cleared; what is momentary never is active."""
    return episode.end is None and not episode.is_momentary


def _row(episodes: list[Episode], first_ever: Instant, window: Span, zone: str) -> ErrorRow:
    now, first_day, last_day = window.end, day_of(window.start, zone), day_of(window.end - 1, zone)
    latest, first = episodes[-1], episodes[0].start
    socket, code, vendor_code = latest.socket, latest.code, latest.vendor_code
    active = any(map(is_active, episodes))
    named = [episode for episode in episodes if episode.component]
    component = ", ".join(dict.fromkeys(episode.component for episode in named))
    variable = ", ".join(dict.fromkeys(episode.variable for episode in named))
    known = explained(code, vendor_code, latest.vocabulary, component, variable)
    lasting = [
        Span(e.start, now if is_active(e) else e.end or e.start) for e in episodes if not e.is_momentary
    ]
    open_for = overlap(union(lasting), window)
    ended = [e.end for e in episodes if e.end is not None]
    return ErrorRow(
        socket=socket,
        code=code,
        vendor_code=vendor_code,
        severity=min((e.severity for e in episodes), key=WORST_FIRST.index),
        group=latest.group,
        episodes=len(episodes),
        reports=sum(
            n
            for e in episodes
            for day, n in e.reports.items()
            if day <= last_day and (is_active(e) or day >= first_day)
        ),
        active=active,
        first_seen=first,
        last_seen=max(e.last_seen for e in episodes),
        first_ever=first_ever,
        cleared_at=None if active or not ended else max(ended),
        open_s=seconds_of(open_for),
        info=next((e.info for e in reversed(episodes) if e.info), ""),
        meaning=known.meaning,
        action=known.action,
        mrec=known.mrec,
        turn=list(known.turn),
        vocabulary=VOCABULARIES.get(latest.vocabulary, ""),
        component=component,
        variable=variable,
    )
