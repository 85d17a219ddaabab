"""What do rules of uptime need to know of a socket?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.conclusions import State
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.metrics.days.opening import open_spans
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, complement, union


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A socket: its states, since when it is observed, and what the operator declared for it."""

    socket: int
    states: Series[State]
    since: Instant
    """Before that it is in no measure: it was not commissioned."""
    policy: Policy
    out_of_sight: Sequence[Span] = ()
    """When nobody could have told that contact was lost (ADR 27)."""

    @property
    def zone(self) -> str:
        """In which zone its months and years are counted."""
        return self.policy.timezone

    def seen(self, window: Span) -> Span:
        """The part of a window since it is observed; empty where that is later."""
        return Span(min(max(window.start, self.since), window.end), window.end)

    def declared(self, kind: ExclusionKind) -> list[Span]:
        """When it was declared so: windows that touch or overlap are one."""
        return union(
            exclusion_span(one, self.zone)
            for one in self.policy.exclusions
            if one.kind == kind and one.socket in {None, self.socket}
        )

    def closed(self, window: Span) -> list[Span]:
        """When the site was not open."""
        if not self.policy.opening_hours or not window.length:
            return []
        opened: list[Span] = []
        on, last = day_of(window.start, self.zone), day_of(window.end - 1, self.zone)
        while on <= last:
            opened += open_spans(on, day_span(on, self.zone), self.zone, self.policy)
            on += timedelta(days=1)
        return complement(clip(union(opened), window), window)


def year_span(at: Instant, zone: str) -> Span:
    """The calendar year of the zone that an instant falls in."""
    first = day_of(at, zone).replace(month=1, day=1)
    return Span(midnight(first, zone), midnight(first.replace(year=first.year + 1), zone))
