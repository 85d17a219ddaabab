"""
How are rows of SteVe written down as rows of ours?

As they are, their columns by the names of the older schema. Readings of one connector, transaction and
instant come together. `at` is the charger's own stamp where that can be, and never later than the receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from chargeboard.capture.formats.reading import LineError, protocol_of
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant, instant_of

Told: TypeAlias = Sequence[Any]
"""A row as the database gives it, behind the number of its connector."""


class Place(NamedTuple):
    """A connector of a charger."""

    station: str
    protocol: str
    """As SteVe writes it."""
    connector: int | None


FIRST: Final = instant_of(datetime(2015, 1, 1, tzinfo=UTC))
"""What is stamped before, a clock stamped that was never set (T5)."""
_VALUE: Final = ("value", "reading_context", "format", "measurand", "location", "unit", "phase")
_STATUS: Final = ("connector_id", "status_timestamp", "status", "error_code", "error_info", "vendor_id",
                  "vendor_error_code")  # fmt: skip
_CHARGE_BOX: Final = ("charge_point_vendor", "charge_point_model", "charge_point_serial_number", "fw_version")
_ENCODE: Final = msgspec.json.Encoder().encode


def instant(text: str | None) -> Instant | None:
    """A time as the database's text has it, which is UTC whatever its zone is."""
    if text is None:
        return None
    try:
        return instant_of(datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:
        raise LineError("not_a_time", text=text) from None


def start(place: Place, told: Told) -> Frame:
    """A transaction began."""
    number, token, began, heard, value, most, expires = told
    columns = {
        "transaction_pk": number,
        "connector_id": place.connector,
        "id_tag": token,
        "start_timestamp": _stamp(began),
        "event_timestamp": _stamp(heard),
        "start_value": value,
        "max_active_transaction_count": most,
        "expiry_date": _stamp(expires),
    }
    return _frame(place, _at(began, heard), "transaction_start", columns)


def stop(place: Place, told: Told) -> Frame:
    """A transaction ended; who ended it by hand did so when that was written down."""
    number, actor, ended, heard, value, reason = told
    columns = {
        "transaction_pk": number,
        "connector_id": place.connector,
        "event_actor": actor,
        "stop_timestamp": _stamp(ended),
        "event_timestamp": _stamp(heard),
        "stop_value": value,
        "stop_reason": reason,
    }
    at = _at(None if actor == "manual" else ended, heard)
    return _frame(place, at, "transaction_stop", columns)


def failed_stop(place: Place, told: Told) -> Frame:
    """A stop that SteVe did not take."""
    number, actor, ended, heard, value, reason, why = told
    columns = {
        "transaction_pk": number,
        "event_actor": actor,
        "stop_timestamp": _stamp(ended),
        "event_timestamp": _stamp(heard),
        "stop_value": value,
        "stop_reason": reason,
        "fail_reason": why,
    }
    return _frame(place, _at(None, heard), "transaction_stop_failed", columns)


def status(place: Place, told: Told) -> Frame:
    """A connector was so."""
    at, *said = told
    columns = dict(zip(_STATUS, (place.connector, _stamp(at), *said), strict=True))
    return _frame(place, _at(at, None), "connector_status", columns)


def charge_box(told: Told, at: Instant) -> Frame:
    """What a charger is since it was seen to be that; its start is not written down."""
    station, protocol, *said = told
    return _frame(Place(station, protocol, None), at, "charge_box", dict(zip(_CHARGE_BOX, said, strict=True)))


def readings(places: Mapping[int | str, Place], values: Iterable[Told]) -> Iterator[Frame]:
    """What each meter read at each instant."""
    # the table has no order of its own, and the same rows are to give the same text
    ordered = sorted(values, key=lambda told: [("" if one is None else str(one)) for one in told])
    for (number, transaction, at), group in groupby(ordered, itemgetter(0, 1, 2)):
        place = places.get(number)
        if place is None:
            continue
        columns = {
            "connector_id": place.connector,
            "transaction_pk": transaction,
            "value_timestamp": _stamp(at),
            "values": [
                {name: said for name, said in zip(_VALUE, told[3:], strict=True) if said is not None}
                for told in group
            ],
        }
        yield _frame(place, _at(at, None), "connector_meter_value", columns)


def _frame(place: Place, at: Instant, table: str, columns: dict[str, object]) -> Frame:
    text = _ENCODE(["steve", table, columns]).decode()
    return Frame(place.station, at, "row", text, "", protocol_of(place.protocol))


def _at(own: str | None, heard: str | None) -> Instant:
    known = [at for at in (instant(own), instant(heard)) if at is not None and at >= FIRST]
    if not known:
        raise LineError("not_a_time", text=own or heard or "null")
    return min(known)


def _stamp(text: str | None) -> str | None:
    return None if text is None else f"{text.replace(' ', 'T')}Z"
