"""What is a charger over some dates as a row of a file?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.documents.sheets import Sheet
from chargeboard.domain.figures.fleet_span import FleetSpan, SpanFigures

COMPARED = Sheet(
    "comparison",
    {
        **{name: name for name in ("is_online", "last_contact", "active_errors", "last_error")},
        **{name: f"figures.{name}" for name in SpanFigures.__struct_fields__},
    },
)


def compared_chargers(told: FleetSpan) -> Iterator[list[object]]:
    """The cells of each charger."""
    for row in told.rows:
        yield from COMPARED.cells(row, [row])
