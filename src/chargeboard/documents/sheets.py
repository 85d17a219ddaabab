"""
What are the columns of a list as a file, for spreadsheets and programs?

Each row names its charger and the charger's zone, so that files of several chargers may be put together.
Instants are UTC with the same number of digits everywhere, units are in the headings, values are unrounded,
and what is not known is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import msgspec

from chargeboard.documents.forms import ReasonDocument, writer
from chargeboard.domain.spreadsheet import quoted
from chargeboard.time.instants import fixed_text_of

_INSTANTS = frozenset(
    {
        "at",
        "authorised_at",
        "cleared_at",
        "end",
        "first_ever",
        "first_seen",
        "last_contact",
        "last_error",
        "last_seen",
        "learned_at",
        "plugged_at",
        "source_end",
        "source_start",
        "start",
        "started_at",
    }
)


class Named(Protocol):
    """The charger that rows are about."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def site(self) -> str: ...

    @property
    def timezone(self) -> str: ...


class Sheet(msgspec.Struct, frozen=True):
    """The columns of a list: where each is found in a row of its document, by heading."""

    name: str
    columns: Mapping[str, str]

    @property
    def heads(self) -> list[str]:
        """The headings."""
        return ["charger", "name", "site", *self.columns, "timezone"]

    def cells(self, whose: Named, rows: Iterable[object]) -> Iterable[list[object]]:
        """The rows, ready to be written."""
        paths = [(head in _INSTANTS, path.split(".")) for head, path in self.columns.items()]
        first, last = [cell(whose.id), cell(whose.name), cell(whose.site)], whose.timezone
        for row in rows:
            found, told = list(first), writer(type(row))(row)
            for is_instant, path in paths:
                value = _value(row if is_instant else told, path)
                found.append(fixed_text_of(value) if is_instant and value is not None else cell(value))
            found.append(last)
            yield found


def cell(value: object) -> object:
    """A value as it is written; a text that a spreadsheet would compute is quoted for it, a number is not."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, ReasonDocument):
        return value.text
    if isinstance(value, list | tuple):
        value = " ".join([str(cell(one)) for one in value])
    return quoted(value) if isinstance(value, str) else value


def _value(row: Any, path: Iterable[str]) -> Any:  # noqa: ANN401 - a row of any document
    for name in path:
        if row is None:
            return None
        row = row[int(name)] if name.isdigit() else getattr(row, name)
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
    "export_wh",
    "completed",
    "reason",
    "end_inferred",
    "flags",
    "why",
    "transaction_ids",
    "peak_w",
    "start_soc_pct",
    "end_soc_pct",
    "ended_by",
    "learned_at",
)
ATTEMPTS = _sheet(
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
            "turn",
            "vocabulary",
            "component",
            "variable",
        )
    },
)
FINDINGS = _sheet("quality", "at", "kind", "what", "raw", "rule", "count", "session")
PROTOCOL = _sheet(
    "protocol",
    "date",
    "side",
    "calls",
    "answers",
    "late",
    "unanswered",
    "refused",
    "repeated",
    "nonstandard",
    "closes",
    "partial",
)
FLEET_PROTOCOL = Sheet(
    "protocol",
    {
        name: f"found.{name}"
        for name in (
            "side",
            "last_on",
            "troubles",
            "messages",
            "late",
            "unanswered",
            "refused",
            "repeated",
            "nonstandard",
            "cut",
        )
    },
)
SOURCES = _sheet(
    "sources",
    "source",
    "differs",
    "session",
    "transaction_id",
    "socket",
    "source_socket",
    "start",
    "source_start",
    "start_later_s",
    "end",
    "source_end",
    "end_later_s",
    "energy_wh",
    "source_energy_wh",
    "energy_more_wh",
    "reason",
    "source_reason",
)
DAYS = _sheet(
    "days",
    "date",
    in_use_s="utilization.in_use_s",
    available_s="utilization.available_s",
    utilization_pct="utilization.known_pct",
    coverage_pct="utilization.coverage_pct",
    attempts="success.attempts",
    successes="success.successes",
    success_pct="success.pct",
    sessions="sessions",
    energy_wh="energy_wh",
    export_wh="export_wh",
    outage_s="uptime.outage_s",
    uptime_nevi_pct="uptime.nevi_pct",
    partial="utilization.partial",
    incomplete="utilization.incomplete",
    revised="revised",
)
ACTIVITY = _sheet(
    "activity",
    "kind",
    "socket",
    "start",
    "end",
    "duration_s",
    "outcome",
    "because",
    "energy_wh",
    "completed",
    "session",
    "code",
    "vendor_code",
    "severity",
    "active",
)
SITE_DAYS = _sheet(
    "site-days",
    "date",
    in_use_s="utilization.in_use_s",
    available_s="utilization.available_s",
    utilization_pct="utilization.known_pct",
    coverage_pct="utilization.coverage_pct",
    attempts="success.attempts",
    successes="success.successes",
    success_pct="success.pct",
    sessions="sessions",
    energy_wh="energy_wh",
    export_wh="export_wh",
    partial="utilization.partial",
    revised="revised",
)
LOAD = _sheet("load", "start", "energy_wh", "power_w", "spread_wh", "known_pct")
OFFICIAL = _sheet(
    "official",
    "month",
    "socket",
    "rule",
    "uptime_pct",
    "up_s",
    "down_s",
    "excluded_s",
    "unwatched_s",
    "exempt_s",
    "beyond_cap_s",
    "partial",
)
FLEET = _sheet(
    "fleet",
    "states",
    online="is_online",
    last_contact="last_contact",
    need="need",
    attention="attention",
    active_errors="active_errors",
    in_use_s="utilization.numerator",
    available_s="utilization.denominator",
    utilization_pct="utilization.pct",
    successes="success.numerator",
    attempts="success.denominator",
    success_pct="success.pct",
    sessions_today="sessions_today",
    energy_today_wh="energy_today_wh",
    export_today_wh="export_today_wh",
    active_sessions="active_sessions",
    energy_now_wh="energy_now_wh",
)
_PHASED = ("current_a", "voltage_v", "power_by_phase_w")
SAMPLES = _sheet(
    "samples",
    *("at", "register_wh", "power_w", "soc_pct"),
    **{f"{name}_l{n}": f"{name}.{n - 1}" for name in _PHASED for n in (1, 2, 3)},
    **{
        name: name
        for name in (
            "offered_w",
            "offered_a",
            "temperature_c",
            "export_wh",
            "export_w",
            "net_wh",
            "location",
            "context",
        )
    },
)
