"""
Which group of tokens are master passes?

A 2.x station is told by a setting; any token of that group stops a session, and starts none (2.0.1 C16).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.intervals import Report, SetVariables, Value
from chargeboard.decode.notes import Notes
from chargeboard.decode.v2.payloads import Variable

_NAME = "masterpassgroupid"
_SET, _REPORT = Form(SetVariables), Form(Report)


def note_set(payload: Raw, notes: Notes) -> None:
    """The CSMS sets the group; it holds for all its stations, whether or not this one takes it."""
    said = _SET.read(payload, notes) if _names_it(payload) else None
    for variable in (said.set_variable_data if said is not None else None) or ():
        _note(variable.variable, [variable.attribute_value], notes)


def note_report(payload: Raw, notes: Notes) -> None:
    """The station reports the group."""
    said = _REPORT.read(payload, notes) if _names_it(payload) else None
    for variable in (said.report_data if said is not None else None) or ():
        _note(variable.variable, (attribute.value for attribute in variable.variable_attribute or ()), notes)


def _note(variable: Variable | None, values: Iterable[Value | None], notes: Notes) -> None:
    if variable is not None and (variable.name or "").lower() == _NAME:
        notes.pairing.master_group = next((str(value) for value in values if value), "")


def _names_it(payload: Raw) -> bool:
    return _NAME.encode() in bytes(payload).lower()
