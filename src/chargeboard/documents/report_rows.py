"""What is a report as rows of a file: the days of a charger, or the chargers of several?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.documents.sheets import Sheet
from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.report import Report, ReportOf

_FIGURES = {name: f"figures.{name}" for name in SpanFigures.__struct_fields__}
_DAYS = Sheet("report", {"date": "date", "coverage_pct": "coverage_pct", **_FIGURES})
_CHARGERS = Sheet("report", {"from": "from_", "through": "through", **_FIGURES})


class _Charger(msgspec.Struct, frozen=True):
    """A charger over the dates of the report."""

    from_: str
    through: str
    figures: SpanFigures


class _Named(msgspec.Struct, frozen=True):
    id: str
    name: str
    site: str
    timezone: str


def report_sheet(report: Report) -> Sheet:
    """The columns."""
    return _DAYS if report.of == ReportOf.CHARGER else _CHARGERS


def report_rows(report: Report) -> Iterator[list[object]]:
    """The cells of each row."""
    if report.of == ReportOf.CHARGER:
        whose = _Named(report.id, report.name, report.site, report.timezone)
        yield from _DAYS.cells(whose, report.days)
        return
    first, last = report.window.from_.isoformat(), report.through.isoformat()
    for one in report.rows:
        whose = _Named(one.id, one.name, one.site, report.timezone)
        yield from _CHARGERS.cells(whose, [_Charger(first, last, one.figures)])
