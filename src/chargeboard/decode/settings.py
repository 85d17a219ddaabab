"""
Which settings of a charger did its CSMS change (definitions V7)?

Names are told as they were said. A value is told where it can hurt nobody: a number, a yes or no, or words of
a setting that the standard knows; any other is known by a digest, so that the same stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.intervals import (
    Setting,
    SetVariables,
    VariableData,
    is_accepted,
    is_actual,
    tell_interval,
)
from chargeboard.decode.notes import Notes
from chargeboard.domain.facts import SettingTaken

_HIDDEN = re.compile(r"\*+|[tf]:[0-9a-f]{16}")
"""What was hidden before it was kept: masked, or a keyed hash."""
_YES_OR_NO = re.compile("true|false|on|off|yes|no", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,6})?")
_WORDS = re.compile(r"[\w.,:; /+-]{1,60}")
_TELLING = re.compile(
    r"key|pass|secret|pin|puk|token|card|code|cred|auth|cert|phone|sim|imsi|iccid|serial|user|owner|name",
    re.IGNORECASE,
)
"""What stands in the names of settings whose numbers may say something of people, or let somebody in."""
_OF_THE_STANDARD = frozenset(
    {
        "metervaluesaligneddata",
        "metervaluessampleddata",
        "stoptxnaligneddata",
        "stoptxnsampleddata",
        "connectorphaserotation",
        "chargingscheduleallowedchargingrateunit",
        "sampleddatactrlr.txstartedmeasurands",
        "sampleddatactrlr.txupdatedmeasurands",
        "sampleddatactrlr.txendedmeasurands",
        "aligneddatactrlr.measurands",
        "aligneddatactrlr.txendedmeasurands",
        "txctrlr.txstartpoint",
        "txctrlr.txstoppoint",
    }
)
"""Settings whose values are words that the standard lists."""
_MOST_NAME, _MOST_AT_ONCE = 100, 50
_ABOUT = msgspec.json.Decoder(list[tuple[str, str]])
_SETTING, _SET = Form(Setting), Form(SetVariables)
_AFTER_START = "rebootrequired"


class Wanted(NamedTuple):
    """What a CSMS wants of a charger: a setting by its name, and its value as it may be told."""

    name: str
    value: str


def expect_change(payload: Raw, notes: Notes) -> None:
    """1.6: the CSMS wants another value."""
    said = _SETTING.read(payload, notes)
    if said is not None and said.key:
        _expect("ChangeConfiguration", [_wanted(said.key, said.value)], notes)


def expect_set(payload: Raw, notes: Notes) -> None:
    """2.x: the CSMS wants other values."""
    said = _SET.read(payload, notes)
    wanted = [
        _wanted(name, one.attribute_value)
        for one in (said.set_variable_data if said is not None else None) or ()
        if is_actual(one.attribute_type) and (name := _name_of(one))
    ]
    if wanted:
        _expect("SetVariables", wanted, notes)


def tell_change(status: str | None, about: str, notes: Notes) -> None:
    """1.6: what became of it."""
    for wanted in _asked(about):
        _tell(wanted, status, notes)


def tell_set(results: Iterable[VariableData] | None, about: str, notes: Notes) -> None:
    """2.x: what became of them."""
    asked = {wanted.name: wanted for wanted in _asked(about)}
    for result in results or ():
        wanted = asked.get(_name_of(result))
        if wanted is not None and is_actual(result.attribute_type):
            _tell(wanted, result.attribute_status, notes)


def _tell(wanted: Wanted, status: str | None, notes: Notes) -> None:
    waits = (status or "").strip().casefold() == _AFTER_START
    if not (waits or is_accepted(status)):
        return
    now = notes.received_at
    notes.tell(SettingTaken(now, now, wanted.name, wanted.value, waits))
    if not waits and wanted.name.casefold() in {"heartbeatinterval", "ocppcommctrlr.heartbeatinterval"}:
        tell_interval(wanted.value, notes)


def _expect(action: str, wanted: list[Wanted], notes: Notes) -> None:
    notes.expect_answer(action, msgspec.json.encode(wanted[:_MOST_AT_ONCE]).decode(), most=None)


def _asked(about: str) -> list[Wanted]:
    try:
        return [Wanted(*one) for one in _ABOUT.decode(about)]
    except msgspec.DecodeError:
        return []


def _wanted(name: str, value: object) -> Wanted:
    name = name.strip()[:_MOST_NAME]
    return Wanted(name, _told(name, value))


def _told(name: str, value: object) -> str:
    """The value as it may be told."""
    text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value).strip()
    if _HIDDEN.search(text):
        return ""
    is_number = _NUMBER.fullmatch(text) and not _TELLING.search(name)
    if is_number or _YES_OR_NO.fullmatch(text):
        return text
    if name.casefold() in _OF_THE_STANDARD and _WORDS.fullmatch(text):
        return text
    return f"#{blake2b(text.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def _name_of(one: VariableData) -> str:
    """Component and variable with what tells them from their like; empty where one has no name."""
    component, variable = one.component, one.variable
    if component is None or variable is None or not (component.name and variable.name):
        return ""
    where = component.instance or ""
    if component.evse is not None and component.evse.id is not None:
        where = "/".join(
            filter(None, (where, str(component.evse.id), str(component.evse.connector_id or "")))
        )
    first = f"{component.name.strip()}[{where}]" if where else component.name.strip()
    second = variable.name.strip()
    return f"{first}.{second}[{variable.instance}]" if variable.instance else f"{first}.{second}"
