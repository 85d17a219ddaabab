"""Which reports of files and of security are problems? Both generations of the protocol say them alike."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw

from chargeboard.decode.forms import Form, Whole
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import SECURITY, SECURITY_CRITICAL, TRANSFER
from chargeboard.domain.codes import ProblemGroup
from chargeboard.domain.facts import ProblemTold
from chargeboard.domain.reasons import Oddity

_FAILED = frozenset(
    {
        "DownloadFailed",
        "InstallationFailed",
        "InstallVerificationFailed",
        "InvalidSignature",
        "UploadFailed",
        "UploadFailure",
        "BadMessage",
        "NotSupportedOperation",
        "PermissionDenied",
        "InvalidChecksum",
        "PublishFailed",
    }
)


class TransferStatus(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Firmware, diagnostics and log status; of a local controller what it publishes."""

    status: str | None = None
    request_id: Whole | None = None
    status_info: Any = None
    location: Any = None
    custom_data: Any = None


class SecurityEvent(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """SecurityEventNotification."""

    type: Annotated[str, Meta(max_length=50)] | None = None
    timestamp: str | None = None
    tech_info: Annotated[str, Meta(max_length=255)] | None = None
    custom_data: Any = None


_TRANSFER = Form(TransferStatus)
_SECURITY = Form(SecurityEvent)


def tell_transfer(payload: Raw, notes: Notes) -> None:
    """A transfer that failed is a problem; progress is not."""
    said = _TRANSFER.read(payload, notes)
    if said is None:
        return
    if not said.status:
        notes.nonconformant(Oddity.MISSING, field="status")
        return
    status = notes.spelled(TRANSFER, said.status)
    # a word of the vendor's own that says failed is believed, and shown as said
    if status in _FAILED or (status not in TRANSFER and status.lower().endswith(("failed", "failure"))):
        notes.tell(ProblemTold(notes.received_at, notes.received_at, ProblemGroup.TRANSFER, 0, status))


def tell_security(payload: Raw, notes: Notes) -> None:
    """Events on the critical list of the standard's appendix; the others are information (2.7)."""
    said = _SECURITY.read(payload, notes)
    if said is None:
        return
    if not said.type:
        notes.nonconformant(Oddity.MISSING, field="type")
        return
    event = SECURITY.spell(said.type) or said.type
    if event not in SECURITY_CRITICAL:
        return
    at, _, stated_at = notes.when(said.timestamp)
    notes.report(
        ProblemTold(
            at,
            notes.received_at,
            ProblemGroup.SECURITY,
            0,
            event,
            info=said.tech_info or "",
            stated_at=stated_at,
        ),
        said.timestamp,
    )
