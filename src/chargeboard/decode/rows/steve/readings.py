"""What did a meter read, as SteVe wrote it down?"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form, Whole
from chargeboard.decode.meters.measurands import MeterValue, SampledValue
from chargeboard.decode.meters.repeated import Wording, listen, read_again
from chargeboard.decode.meters.samples import tell_samples
from chargeboard.decode.notes import Notes
from chargeboard.decode.v16.payloads import Connector


class Value(msgspec.Struct, gc=False):
    """What sets the rows of one instant apart; an absent unit is Wh, an absent measurand the register."""

    value: str | None = None
    reading_context: str | None = None
    format: str | None = None
    measurand: str | None = None
    location: str | None = None
    unit: str | None = None
    phase: str | None = None


class Readings(msgspec.Struct, gc=False):
    """Rows of `connector_meter_value` that one connector's meter told of one instant."""

    connector_id: Connector | None = None
    transaction_pk: Whole | None = None
    value_timestamp: str | None = None
    values: list[Value] | None = None


_READINGS = Form(Readings)
_WORDING = Wording.of_rows("value_timestamp", "connector_id", "transaction_pk")


def tell_readings(row: Raw, notes: Notes) -> None:
    """One fact for the instant."""
    again = read_again(notes.frame)
    if again is not None:
        form, found = again
        form.tell(found, notes)
        return
    said = _READINGS.read(row, notes)
    if said is None:
        return
    sampled = [
        SampledValue(
            value=one.value,
            context=one.reading_context,
            measurand=one.measurand,
            phase=one.phase,
            location=one.location,
            unit=one.unit,
            format=one.format,
        )
        for one in said.values or ()
    ]
    transaction_id = "" if said.transaction_pk is None else str(said.transaction_pk)
    told = [MeterValue(said.value_timestamp, sampled)]
    tell_samples(told, said.connector_id, transaction_id, notes, is_v2=False)
    listen(notes, lambda: told, _WORDING)
