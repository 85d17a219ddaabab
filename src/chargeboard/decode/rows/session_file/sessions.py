"""When did a session begin and end, and how much energy did it give, as a file has it?"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form, number
from chargeboard.decode.meters.measurands import energy
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import REASON_2, REASON_16
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import SessionTold
from chargeboard.domain.reasons import Oddity


class Session(msgspec.Struct, gc=False):
    """A row of `session`."""

    id: str | None = None
    """As the file has it; without one its start and its socket name a session."""
    socket: Connector | None = None
    start: str | None = None
    end: str | None = None
    energy_wh: str | None = None
    reason: str | None = None
    id_tag: str | None = None


_SESSION = Form(Session)


def tell_session(row: Raw, notes: Notes) -> None:
    """A session, whole; one without an instant that can be believed tells nothing."""
    said = _SESSION.read(row, notes)
    if said is None:
        return
    if said.start is None or said.end is None:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="end" if said.start else "start")
        return
    (start, is_start_guessed, _), (end, is_end_guessed, _) = notes.when(said.start), notes.when(said.end)
    if is_start_guessed or is_end_guessed:
        return
    notes.tell(
        SessionTold(
            start,
            notes.received_at,
            said.id or f"{said.start}/{said.socket or ''}",
            said.socket or None,
            end,
            None if said.energy_wh is None else energy(number(said.energy_wh), "energy_wh", notes),
            _reason(said.reason),
            said.id_tag or "",
            source="session_file",
        )
    )


def _reason(said: str | None) -> str:
    """By the standard where it has the word; portals have words of their own, which is not odd."""
    if not said:
        return ""
    return REASON_16.spell(said) or REASON_2.spell(said) or said
