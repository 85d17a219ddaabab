"""
Which 1.6 DataTransfer is an ISO 15118 Authorize?

1.6 has no message for a car that names its own contract; the OCA's application note carries the messages of
2.x in DataTransfer instead, as JSON in a string.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.notes import Notes
from chargeboard.decode.v2.payloads import Authorize
from chargeboard.domain.facts import TokenShown

VENDOR = b"iso15118pnc"
"""How the vendor id of the application note ends: org.openchargealliance.iso15118pnc."""


class Transfer(msgspec.Struct, rename="camel"):
    """DataTransfer."""

    vendor_id: str | None = None
    message_id: str | None = None
    data: Any = None


class BareToken(msgspec.Struct, rename="camel"):
    """The application note's own form: the token is text."""

    id_token: str | None = None


_TRANSFER, _AUTHORIZE = Form(Transfer), Form(Authorize)
_BARE = msgspec.json.Decoder(BareToken)


def carried_in(data: object) -> Raw:
    """The payload inside a payload: JSON in a string, or JSON as it is."""
    return Raw(data.encode("utf-8", "replace") if isinstance(data, str) else msgspec.json.encode(data or {}))


def tell_carried(payload: Raw, notes: Notes) -> None:
    """A car named its contract; every other DataTransfer says nothing that any figure needs."""
    if VENDOR not in bytes(payload):
        return
    said = _TRANSFER.read(payload, notes)
    if said is None or said.message_id != "Authorize":
        return
    notes.expect_answer("DataTransfer")
    token = _token_of(carried_in(said.data), notes)
    notes.tell(TokenShown(notes.received_at, notes.received_at, notes.ref, token))


def _token_of(payload: Raw, notes: Notes) -> str:
    try:
        return _BARE.decode(payload).id_token or ""
    except UNREADABLE:
        said = _AUTHORIZE.read(payload, notes)
        return (said.id_token.id_token if said is not None and said.id_token is not None else None) or ""
