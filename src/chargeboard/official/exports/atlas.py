"""
The EV charging use specification of Atlas Public Policy: sessions, outages and uptime as JSON.

Fields, types, ranges and words as the published JSON schemas have them (clean-energy-tools/
ev-charging-use-specification-code, 8a90996, read 2026-11-29), restated. All fields of a document have to be
there and none may be null. Durations are ISO 8601, minutes have fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from chargeboard.domain.conclusions import Reading
from chargeboard.official.exports.columns import Fault, FaultCode
from chargeboard.official.uptime.sums import Sums, uptime_pct
from chargeboard.time.instants import MINUTE, SECOND, Micros, text_of
from chargeboard.time.spans import Span

Document: TypeAlias = dict[str, object]

_Duration: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+[DW])?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")
]
Positive: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
_Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Percent: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=100)]
Text: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
PaymentType: TypeAlias = Literal[
    "cash",
    "credit_card_terminal",
    "membership",
    "application",
    "phone",
    "plug-charge",
    "roaming",
    "other",
]


class AtlasSession(msgspec.Struct):
    """A session that is over, from plug to plug."""

    session_id: Text
    port_id: Text
    plug_start_datetime: datetime
    plug_end_datetime: datetime
    charge_start_datetime: datetime
    charge_end_datetime: datetime
    session_duration: _Duration
    charging_duration: _Duration
    energy_kwh: Positive
    peak_kw: Positive
    total_fee_charged: Positive
    energy_fee: Positive
    session_fee: Positive
    time_fee: Positive
    user_id: Text
    successful_completion: bool
    ended_by: Text
    start_soc: _Share
    end_soc: _Share
    error_code: str
    payment_type: PaymentType


class AtlasOutage(msgspec.Struct):
    """An outage of a port that counts, or that is exempted."""

    outage_id: Text
    port_id: Text
    station_id: Text
    outage_start: datetime
    outage_end: datetime
    outage_duration: _Duration
    outage_cause: Text
    exempted_outage: bool


class AtlasUptime(msgspec.Struct):
    """The uptime of a port in a month."""

    port_id: Text
    station_id: Text
    uptime_period_start: datetime
    uptime_period_end: datetime
    report_yr_mon: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
    uptime_pct: _Percent
    outage_total: Positive
    outage_excluded: Positive


KINDS: Final[Mapping[str, type[msgspec.Struct]]] = {
    "sessions": AtlasSession,
    "outages": AtlasOutage,
    "uptime": AtlasUptime,
}
FEES: Final = ("energy_fee", "session_fee", "time_fee")


def faults(kind: type[msgspec.Struct], documents: Iterable[Document]) -> list[Fault]:
    """All that the schema of a kind would refuse; documents are counted from 1."""
    fields = msgspec.structs.fields(kind)
    return [
        Fault(line, field.encode_name, code)
        for line, document in enumerate(documents, 1)
        for field in fields
        if field.required or field.encode_name in document
        if (code := _fault(document.get(field.encode_name), field.type)) is not None
    ]


def _fault(value: object, wanted: object) -> FaultCode | None:
    if value is None or (value == "" and wanted is not str):
        return FaultCode.EMPTY
    try:
        msgspec.convert(value, wanted, strict=True)
    except msgspec.ValidationError:
        return FaultCode.NOT_ALLOWED
    return None


def fee(text: str) -> Decimal | None:
    """A declared amount; None where nobody said one."""
    try:
        amount = Decimal(text)
    except ArithmeticError:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def flowing(readings: Iterable[Reading]) -> list[Span]:
    """When energy flowed: between readings of which the later one tells more."""
    return [
        Span(one.at, later.at)
        for one, later in pairwise(readings)
        if later.at > one.at and later.energy_wh > one.energy_wh
    ]


def duration_text(length: Micros) -> str:
    """As ISO 8601 has it, in seconds."""
    whole, part = divmod(length, SECOND)
    return f"PT{whole}.{part:06}S" if part else f"PT{whole}S"


def outage_document(
    station_id: str, port_id: str, span: Span, causes: Iterable[str], *, is_exempted: bool
) -> Document:
    """An outage, as far as it lies in the month that is told of."""
    start = text_of(span.start)
    return {
        "outage_id": f"{port_id}:{start}",
        "port_id": port_id,
        "station_id": station_id,
        "outage_start": start,
        "outage_end": text_of(span.end),
        "outage_duration": duration_text(span.length),
        "outage_cause": ",".join(causes),
        "exempted_outage": is_exempted,
    }


def uptime_document(station_id: str, port_id: str, span: Span, month: str, sums: Sums) -> Document:
    """A port's month, `month` as `2026-10`."""
    return {
        "port_id": port_id,
        "station_id": station_id,
        "uptime_period_start": text_of(span.start),
        "uptime_period_end": text_of(span.end),
        "report_yr_mon": month.replace("-", ""),
        "uptime_pct": uptime_pct(sums),
        "outage_total": sums.outage / MINUTE,
        "outage_excluded": sums.excluded / MINUTE,
    }


class AtlasCharged(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a session; None, or nothing: not known."""

    key: str
    port_id: str
    plugged: Span
    flowed: list[Span]
    energy_wh: Decimal | None
    peak_w: float | None
    """Below 0 where the car only fed back; such a session drew nothing, so its peak is told as 0."""
    user_id: str
    ended_well: bool
    ended_by: str
    start_soc_pct: float | None
    end_soc_pct: float | None
    errors: tuple[str, ...]


def session_document(one: AtlasCharged, fees: Mapping[str, str], payment_type: str) -> Document:
    """A session; what it cost is what the declared fees come to."""
    known = {name: fee(fees[name]) for name in FEES}
    kwh = None if one.energy_wh is None else one.energy_wh / 1000
    flowed = one.flowed
    return {
        "session_id": one.key,
        "port_id": one.port_id,
        "plug_start_datetime": text_of(one.plugged.start),
        "plug_end_datetime": text_of(one.plugged.end),
        "charge_start_datetime": text_of(flowed[0].start) if flowed else None,
        "charge_end_datetime": text_of(flowed[-1].end) if flowed else None,
        "session_duration": duration_text(one.plugged.length),
        "charging_duration": duration_text(sum(span.length for span in flowed)),
        "energy_kwh": _number(kwh),
        "peak_kw": None if one.peak_w is None else max(0, one.peak_w) / 1000,
        "total_fee_charged": _number(_cost(kwh, one.plugged, known)),
        **{name: _number(amount) for name, amount in known.items()},
        "user_id": one.user_id,
        "successful_completion": one.ended_well,
        "ended_by": one.ended_by,
        "start_soc": None if one.start_soc_pct is None else one.start_soc_pct / 100,
        "end_soc": None if one.end_soc_pct is None else one.end_soc_pct / 100,
        "error_code": ",".join(one.errors),
        "payment_type": payment_type,
    }


def missing(kind: str, station_id: str, said: Mapping[str, str], *, has_ports: bool) -> list[str]:
    """Which settings have to be said before documents of a kind can be handed in."""
    wanted = [*FEES, "payment_type"] if kind == "sessions" else []
    found = [] if kind == "sessions" or station_id else ["station_id"]
    found += [] if has_ports else ["port_ids"]
    return [*found, *(name for name in wanted if not said[name])]


def _cost(kwh: Decimal | None, plugged: Span, fees: Mapping[str, Decimal | None]) -> Decimal | None:
    of_kwh, of_session, of_minute = (fees[name] for name in FEES)
    if kwh is None or of_kwh is None or of_session is None or of_minute is None:
        return None
    return round(kwh * of_kwh + of_session + of_minute * plugged.length / MINUTE, 2)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
