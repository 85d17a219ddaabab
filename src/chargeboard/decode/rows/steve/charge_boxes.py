"""What is a charger, as SteVe has it of its last start? When that was SteVe does not say."""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.notes import Notes
from chargeboard.domain.facts import Booted


class ChargeBox(msgspec.Struct):
    """A row of `charge_box`."""

    charge_point_vendor: str | None = None
    charge_point_model: str | None = None
    charge_point_serial_number: str | None = None
    fw_version: str | None = None


_CHARGE_BOX = Form(ChargeBox)


def tell_charge_box(row: Raw, notes: Notes) -> None:
    """Its maker, model and firmware; that it started is not told."""
    said = _CHARGE_BOX.read(row, notes)
    if said is None or said == ChargeBox():
        return
    notes.tell(
        Booted(
            notes.received_at,
            notes.received_at,
            said.charge_point_vendor or "",
            said.charge_point_model or "",
            said.charge_point_serial_number or "",
            said.fw_version or "",
            is_start=False,
        )
    )
