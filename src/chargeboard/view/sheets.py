"""
What are the columns of a list as a file, for spreadsheets and programs?

Each row names its charger and the zone of its instants, so that files of several chargers may be put
together. Units are in the headings, values are unrounded, and what is not known is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from chargeboard.domain.evidence import Whose
from chargeboard.view.when import Local, instant

_INSTANTS = frozenset(
    {
        "at",
        "authorised_at",
        "cleared_at",
        "end",
        "first_ever",
        "first_seen",
        "last_seen",
        "plugged_at",
        "start",
        "started_at",
    }
)


class Sheet(msgspec.Struct, frozen=True):
    """The columns of a list: where each is found in a row of its document, by heading."""

    name: str
    columns: Mapping[str, str]

    @property
    def heads(self) -> list[str]:
        """The headings."""
        return ["charger", *self.columns, "timezone"]

    def cells(self, whose: Whose, rows: Iterable[object]) -> Iterable[list[object]]:
        """The rows; instants have the offset that the charger's zone had then."""
        local = Local(whose.timezone, instant(whose.at))
        paths = [(head in _INSTANTS, path.split(".")) for head, path in self.columns.items()]
        first, last = whose.id, whose.timezone
        for row in rows:
            found: list[object] = [first]
            for is_instant, path in paths:
                value = _value(row, path)
                is_time = is_instant and isinstance(value, str)
                found.append(local.wall(value).isoformat() if is_time else value)
            yield [*found, last]


def _value(row: Any, path: Iterable[str]) -> Any:  # noqa: ANN401 - a row of any document
    for name in path:
        row = None if row is None else getattr(row, name)
    return row


def _sheet(name: str, *columns: str, **paths: str) -> Sheet:
    return Sheet(name, {column: column for column in columns} | paths)


SESSIONS = _sheet(
    "sessions",
    "key",
    "socket",
    "start",
    "end",
    "duration_s",
    "energy_wh",
    "completed",
    "reason",
    "end_inferred",
    "flags",
    "why",
    "transaction_ids",
)
TRIES = _sheet(
    "attempts",
    "socket",
    "start",
    "end",
    "duration_s",
    "outcome",
    "counts",
    "stage",
    "plugged_at",
    "authorised_at",
    "started_at",
    "because",
    "session_keys",
)
ERRORS = Sheet(
    "errors",
    {
        name: f"error.{name}"
        for name in (
            "socket",
            "code",
            "vendor_code",
            "mrec",
            "severity",
            "group",
            "active",
            "episodes",
            "reports",
            "first_ever",
            "first_seen",
            "last_seen",
            "cleared_at",
            "open_s",
            "info",
            "meaning",
            "action",
        )
    },
)
FINDINGS = _sheet("quality", "at", "kind", "what", "raw", "rule", "count", "session")
DAYS = _sheet(
    "days",
    "date",
    in_use_s="utilization.in_use_s",
    available_s="utilization.available_s",
    utilization_pct="utilization.pct",
    coverage_pct="utilization.coverage_pct",
    attempts="success.attempts",
    successes="success.successes",
    success_pct="success.pct",
    sessions="sessions",
    energy_wh="energy_wh",
    outage_s="uptime.outage_s",
    uptime_nevi_pct="uptime.nevi_pct",
    partial="utilization.partial",
    incomplete="utilization.incomplete",
    revised="revised",
)
