"""
The US Joint Office's EV-ChART: modules 2 (sessions), 3 (uptime) and 4 (outages), as its own tool takes them.

Columns, lengths, digits and least values as its module definitions have them (US-JOET/ev-chart-open-source,
6664664, read 2026-11-29), restated. Durations are minutes, uptime percent. A row of module 2 or 4 whose own
columns are all empty says that there was nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from chargeboard.domain.spreadsheet import quoted
from chargeboard.official.exports.columns import Column, Module
from chargeboard.time.instants import MINUTE, Instant, Micros, text_of
from chargeboard.time.spans import Span

_STATION = Column(name="station_id", most_length=36)
_PORT = Column(name="port_id", most_length=36)
_PROVIDER = Column(name="network_provider")

SESSIONS: Final = Module(
    number=2,
    columns=(
        _STATION,
        _PORT,
        _PROVIDER,
        Column(name="charger_id", is_required=False, most_length=36),
        Column(name="session_id", most_length=36),
        Column(name="connector_id", is_required=False, most_length=36),
        Column(name="session_start", kind="instant"),
        Column(name="session_end", kind="instant"),
        Column(name="session_error"),
        Column(name="error_other", is_required=False),
        Column(name="energy_kwh", kind="decimal", digits=7),
        Column(name="power_kw", kind="decimal", digits=7),
        Column(name="payment_method"),
        Column(name="payment_other", is_required=False),
    ),
    all_or_none=(
        "session_id",
        "session_start",
        "session_end",
        "session_error",
        "energy_kwh",
        "power_kw",
        "payment_method",
    ),
)
UPTIME: Final = Module(
    number=3,
    columns=(
        _STATION,
        _PORT,
        _PROVIDER,
        Column(name="uptime_reporting_start", kind="instant"),
        Column(name="uptime_reporting_end", kind="instant"),
        Column(name="uptime", kind="decimal", digits=5, may_be_empty=True),
        Column(name="total_outage", kind="decimal", digits=8),
        Column(name="total_outage_excl", kind="decimal", digits=8),
    ),
)
OUTAGES: Final = Module(
    number=4,
    columns=(
        _STATION,
        _PORT,
        _PROVIDER,
        Column(name="outage_id", kind="instant"),
        Column(name="outage_duration", kind="decimal", digits=8, least=0.01),
    ),
    all_or_none=("outage_id", "outage_duration"),
)
MODULES: Final = {module.number: module for module in (SESSIONS, UPTIME, OUTAGES)}
NO_ERROR: Final = "none"


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator says of a charger and nobody can know from it; empty: not said yet."""

    station_id: str = ""
    network_provider: str = ""
    port_ids: tuple[tuple[int, str], ...] = ()
    payment_method: str = ""

    def port_id(self, socket: int) -> str:
        """The permanent id of a port; empty where none was said."""
        return dict(self.port_ids).get(socket, "")


class Charged(msgspec.Struct, frozen=True, kw_only=True):
    """A session as module 2 wants it; None: not known."""

    socket: int
    key: str
    start: Instant
    end: Instant
    errors: tuple[str, ...]
    energy_wh: Decimal | None
    peak_w: float | None
    """Below 0 where the car only fed back; such a session drew nothing, so its peak is told as 0."""
    charger: str


def session_rows(declared: Declared, sessions: Iterable[Charged]) -> Iterator[list[str]]:
    """Module 2, by start. A column that has to be filled and is not known is 0, and `error_other` says so."""
    for one in sessions:
        unknown = [
            name for name, value in (("energy", one.energy_wh), ("power", one.peak_w)) if value is None
        ]
        yield [
            declared.station_id,
            declared.port_id(one.socket),
            declared.network_provider,
            quoted(one.charger)[:36],
            quoted(one.key[-36:])[:36],
            str(one.socket),
            text_of(one.start),
            text_of(one.end),
            quoted(", ".join(one.errors))[:255] or NO_ERROR,
            ", ".join(f"{name}_unknown" for name in unknown),
            _decimal((one.energy_wh or Decimal(0)) / 1000),
            _decimal(Decimal(str(max(0, one.peak_w or 0))) / 1000),
            declared.payment_method,
            "",
        ]


def without_session(declared: Declared, socket: int) -> list[str]:
    """A row of module 2 that says of a port that nobody charged there."""
    own = [declared.station_id, declared.port_id(socket), declared.network_provider]
    return [*own, *([""] * (len(SESSIONS.columns) - len(own)))]


def uptime_row(
    declared: Declared, socket: int, span: Span, pct: float | None, outage: Micros, excluded: Micros
) -> list[str]:
    """A row of module 3: a port's time, the minutes of its outages and of those that are excluded."""
    return [
        declared.station_id,
        declared.port_id(socket),
        declared.network_provider,
        text_of(span.start),
        text_of(span.end),
        "" if pct is None else _decimal(Decimal(str(pct))),
        _minutes(outage),
        _minutes(excluded),
    ]


def outage_rows(declared: Declared, socket: int, outages: Iterable[Span]) -> Iterator[list[str]]:
    """Module 4: each outage of a port that is as long as the tool takes; one row that says so without any."""
    own = [declared.station_id, declared.port_id(socket), declared.network_provider]
    told = [one for one in outages if Decimal(_minutes(one.length)) >= Decimal("0.01")]
    if not told:
        yield [*own, "", ""]
    for one in told:
        yield [*own, text_of(one.start), _minutes(one.length)]


def missing(declared: Declared, sockets: Iterable[int], *, is_of_sessions: bool) -> list[str]:
    """Which settings have to be said before a file can be handed in."""
    said = [("station_id", declared.station_id), ("network_provider", declared.network_provider)]
    if is_of_sessions:
        said.append(("payment_method", declared.payment_method))
    found = [key for key, text in said if not text]
    return [*found, *(["port_ids"] if any(not declared.port_id(socket) for socket in sockets) else [])]


def _minutes(length: Micros) -> str:
    return _decimal(Decimal(length) / MINUTE)


def _decimal(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
