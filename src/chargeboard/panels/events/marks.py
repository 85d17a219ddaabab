"""Where was an error, a restart or a change of firmware, and which share a place?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chargeboard.domain.codes import EventKind
from chargeboard.domain.figures.strip import Mark
from chargeboard.panels.events.row_parts import MARKED, Bar, percent_of
from chargeboard.panels.events.words import say
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.wall_clock import Local

_MARKS_A_ROW = 40
"""Marks that are closer than a fortieth of the window share a place: so wide is one with its number."""


def marks_of(marks: Sequence[Mark], window: Span, local: Local) -> list[tuple[Instant, int, Bar]]:
    """A mark for each, or one for those that are too close to be told apart, whatever their kinds."""
    groups: list[list[Mark]] = []
    updated = {mark.at for mark in marks if mark.kind == EventKind.FIRMWARE}
    for mark in marks:
        if mark.at < window.start or (mark.kind == EventKind.BOOT and mark.at in updated):
            continue
        if groups and mark.at - groups[-1][0].at < window.length // _MARKS_A_ROW:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [
        (group[0].at, 2, _mark(group[0], window, local) if len(group) == 1 else _joined(group, window, local))
        for group in groups
    ]


def _x(at: Instant, window: Span) -> str:
    """Where a mark is; half of one at the edge would be cut."""
    edge = window.length // 200
    return percent_of(min(max(at - window.start, edge), window.length - edge), window)


def _joined(group: Sequence[Mark], window: Span, local: Local) -> Bar:
    kinds = Counter(mark.kind for mark in group)
    named = Counter(mark.name for mark in group if mark.name)
    names = ", ".join(f"{name} {count}×" if count > 1 else name for name, count in named.items())
    what = ", ".join(say(told, n=kinds[kind]) for kind, told in MARKED.items() if kind in kinds)
    kind = next(kind for kind in MARKED if kind in kinds)
    first, last = group[0].at, group[-1].at
    return Bar(
        _x(first, window),
        "0%",
        kind,
        kind,
        "",
        what,
        local.exactly(first, last),
        names,
        true_start=first,
        true_end=last,
        is_merged=True,
        count=str(len(group)) if first - window.start < window.length * 98 // 100 else "",
        short=what,
    )


def _mark(mark: Mark, window: Span, local: Local) -> Bar:
    kind, end = mark.kind, mark.at if mark.end is None else mark.end
    what, after = say(kind), mark.name
    short = what
    if kind == "error":
        what = " ".join(part for part in (what, mark.name, mark.detail) if part)
        after = say("open_for", length=seconds_of(end - mark.at)) if mark.end else ""
        after = after or ("" if mark.is_moment else say("still_open"))
        short = mark.name
    elif kind == "firmware":
        after, short = f"{mark.detail} → {mark.name}", say("firmware_of", version=mark.name)
    elif mark.detail:
        after = ", ".join(part for part in (mark.name, say("firmware_of", version=mark.detail)) if part)
    x, told = _x(mark.at, window), local.second(mark.at)
    return Bar(x, "0%", kind, kind, "", what, told, after, true_start=mark.at, true_end=end, short=short)
