"""How was a connector, and what did its meter read, as OCPP.Core wrote it down last?"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.meters.measurands import energy
from chargeboard.decode.notes import Notes
from chargeboard.decode.rows.ocpp_core.registers import wh
from chargeboard.decode.spelling import Words
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import Sampled, StatusReported
from chargeboard.domain.reasons import Oddity


class ConnectorStatus(msgspec.Struct, gc=False):
    """Of a row of `ConnectorStatus` its status, or its meter; their times have lost their zone."""

    connector_id: Connector | None = None
    last_status: str | None = None
    last_meter: str | None = None
    """kWh."""


_CONNECTOR: Final = Form(ConnectorStatus)
_KNOWN: Final = ("Available", "Occupied", "Unavailable", "Faulted")
_STATUS: Final = Words("last_status", " ".join(_KNOWN))


def tell_connector(row: Raw, notes: Notes) -> None:
    """Its status or its register, from when the row is of."""
    said = _CONNECTOR.read(row, notes)
    if said is None:
        return
    now = notes.received_at
    if said.connector_id is None or (said.last_status is None and said.last_meter is None):
        missing = "last_status" if said.connector_id is not None else "connector_id"
        notes.nonconformant(Oddity.MISSING, rule="Q13", field=missing)
        return
    if said.last_status:
        status = notes.spelled(_STATUS, said.last_status)
        notes.tell(StatusReported(now, now, said.connector_id, status, "NoError"))
    if said.last_meter is not None:
        register_wh = energy(wh(said.last_meter), "last_meter", notes)
        if register_wh is not None:
            notes.tell(Sampled(now, now, said.connector_id, "", register_wh))
