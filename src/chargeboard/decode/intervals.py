"""
How often did a charger and its CSMS agree to be heard?

HeartbeatInterval is set and read in as many ways as there are messages that carry settings; each that was
accepted counts, the latest wins (O3a).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Figure, Form, number
from chargeboard.decode.notes import Notes
from chargeboard.decode.v2.payloads import Component, Variable
from chargeboard.domain.facts import HeartbeatHeard, IntervalSet

_KEY = "heartbeatinterval"
_COMPONENT = "ocppcommctrlr"
_ACTUAL = "actual"
_INTERVAL_MOST_S = 10**7

Value: TypeAlias = Figure | bool
"""A setting of any kind: most are none of ours."""


class Setting(msgspec.Struct, rename="camel"):
    """A key of ChangeConfiguration, or one that GetConfiguration was answered with."""

    key: str | None = None
    value: Value | None = None


class Keys(msgspec.Struct, rename="camel"):
    """GetConfiguration; no keys are all keys."""

    key: list[str] | None = None


class VariableData(msgspec.Struct, rename="camel"):
    """One variable of SetVariables, GetVariables or one of their answers."""

    component: Component | None = None
    variable: Variable | None = None
    attribute_type: str | None = None
    attribute_value: Value | None = None
    attribute_status: str | None = None

    @property
    def is_interval(self) -> bool:
        """Whether it is the heartbeat interval in force."""
        return _is_interval(self.component, self.variable) and is_actual(self.attribute_type)


class SetVariables(msgspec.Struct, rename="camel"):
    """SetVariables."""

    set_variable_data: list[VariableData] | None = None


class GetVariables(msgspec.Struct, rename="camel"):
    """GetVariables."""

    get_variable_data: list[VariableData] | None = None


class Attribute(msgspec.Struct, rename="camel"):
    """What a report says of a variable."""

    type: str | None = None
    value: Value | None = None


class Reported(msgspec.Struct, rename="camel"):
    """One variable of NotifyReport."""

    component: Component | None = None
    variable: Variable | None = None
    variable_attribute: list[Attribute] | None = None


class Report(msgspec.Struct, rename="camel"):
    """NotifyReport."""

    report_data: list[Reported] | None = None


_KEYS, _REPORT = Form(Keys), Form(Report)


def tell_heartbeat(payload: Raw, notes: Notes) -> None:  # noqa: ARG001 - a heartbeat says nothing but that
    """The charger is there."""
    notes.tell(HeartbeatHeard(notes.received_at, notes.received_at))


def tell_interval(said: Value | None, notes: Notes) -> None:
    """An interval in seconds came into force; what is none, or none that can be, is passed over."""
    seconds = _seconds(said)
    if seconds:
        notes.tell(IntervalSet(notes.received_at, notes.received_at, seconds))


def expect_configuration(payload: Raw, notes: Notes) -> None:
    """1.6: the CSMS asked for settings, the interval among them."""
    said = _KEYS.read(payload, notes)
    if said is not None and (not said.key or any(map(_is_key, said.key))):
        notes.expect_answer("GetConfiguration")


def expect_get(payload: Raw, notes: Notes) -> None:
    """2.x: the CSMS asked for the interval."""
    if _names_it(payload):
        notes.expect_answer("GetVariables")


def tell_report(payload: Raw, notes: Notes) -> None:
    """2.x: the station reports its variables, the interval among them."""
    said = _REPORT.read(payload, notes) if _names_it(payload) else None
    for variable in (said.report_data if said is not None else None) or ():
        if _is_interval(variable.component, variable.variable):
            for attribute in variable.variable_attribute or ():
                if is_actual(attribute.type):
                    tell_interval(attribute.value, notes)


def tell_configuration(settings: Iterable[Setting] | None, notes: Notes) -> None:
    """1.6: the settings that the charger has."""
    for setting in settings or ():
        if _is_key(setting.key):
            tell_interval(setting.value, notes)


def tell_variables(results: Iterable[VariableData] | None, notes: Notes) -> None:
    """2.x: the variables that the station has."""
    for result in results or ():
        if result.is_interval and is_accepted(result.attribute_status):
            tell_interval(result.attribute_value, notes)


def is_accepted(status: str | None) -> bool:
    """Accepted, however it is written; what waits for a restart is not in force."""
    return (status or "").strip().casefold() == "accepted"


def _names_it(payload: Raw) -> bool:
    return b"eartbeatinterval" in bytes(payload).lower()


def _is_key(key: str | None) -> bool:
    return (key or "").strip().casefold() == _KEY


def is_actual(attribute: str | None) -> bool:
    """Whether it is the value in force, which is meant where none is named."""
    return (attribute or _ACTUAL).strip().casefold() == _ACTUAL


def _is_interval(component: Component | None, variable: Variable | None) -> bool:
    return (
        component is not None
        and variable is not None
        and (component.name or "").strip().casefold() == _COMPONENT
        and _is_key(variable.name)
    )


def _seconds(said: Value | None) -> int:
    """A usable interval in whole seconds, or 0."""
    value = None if isinstance(said, bool) else number(said)
    return int(value) if value is not None and 0 < value <= _INTERVAL_MOST_S else 0
