"""
How are rows of OCPP.Core written down as rows of ours?

A transaction twice: as it began, and as it ended. How a connector is comes as its status and its meter, each
at its own instant. Times of transactions are UTC; those of connectors are wall clock of whatever zone the
charger wrote, which OCPP.Core leaves out: they count where they fit when the row was seen to change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from chargeboard.capture.formats.reading import LineError
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import MINUTE, Instant, instant_of

Told: TypeAlias = Sequence[Any]
"""A row as the database gives it."""


class Seen(NamedTuple):
    """When a row was seen to be as it is."""

    now: Instant
    since: Instant | None
    """It was another one then; None: nobody looked for long."""


Make: TypeAlias = Callable[[Told, Seen], Frame | None]
FIRST: Final = instant_of(datetime(2015, 1, 1, tzinfo=UTC))
"""What is stamped before, a clock stamped that was never set (T5)."""
STOPPED_AT: Final = 9
_ENCODE: Final = msgspec.json.Encoder().encode


def start(told: Told, seen: Seen) -> Frame | None:
    """A transaction began."""
    number, uid, station, connector, token, at, meter, result, *_ = told
    columns = {
        **_names(number, uid),
        "connector_id": connector,
        "id_tag": token,
        "start_time": _stamp(at),
        "meter_start": meter,
        "start_result": result,
    }
    return _turn(station, at, columns, seen)


def stop(told: Told, seen: Seen) -> Frame | None:
    """A transaction ended; None while it goes on."""
    number, uid, station, connector, _, _, _, _, token, at, meter, reason = told
    if at is None:
        return None
    columns = {
        **_names(number, uid),
        "connector_id": connector,
        "id_tag": token,
        "stop_time": _stamp(at),
        "meter_stop": meter,
        "stop_reason": reason,
    }
    return _turn(station, at, columns, seen)


def meters(found: Iterable[Told], seen: Seen) -> Iterator[Frame]:
    """What the meters of 2.x transactions read that go on: OCPP.Core writes down no time of it."""
    for number, uid, station, place, *_, meter, _ in found:
        if station and uid and meter is not None:
            columns = {**_names(number, uid), "connector_id": place, "meter_stop": meter}
            yield _frame(station, seen.now, "transactions", columns)


def connectors(found: Iterable[Told], seen: Seen) -> Iterator[Frame]:
    """How connectors are, and what their meters read."""
    for station, place, status, status_at, meter, meter_at in found:
        if status is not None:
            columns = {"connector_id": place, "last_status": status, "last_status_time": _wall(status_at)}
            yield _frame(station, _seen_at(status_at, seen), "connector_status", columns)
        if meter is not None:
            columns = {"connector_id": place, "last_meter": str(meter), "last_meter_time": _wall(meter_at)}
            yield _frame(station, _seen_at(meter_at, seen), "connector_status", columns)


def _turn(station: str | None, stamp: str | None, columns: dict[str, object], seen: Seen) -> Frame | None:
    at = _instant(stamp)
    if not station:
        return None
    if at is None or at < FIRST:
        if seen.since is None:
            raise LineError("not_a_time", text=stamp or "null")
        at = seen.now
    return _frame(station, min(at, seen.now), "transactions", columns)


def _seen_at(stamp: str | None, seen: Seen) -> Instant:
    at = _instant(stamp)
    first = FIRST if seen.since is None else seen.since - MINUTE
    return seen.now if at is None or not first <= at <= seen.now else at


def _names(number: int, uid: str | None) -> dict[str, object]:
    """In 2.x the charger gave the name by which it is known, and it stands first."""
    return {"ocpp_transaction_id": uid, "transaction_id": number} if uid else {"transaction_id": number}


def _frame(station: str, at: Instant, table: str, columns: dict[str, Any]) -> Frame:
    return Frame(station, at, "row", _ENCODE(["ocpp_core", table, columns]).decode(), "")


def _instant(text: str | None) -> Instant | None:
    try:
        return None if text is None else instant_of(datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:
        return None


def _stamp(text: str | None) -> str | None:
    return None if text is None else f"{text.replace(' ', 'T')}Z"


def _wall(text: str | None) -> str | None:
    return None if text is None else text.replace(" ", "T")
