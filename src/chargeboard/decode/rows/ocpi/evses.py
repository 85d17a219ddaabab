"""How was an EVSE, as a party of OCPI said?"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import Words
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.reasons import Oddity
from chargeboard.vocabularies.ocpi import EvseStatus

_STATUS: Final = Words("status", " ".join(EvseStatus))
_MEANT: Final[dict[str, str]] = {
    EvseStatus.AVAILABLE: "Available",
    # somebody stands there and does not charge
    EvseStatus.BLOCKED: "Occupied",
    EvseStatus.CHARGING: "Charging",
    EvseStatus.INOPERATIVE: "Unavailable",
    EvseStatus.OUTOFORDER: "Faulted",
    EvseStatus.RESERVED: "Reserved",
}
"""Others say that its state is not known: they stay as they are."""


class Evse(msgspec.Struct):
    """An EVSE of a Location."""

    socket: Connector | None = None
    status: str | None = None


_EVSE = Form(Evse)


def tell_evse(row: Raw, notes: Notes) -> None:
    """A status of the whole EVSE, from when the row is of."""
    said = _EVSE.read(row, notes)
    if said is None:
        return
    if said.socket is None or not said.status:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="socket" if said.status else "status")
        return
    status = notes.spelled(_STATUS, said.status)
    now = notes.received_at
    notes.tell(StatusReported(now, now, said.socket, _MEANT.get(status, status), "NoError"))
