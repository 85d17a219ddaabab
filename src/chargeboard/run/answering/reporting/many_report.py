"""What did a week or a month of several chargers come to?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.report import Report, ReportCharger, ReportErrorKind, ReportOf
from chargeboard.domain.periods import Period
from chargeboard.metrics.compared import compared
from chargeboard.metrics.span_figures import span_figures
from chargeboard.ports.store import Store
from chargeboard.ports.totals import ReportedCharger
from chargeboard.run.answering.happenings import episodes_begun
from chargeboard.time.days import midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span
from chargeboard.vocabularies.explained import explained

_ROW = msgspec.json.Decoder(FleetRow)
_A_DAY = date.resolution
MOST_ERRORS = 1_000
"""So many are looked at, the newest."""


class Together(msgspec.Struct, frozen=True):
    """Chargers that a report is about together."""

    of: ReportOf
    name: str
    """Of the site; empty: of all."""
    sites: Collection[str] | None
    """Theirs; None: all."""
    zone: str


def many_report(store: Store, whom: Together, period: Period, end: date, at: Instant, most: int) -> Report:
    """The period, of which the dates before `end` are over; of so many chargers each by itself."""
    before = period.before
    told = store.reported(before.first, period.first, end, most, whom.sites)
    span = Span(midnight(period.first, whom.zone), midnight(end, whom.zone))
    sites = None if whom.sites is None else frozenset(whom.sites)
    episodes = episodes_begun(store, span, sites, MOST_ERRORS + 1)
    return Report(
        of=whom.of,
        id=whom.name,
        name=whom.name,
        site=whom.name,
        timezone=whom.zone,
        at=at,
        every=period.every,
        period=period.name,
        window=DateSpan(from_=period.first, to=period.end),
        through=end - _A_DAY,
        is_over=end == period.end,
        before=DateSpan(from_=before.first, to=before.end),
        figures=span_figures(told.totals),
        earlier=span_figures(told.earlier),
        changes=compared(told.earlier, told.totals, list(Compared)),
        chargers=told.chargers,
        rows=[*map(_row, told.page)],
        error_kinds=_kinds(episodes[:MOST_ERRORS]),
        newest_errors=MOST_ERRORS if len(episodes) > MOST_ERRORS else None,
    )


def _kinds(episodes: Sequence[tuple[str, Episode]]) -> list[ReportErrorKind]:
    """By code, as its latest episode is explained."""
    by_code: dict[tuple[str, str | None], list[tuple[str, Episode]]] = defaultdict(list)
    for station, one in episodes:
        by_code[one.code, one.vendor_code].append((station, one))
    found = [_kind(some) for some in by_code.values()]
    return sorted(found, key=lambda kind: (-kind.chargers, -kind.episodes, kind.code, kind.vendor_code or ""))


def _kind(some: Sequence[tuple[str, Episode]]) -> ReportErrorKind:
    _, latest = some[0]
    known = explained(latest.code, latest.vendor_code, latest.vocabulary, latest.component, latest.variable)
    return ReportErrorKind(
        code=latest.code,
        vendor_code=latest.vendor_code,
        episodes=len(some),
        chargers=len({station for station, _ in some}),
        meaning=known.meaning,
        action=known.action,
    )


def _row(charger: ReportedCharger) -> ReportCharger:
    line = _ROW.decode(charger.doc)
    return ReportCharger(
        id=line.id, name=line.name or line.id, site=line.site, figures=span_figures(charger.totals)
    )
