"""
Which of a 2.x station's monitored events are states, and which are problems?

A component's AvailabilityState is a status like any other (1.3); Problem, Tripped, Overload, Fallback,
whatever alerts, and whatever carries the code of an agreed vocabulary is a problem (2.7, 4c E1a).
"""

from __future__ import annotations

import re

from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.notes import Notes, Told
from chargeboard.decode.spelling import COMPONENT_2, MONITOR_2, STATUS_2, TECH_CODE, VARIABLE_2
from chargeboard.decode.v2.payloads import (
    Component,
    EventData,
    Events,
    Evse,
    Monitor,
    MonitoringReport,
    Variable,
)
from chargeboard.domain.codes import ProblemGroup
from chargeboard.domain.facts import ProblemTold, StatusReported
from chargeboard.domain.reasons import Oddity

_SEVERITY_OF_ALERTS = 5
_ALWAYS_FAULTS = frozenset({"Problem", "Tripped"})
_TRUE = frozenset({"true", "1", "yes", "on"})
_MREC = re.compile(r"CX\d{3}", re.IGNORECASE)

_EVENTS, _REPORT = Form(Events), Form(MonitoringReport)
_NO_COMPONENT, _NO_VARIABLE, _NO_EVSE = Component(), Variable(), Evse()


def tell_events(payload: Raw, notes: Notes) -> None:
    """Each event that is a status or a problem."""
    said = _EVENTS.read(payload, notes)
    if said is None:
        return
    for event in said.event_data or ():
        component, variable = event.component or _NO_COMPONENT, (event.variable or _NO_VARIABLE).name or ""
        if not component.name or not variable:
            notes.nonconformant(Oddity.COMPONENT_OR_VARIABLE_MISSING)
            continue
        told = notes.when(event.timestamp)
        variable = VARIABLE_2.spell(variable) or variable
        if variable == "AvailabilityState":
            _tell_state(event, component, told, notes)
        else:
            _tell_problem(event, component, variable, told, notes)


def note_monitors(monitors: list[Monitor] | None, notes: Notes) -> None:
    """Severities that later events will only refer to."""
    for monitor in monitors or ():
        if monitor.id is not None and monitor.severity is not None:
            notes.pairing.rank(str(monitor.id), monitor.severity)


def note_report(payload: Raw, notes: Notes) -> None:
    """The station listed its monitors."""
    said = _REPORT.read(payload, notes)
    for monitored in (said.monitor if said is not None else None) or ():
        note_monitors(monitored.variable_monitoring, notes)


def _tell_state(event: EventData, component: Component, told: Told, notes: Notes) -> None:
    at, clock_repaired, stated_at = told
    name, evse = COMPONENT_2.spell(component.name or ""), component.evse or _NO_EVSE
    if name is None:
        return
    socket = 0 if name == "ChargingStation" else evse.id
    if socket is None or event.actual_value is None:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="evse" if socket is None else "actualValue")
        return
    notes.report(
        StatusReported(
            at,
            notes.received_at,
            socket,
            notes.spelled(STATUS_2, str(event.actual_value)),
            is_v2=True,
            connector=(evse.connector_id or 0) if name == "Connector" else 0,
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        ),
        event.timestamp,
    )


def _tell_problem(event: EventData, component: Component, variable: str, told: Told, notes: Notes) -> None:
    at, _, stated_at = told
    codes = _codes(event.tech_code)
    is_alert = notes.spelled(MONITOR_2, event.trigger) == "Alerting"
    is_flag = variable in VARIABLE_2
    if not is_alert and not is_flag and not any(map(_is_agreed, codes)):
        return
    severity = event.severity
    if severity is None and event.variable_monitoring_id is not None:
        severity = notes.pairing.severities.get(str(event.variable_monitoring_id))
    if severity is None and variable not in _ALWAYS_FAULTS:
        severity = _SEVERITY_OF_ALERTS
    evse, name = component.evse or _NO_EVSE, _instance(component.name, component.instance)
    what = _instance(variable, event.variable.instance if event.variable else None)
    for code in codes:
        notes.report(
            ProblemTold(
                at,
                notes.received_at,
                ProblemGroup.EVENT,
                evse.id or 0,
                code or f"{name}.{what}",
                code,
                name,
                what,
                severity,
                cleared=bool(event.cleared) or _is_over(event, is_flag=is_flag),
                info=event.tech_info or "",
                stated_at=stated_at,
                connector=evse.connector_id or 0,
            ),
            event.timestamp,
        )


def _is_over(event: EventData, *, is_flag: bool) -> bool:
    """A flag clears by anything that is not true; another variable, which may be a number, by false alone."""
    value = str(event.actual_value).strip().lower()
    return value not in _TRUE if is_flag else value == "false"


def _is_agreed(code: str) -> bool:
    return _MREC.fullmatch(code) is not None or TECH_CODE.spell(code) is not None


def _instance(name: str | None, instance: str | None) -> str:
    return f"{name or ''} {instance or ''}".strip()


def _codes(said: str | None) -> list[str]:
    """The codes of a compound one, "F001,F003" (E1); one empty code where there is none."""
    return [code.strip() for code in re.split("[,;]", said or "") if code.strip()] or [""]
