"""
What was charged, as a party of OCPI said?

A Session is told while it goes on, and once more by each CDR that bills it; both are one, by the id of the
Session. What is billed holds, until a credit CDR takes it back. Energies are kWh, durations hours.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Figure, Form, number
from chargeboard.decode.meters.measurands import energy
from chargeboard.decode.notes import Notes
from chargeboard.decode.rows.ocpi.moments import when
from chargeboard.decode.rows.ocpi.periods import Period, course
from chargeboard.decode.spelling import Words
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import SessionTold
from chargeboard.domain.reasons import Oddity
from chargeboard.time.instants import HOUR, Instant
from chargeboard.vocabularies.ocpi import SessionStatus


class Token(msgspec.Struct):
    """Who charged; its uid is hidden before a row is kept."""

    uid: str | None = None


class Session(msgspec.Struct):
    """A Session."""

    socket: Connector | None = None
    transaction_id: str | None = None
    start_date_time: str | None = None
    end_date_time: str | None = None
    kwh: Figure | None = None
    cdr_token: Token | None = None
    status: str | None = None
    charging_periods: list[Period] | None = None


class Cdr(msgspec.Struct):
    """A CDR."""

    socket: Connector | None = None
    country_code: str | None = None
    party_id: str | None = None
    id: str | None = None
    transaction_id: str | None = None
    start_date_time: str | None = None
    end_date_time: str | None = None
    total_energy: Figure | None = None
    total_time: Figure | None = None
    cdr_token: Token | None = None
    credit: bool | None = None
    charging_periods: list[Period] | None = None
    credit_reference_id: str | None = None


_SESSION, _CDR = Form(Session), Form(Cdr)
_STATUS: Final = Words("status", " ".join(SessionStatus))
_NOT_BEGUN: Final = frozenset({SessionStatus.PENDING, SessionStatus.RESERVATION})
_OVER: Final = frozenset({SessionStatus.COMPLETED, SessionStatus.INVALID})
_WH_OF_KWH: Final = Decimal(1000)


def tell_session(row: Raw, notes: Notes) -> None:
    """A session as it stands; one that never began, or is void and delivered nothing, is none."""
    said = _SESSION.read(row, notes)
    if said is None:
        return
    key = said.transaction_id
    if not key:
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="id")
        return
    status = notes.spelled(_STATUS, said.status)
    energy_wh = _energy_wh(said.kwh, "kwh", notes)
    if status in _NOT_BEGUN and not energy_wh:
        return
    start = when(said.start_date_time, notes)
    end = when(said.end_date_time, notes) if said.end_date_time else None
    if status in _OVER and end is None:
        notes.nonconformant(Oddity.MISSING, field="end_date_time")
        end = notes.received_at
    _see_that_it_grows(key, said.socket, energy_wh, notes)
    charged, peak_w = course(said.charging_periods, start, end or notes.received_at, energy_wh, notes)
    notes.tell(
        SessionTold(
            start,
            notes.received_at,
            key,
            said.socket,
            end if status in _OVER else None,
            energy_wh,
            token=_token(said.cdr_token),
            is_void=status == SessionStatus.INVALID and not energy_wh,
            source="ocpi",
            charged=charged,
            peak_w=peak_w,
        )
    )


def tell_cdr(row: Raw, notes: Notes) -> None:
    """A session that is billed, or whose bill is taken back."""
    said = _CDR.read(row, notes)
    if said is None:
        return
    credited = said.credit_reference_id if said.credit else None
    if not said.id or not said.transaction_id or (said.credit and not credited):
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="credit_reference_id" if said.id else "id")
        return
    start = when(said.start_date_time, notes)
    end, energy_wh = _end_of(said, start, notes), _energy_wh(said.total_energy, "total_energy", notes)
    charged, peak_w = course(None if credited else said.charging_periods, start, end, energy_wh, notes)
    notes.tell(
        SessionTold(
            start,
            notes.received_at,
            said.transaction_id,
            said.socket,
            end,
            energy_wh,
            token=_token(said.cdr_token),
            bill=_name(said, said.id),
            takes_back=_name(said, credited) if credited else "",
            source="ocpi",
            charged=charged,
            peak_w=peak_w,
        )
    )


def _end_of(said: Cdr, start: Instant, notes: Notes) -> Instant:
    """Where it is not told, as long after the start as it lasted."""
    if said.end_date_time:
        return when(said.end_date_time, notes)
    notes.nonconformant(Oddity.MISSING, field="end_date_time")
    lasted_h = number(said.total_time)
    if lasted_h is None or lasted_h < 0:
        return notes.received_at
    return min(notes.received_at, start + round(lasted_h * HOUR))


def _name(said: Cdr, name: str) -> str:
    """Unique among all parties; ids of OCPI do not differ by the case of their letters."""
    return f"{said.country_code}*{said.party_id}*{name}".upper()


def _token(token: Token | None) -> str:
    return token.uid or "" if token is not None else ""


def _energy_wh(said: Figure | None, field: str, notes: Notes) -> Decimal | None:
    kwh = number(said)
    return energy(None if kwh is None else kwh * _WH_OF_KWH, field, notes)


def _see_that_it_grows(key: str, socket: int | None, energy_wh: Decimal | None, notes: Notes) -> None:
    """What was charged cannot become less; what was told last holds all the same."""
    place, told = f"{socket}/energy", notes.pairing.turns
    known, _, before = told.get(place, "").rpartition("=")
    if known == key and before and energy_wh is not None and energy_wh < Decimal(before):
        notes.nonconformant(Oddity.ENERGY_FELL, f"{before} -> {energy_wh}", field="kwh")
    told[place] = f"{key}={'' if energy_wh is None else energy_wh}"
