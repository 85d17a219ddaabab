"""Is a charger told to Home Assistant as it stands, and with classes as Home Assistant defines them?"""

import json

import msgspec
import pytest
from harbour import Harbour

from chargeboard.domain.records import Charger
from chargeboard.outlets.home_assistant.announcement import Whereabouts, announcement
from chargeboard.outlets.home_assistant.state import state_of
from chargeboard.run.following import changed_lines
from chargeboard.run.following.changed_lines import ChangedLines
from chargeboard.store import open_store
from projecting import projector_of

WHERE = Whereabouts(
    "device-1", "board/devices/CP1/state", "board/status", "https://b.example.org/chargers/CP1"
)


def standing(harbour, station="CP1"):
    return {one.id: one for one in ChangedLines(harbour.store, lambda: harbour.now).look().changed}[station]


def told(harbour, station="CP1"):
    return json.loads(msgspec.json.encode(state_of(standing(harbour, station))))


def components(harbour, station="CP1"):
    return announcement(standing(harbour, station), WHERE)["components"]


def test_a_charger_is_told_as_it_stands(harbour):
    assert told(harbour.a_day()) == {
        "connected": "on",
        "problem": "on",
        "last_error": "GroundFailure (E7): RCD",
        "last_error_at": "2025-10-13T01:31:00Z",
        "energy_today_wh": 6234,
        "today_since": "2025-10-12T22:00:00Z",
        "energy_30_days_wh": None,
        "sessions_today": 1,
        "utilization_pct": None,
        "success_pct": None,
        "sockets": {
            "1": {
                "state": "charging",
                "since": "2025-10-13T01:20:00Z",
                "power_w": 7400,
                "session_energy_wh": 1234,
                "session_start": "2025-10-13T01:20:00Z",
                "soc_pct": 61.0,
            },
            "2": {
                "state": "faulted",
                "since": "2025-10-13T01:31:00Z",
                "power_w": 0,
                "session_energy_wh": None,
                "session_start": None,
                "soc_pct": None,
            },
        },
    }


def test_the_energy_of_thirty_days_is_that_of_complete_ones(harbour):
    harbour.a_day()
    harbour.stop(95, "CP1", 8, 3000)
    for hour in range(2, 25):
        harbour.say(60 * hour, "CP1", "Heartbeat")
    harbour.understand()
    after = told(harbour)
    assert (after["energy_30_days_wh"], after["energy_today_wh"]) == (7000, 0)
    assert after["today_since"] == "2025-10-13T22:00:00Z"
    assert after["success_pct"] == 100.0


def test_of_who_is_not_heard_nothing_is_known(harbour):
    harbour.a_day()
    harbour.now += 3 * 3_600_000_000
    projector_of(harbour.desk).tell("CP1")
    after = told(harbour)
    assert after["connected"] == "off"
    assert {one["state"] for one in after["sockets"].values()} == {"offline"}
    assert [one["power_w"] for one in after["sockets"].values()] == [None, None]


def test_a_charger_that_was_never_heard_is_told_as_unknown(tmp_path):
    one = Harbour(tmp_path / "a.db")
    one.store.save_charger(Charger(id="NEW", name="Berth 9", site="Harbour"))
    projector_of(one.desk).tell("NEW")
    assert told(one, "NEW")["connected"] is None
    assert told(one, "NEW")["sockets"] == {}
    one.close()


def test_nothing_of_a_driver_is_told(harbour):
    harbour.a_day()
    whole = msgspec.json.encode(
        [state_of(standing(harbour)), announcement(standing(harbour), WHERE)]
    ).decode()
    [session] = standing(harbour).part.ongoing
    assert "TAG" not in whole
    assert session.key not in whole


def test_a_device_says_what_it_is(harbour):
    made = announcement(standing(harbour.a_day()), WHERE)
    assert made["device"] == {
        "identifiers": ["device-1"],
        "name": "CP1",
        "manufacturer": "Sonnblick",
        "model": "Duo 22",
        "sw_version": "1.4.2",
        "suggested_area": "Harbour",
        "configuration_url": "https://b.example.org/chargers/CP1",
    }
    assert made["origin"]["name"] == "chargeboard"
    assert (made["state_topic"], made["availability_topic"]) == ("board/devices/CP1/state", "board/status")


@pytest.mark.parametrize(
    ("component", "classes"),
    [
        ("connected", ("binary_sensor", "connectivity", None, None)),
        ("problem", ("binary_sensor", "problem", None, None)),
        ("last_error", ("sensor", None, None, None)),
        ("energy_today", ("sensor", "energy", "total", "Wh")),
        ("energy_30_days", ("sensor", "energy", None, "Wh")),
        ("sessions_today", ("sensor", None, "total", None)),
        ("utilization", ("sensor", None, "measurement", "%")),
        ("success", ("sensor", None, "measurement", "%")),
        ("state_1", ("sensor", "enum", None, None)),
        ("power_1", ("sensor", "power", "measurement", "W")),
        ("session_energy_2", ("sensor", "energy", "total", "Wh")),
        ("car_charge_2", ("sensor", None, "measurement", "%")),
    ],
)
def test_each_sensor_is_of_the_classes_that_home_assistant_defines(harbour, component, classes):
    made = components(harbour.a_day())[component]
    keys = ("platform", "device_class", "state_class", "unit_of_measurement")
    assert tuple(made.get(key) for key in keys) == classes


def test_every_sensor_reads_a_field_of_the_state_and_a_total_says_when_it_began(harbour):
    """By Jinja, as Home Assistant renders templates."""
    from jinja2 import Environment  # noqa: PLC0415 - for this test alone

    state, made = told(harbour.a_day()), components(harbour)

    def rendered(template):
        return Environment(autoescape=False).from_string(template).render(value_json=state)  # noqa: S701

    shown = {name: rendered(one["value_template"]) for name, one in made.items()}
    assert shown["state_1"] == "charging"
    assert shown["state_1"] in made["state_1"]["options"]
    assert (shown["power_1"], shown["session_energy_1"], shown["car_charge_1"]) == ("7400", "1234", "61.0")
    assert (shown["energy_30_days"], shown["session_energy_2"]) == ("None", "None")
    assert (shown["connected"], made["connected"]["payload_on"]) == ("on", "on")
    since = {
        name: rendered(one["last_reset_value_template"])
        for name, one in made.items()
        if one.get("state_class") == "total"
    }
    assert since == {
        "energy_today": "2025-10-12T22:00:00Z",
        "sessions_today": "2025-10-12T22:00:00Z",
        "session_energy_1": "2025-10-13T01:20:00Z",
        "session_energy_2": "",
    }
    assert len({one["unique_id"] for one in made.values()}) == len(made)


def test_sockets_go_by_what_is_written_on_them_and_one_alone_needs_no_number(harbour):
    made = components(harbour.a_day())
    assert [made[f"power_{n}"]["name"] for n in (1, 2)] == ["Power, socket left", "Power, socket 2"]
    assert components(harbour, "CP/2+")["power_1"]["name"] == "Power"


def test_who_follows_is_told_of_each_charger_and_then_of_changes_alone(harbour, monkeypatch):
    monkeypatch.setattr(changed_lines, "_AT_ONCE", 1)
    harbour.a_day()
    reader = open_store(str(harbour.path))
    lines = ChangedLines(reader, lambda: harbour.now)
    first, second, third = lines.look(), lines.look(), lines.look()
    assert first.stations == {"CP1", "CP/2+"}
    assert [(len(one.changed), one.is_more) for one in (first, second, third)] == [
        (1, True),
        (1, False),
        (0, False),
    ]
    assert [*lines.charging] == ["CP1"]
    harbour.status(93, "CP/2+", 1, "Preparing")
    harbour.understand()
    assert [one.id for one in lines.look().changed] == ["CP/2+"]
    harbour.stop(94, "CP1", 8, 3000)
    harbour.understand()
    assert [one.id for one in lines.look().changed] == ["CP1"]
    assert not lines.charging
    reader.close()


def test_who_follows_reads_nothing_while_nothing_was_written(harbour):
    harbour.a_day()
    lines = ChangedLines(harbour.store, lambda: harbour.now)
    lines.look()
    asked = []
    lines._store = Counting(harbour.store, asked)
    assert lines.look().changed == []
    assert asked == ["reading", "data_version"]


class Counting:
    """A store, and what of it is asked for."""

    def __init__(self, store, asked):
        self._store, self._asked = store, asked

    def __getattr__(self, name):
        self._asked.append(name)
        return getattr(self._store, name)


def test_a_site_is_followed_by_itself_and_who_leaves_is_gone(tmp_path):
    one = Harbour(tmp_path / "b.db", CP1="Yard")
    one.a_day()
    lines = ChangedLines(one.store, lambda: one.now, {"Yard"})
    assert [found.id for found in lines.look().changed] == ["CP1"]
    one.store.save_charger(Charger(id="CP1", name="", site="", deleted=True))
    assert lines.look().stations == set()
    one.close()
