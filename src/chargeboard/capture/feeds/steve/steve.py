"""
What is SteVe, and which of its two schemas is it?

Up to 3.12 a connector is a `connector`, since 3.13 an `evse`; all else that is read is the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.feeds.steve.words import say
from chargeboard.capture.feeds.words import say as say_of_feeds

_QUERIES: Final = {
    file.stem: file.read_text(encoding="utf-8") for file in Path(__file__).with_name("queries").glob("*.sql")
}
_TOPOLOGY: Final = re.compile(r"(?:where| and) e\.topology_source = 'ocpp1'")
_EVSE: Final = re.compile(r"\bevse(?=\b|_pk|_id)")
_READ: Final = {
    "charge_box": (
        "charge_box_id", "ocpp_protocol", "charge_point_vendor", "charge_point_model",
        "charge_point_serial_number", "fw_version",
    ),
    "connector_status": (
        "evse_pk", "status_timestamp", "status", "error_code", "error_info", "vendor_id", "vendor_error_code",
    ),
    "connector_meter_value": (
        "evse_pk", "transaction_pk", "value_timestamp", "value", "reading_context", "format", "measurand",
        "location", "unit", "phase",
    ),
    "transaction_start": (
        "transaction_pk", "event_timestamp", "evse_pk", "id_tag", "start_timestamp", "start_value",
    ),
    "transaction_stop": (
        "transaction_pk", "event_timestamp", "event_actor", "stop_timestamp", "stop_value", "stop_reason",
    ),
    "transaction_stop_failed": (
        "transaction_pk", "charge_box_id", "event_timestamp", "event_actor", "stop_timestamp", "stop_value",
        "stop_reason", "fail_reason",
    ),
    "ocpp_tag": ("id_tag", "max_active_transaction_count", "expiry_date"),
}  # fmt: skip


def queries(columns: Mapping[str, set[str]]) -> Mapping[str, str]:
    """
    What is asked of a database with these columns, by the table.

    Raises: FeedError where it is none of SteVe, or of no version that is known.
    """
    is_new = "evse" in columns
    places: dict[str, tuple[str, ...]] = {"evse": ("evse_pk", "charge_box_id", "evse_id", "topology_source")}
    if not is_new:
        places = {"connector": ("connector_pk", "charge_box_id", "connector_id")}
    for table, named in (places | _READ).items():
        own = [_older(name) if not is_new else name for name in named]
        if table not in columns:
            raise FeedError(say_of_feeds("no_table", table=table, system=say("title")), is_lasting=True)
        if missing := [name for name in own if name not in columns[table]]:
            told = {"table": table, "columns": ", ".join(missing), "system": say("title")}
            raise FeedError(say_of_feeds("unknown_version", **told), is_lasting=True)
    return _QUERIES if is_new else {name: _older(sql) for name, sql in _QUERIES.items()}


def _older(text: str) -> str:
    return _EVSE.sub("connector", _TOPOLOGY.sub("", text))


def _open(url: str, name: str) -> OpenFeed:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.mysql import ReadOnly  # noqa: PLC0415 - it may not be there
    from chargeboard.capture.feeds.steve.reading import Reading  # noqa: PLC0415

    return Reading(ReadOnly(url, say("title")), name, queries)


KIND = Kind(
    name="steve",
    title=lambda: say("title"),
    example="mysql://reader@db.example.org/stevedb",
    schemes=("mysql", "mariadb"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("pymysql", "mysql"),
)
