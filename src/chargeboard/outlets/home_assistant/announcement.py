"""
What is a charger to Home Assistant: a device, and which sensors does it have?

One document announces a device with all that it has (MQTT device discovery, Home Assistant 2024.11).
Source: home-assistant.io/integrations/mqtt, developers.home-assistant.io/docs/core/entity/sensor.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from chargeboard import __version__
from chargeboard.domain.conclusions import State
from chargeboard.outlets.home_assistant.words import say
from chargeboard.outlets.standing import ChargerStanding

_ENERGY = {"device_class": "energy", "unit_of_measurement": "Wh"}
_SHARE = {"state_class": "measurement", "unit_of_measurement": "%"}
_DIAGNOSTIC = {"entity_category": "diagnostic"}


class Whereabouts(msgspec.Struct, frozen=True):
    """Where what is told of a charger is found."""

    device: str
    """What Home Assistant knows it by."""
    state: str
    """The topic of its state."""
    status: str
    """The topic that says whether anything is told at all."""
    page: str = ""
    """Its page; empty: nobody said where that is."""


def announcement(standing: ChargerStanding, where: Whereabouts) -> dict[str, Any]:
    """The document of a charger."""
    return {
        "device": _device(standing, where),
        "origin": {"name": "chargeboard", "sw_version": __version__},
        "state_topic": where.state,
        "availability_topic": where.status,
        "qos": 1,
        "components": {
            name: {"unique_id": f"{where.device}_{name}", **told}
            for name, told in (_of_charger() | _of_sockets(standing)).items()
        },
    }


def _device(standing: ChargerStanding, where: Whereabouts) -> dict[str, Any]:
    kind, row = standing.kind, standing.row
    told = {
        "name": row.name or row.id,
        "manufacturer": kind.maker,
        "model": kind.model,
        "sw_version": kind.firmware,
        "suggested_area": row.site,
        "configuration_url": where.page,
    }
    return {"identifiers": [where.device], **{key: text for key, text in told.items() if text}}


def _of_charger() -> dict[str, dict[str, Any]]:
    return {
        "connected": _binary("connected", "connectivity") | _DIAGNOSTIC,
        "problem": _binary("problem", "problem"),
        "last_error": _sensor("last_error", "last_error") | _DIAGNOSTIC,
        # it begins at zero each midnight, and a day that is corrected may come to less
        "energy_today": _sensor("energy_today", "energy_today_wh")
        | _ENERGY
        | {"state_class": "total", "last_reset_value_template": "{{ value_json.today_since or '' }}"},
        # a sum over a window that moves is neither a total nor a measurement
        "energy_30_days": _sensor("energy_30_days", "energy_30_days_wh") | _ENERGY,
        "sessions_today": _sensor("sessions_today", "sessions_today")
        | {"state_class": "total", "last_reset_value_template": "{{ value_json.today_since or '' }}"},
        "utilization": _sensor("utilization", "utilization_pct") | _SHARE,
        "success": _sensor("success", "success_pct") | _SHARE,
    }


def _of_sockets(standing: ChargerStanding) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for socket in standing.sockets:
        where = f"sockets['{socket}']"
        which = {"socket": standing.name_of(socket) or str(socket)}
        is_alone = len(standing.sockets) == 1
        named = {
            code: say(code) if is_alone else say(f"{code}_of", **which)
            for code in ("state", "power", "session_energy", "car_charge")
        }
        found |= {
            f"state_{socket}": _sensor_named(named["state"], f"{where}.state")
            | {"device_class": "enum", "options": list(get_args(State))},
            f"power_{socket}": _sensor_named(named["power"], f"{where}.power_w")
            | {"device_class": "power", "state_class": "measurement", "unit_of_measurement": "W"},
            # each session begins at zero: its start says so, however much it has got when it is seen first
            f"session_energy_{socket}": _sensor_named(named["session_energy"], f"{where}.session_energy_wh")
            | _ENERGY
            | {
                "state_class": "total",
                "last_reset_value_template": f"{{{{ value_json.{where}.session_start or '' }}}}",
            },
            # of the car: a battery of its own the charger has none
            f"car_charge_{socket}": _sensor_named(named["car_charge"], f"{where}.soc_pct") | _SHARE,
        }
    return found


def _sensor(code: str, field: str) -> dict[str, Any]:
    return _sensor_named(say(code), field)


def _sensor_named(name: str, field: str) -> dict[str, Any]:
    return {"platform": "sensor", "name": name, "value_template": f"{{{{ value_json.{field} }}}}"}


def _binary(code: str, device_class: str) -> dict[str, Any]:
    return {
        "platform": "binary_sensor",
        "name": say(code),
        "device_class": device_class,
        "value_template": f"{{{{ value_json.{code} }}}}",
        "payload_on": "on",
        "payload_off": "off",
    }
