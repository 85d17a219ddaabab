"""How are the rows of a report written with their types?"""

from __future__ import annotations

from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.report import Report, ReportOf

_FIGURES = [
    (field.name, pa.int64() if field.type is int else pa.float64())
    for field in msgspec.structs.fields(SpanFigures)
]
_DAYS = pa.schema(
    [("charger", pa.string()), ("date", pa.date32()), ("coverage_pct", pa.float64()), *_FIGURES]
)
_CHARGERS = pa.schema(
    [
        *((name, pa.string()) for name in ("charger", "name", "site")),
        *((name, pa.date32()) for name in ("from", "through")),
        *_FIGURES,
    ]
)


def parquet(report: Report) -> bytes:
    """The days of a charger, or the chargers of several."""
    is_one = report.of == ReportOf.CHARGER
    table = pa.Table.from_pylist(
        _of_days(report) if is_one else _of_chargers(report), _DAYS if is_one else _CHARGERS
    )
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    body: bytes = out.getvalue().to_pybytes()
    return body


def _of_days(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "charger": report.id,
            "date": day.date,
            "coverage_pct": day.coverage_pct,
            **msgspec.structs.asdict(day.figures),
        }
        for day in report.days
    ]


def _of_chargers(report: Report) -> list[dict[str, Any]]:
    dates = {"from": report.window.from_, "through": report.through}
    return [
        {
            "charger": one.id,
            "name": one.name,
            "site": one.site,
            **dates,
            **msgspec.structs.asdict(one.figures),
        }
        for one in report.rows
    ]
