"""What happened to the charger as a whole, that a timeline should mark by name?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chargeboard.domain.codes import EventKind
from chargeboard.domain.conclusions import Episode
from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.figures.strip import Mark
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


def marks(
    turns: Iterable[Booted | StatusReported], episodes: Iterable[Episode], span: Span, now: Instant
) -> list[Mark]:
    """
    Boots, changes of firmware and statuses of connector 0 (1.4 a), and where errors began, by time.

    `turns` begin with the latest boot and status before the span: what they say still holds in it.
    """
    told = list(turns)
    found = [
        *_boots([fact for fact in told if type(fact) is Booted]),
        *_statuses([fact for fact in told if type(fact) is StatusReported]),
    ]
    found = [mark for mark in found if mark.at < span.end and (mark.at >= span.start or _reaches(mark, span))]
    found += [_error(episode) for episode in episodes if span.start <= episode.start < min(span.end, now + 1)]
    return sorted(found, key=lambda mark: (mark.at, mark.socket, mark.kind, mark.name))


def _reaches(mark: Mark, span: Span) -> bool:
    return not mark.is_moment and (mark.end is None or mark.end > span.start)


def _boots(boots: Sequence[Booted]) -> Iterable[Mark]:
    firmware = ""
    for place, boot in enumerate(boots):
        if place and firmware and boot.firmware and boot.firmware != firmware:
            yield Mark(boot.at, EventKind.FIRMWARE, boot.firmware, detail=firmware, is_moment=True)
        if boot.is_start:
            yield Mark(boot.at, EventKind.BOOT, boot.reason, detail=boot.firmware, is_moment=True)
        firmware = boot.firmware or firmware


def _statuses(statuses: Sequence[StatusReported]) -> Iterable[Mark]:
    changes: list[StatusReported] = []
    for status in statuses:
        if not changes or (status.status, status.error_code) != (changes[-1].status, changes[-1].error_code):
            changes.append(status)
    ends: list[Instant | None] = [*(change.at for change in changes), None]
    for status, end in zip(changes, ends[1:], strict=True):
        error = "" if status.error_code == "NoError" else status.error_code
        yield Mark(status.at, EventKind.STATUS, status.status, detail=error, end=end)


def _error(episode: Episode) -> Mark:
    return Mark(
        episode.start,
        EventKind.ERROR,
        episode.code,
        detail=episode.vendor_code or "",
        socket=episode.socket,
        end=episode.end,
        is_moment=episode.is_momentary,
    )
