"""How was a connector, as SteVe wrote it down?"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import ERROR_16, STATUS_16
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.reasons import Oddity


class Status(msgspec.Struct, gc=False):
    """A row of `connector_status`."""

    connector_id: Connector | None = None
    status_timestamp: str | None = None
    status: str | None = None
    error_code: str | None = None
    error_info: str | None = None
    vendor_id: str | None = None
    vendor_error_code: str | None = None


_STATUS = Form(Status)
_WRITTEN_AT = {"Charging": "start", "Available": "stop"}
"""What SteVe writes by itself with a row of a transaction, at the very instant of that."""


def tell_status(row: Raw, notes: Notes) -> None:
    """A status that the charger reported; what SteVe wrote by itself tells no more than the transaction."""
    said = _STATUS.read(row, notes)
    if said is None or _is_of_steve(said, notes):
        return
    if said.connector_id is None or not said.status:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="connector_id" if said.status else "status")
        return
    at, clock_repaired, stated_at = notes.when(said.status_timestamp)
    notes.tell(
        StatusReported(
            at,
            notes.received_at,
            said.connector_id,
            notes.spelled(STATUS_16, said.status),
            notes.spelled(ERROR_16, said.error_code) or "NoError",
            said.vendor_error_code or "",
            said.vendor_id or "",
            said.error_info or "",
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        )
    )


def _is_of_steve(said: Status, notes: Notes) -> bool:
    turn = _WRITTEN_AT.get(said.status or "")
    if turn is None or said.error_code != "NoError" or said.error_info or said.vendor_id:
        return False
    written_at = notes.pairing.turns.get(f"{said.connector_id}/{turn}")
    return written_at is not None and written_at == said.status_timestamp
