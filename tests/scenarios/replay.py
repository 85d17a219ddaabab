"""
What does the product say about a scenario?

Its messages become a log in our own format and its settings a TOML file; `chargeboard import` takes both in,
and the HTTP API over the same database is asked. Nothing else of the product is touched.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from litestar.testing import TestClient
from scenario_files import Scenario

from chargeboard.cli import main
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.run.clock import now
from chargeboard.web.app import create_app


def document(scenario: Scenario, folder: Path, database: Path | str | None = None) -> dict[str, Any]:
    """The board of the scenario's charger, as the API tells it; over a new file unless a URL is given."""
    log, settings = folder / "frames.jsonl", folder / "settings.toml"
    database = folder / "board.db" if database is None else database
    log.write_text("".join(f"{json.dumps(line)}\n" for line in lines(scenario)), "utf-8")
    settings.write_text(_toml(scenario), "utf-8")
    place = ["--db", str(database), "--config", str(settings)]
    result = CliRunner().invoke(main, ["import", str(log), *place])
    assert result.exit_code == 0, result.output
    asked = Place(from_environment(str(settings)).with_options(db=str(database)))
    with asked.store() as store:
        # the messages came while somebody listened, up to the moment of the question
        store.put_log(scenario.charger, is_log=False)
    with asked.desk() as desk, TestClient(create_app(desk, token=None, now=now)) as client:
        answer = client.get(f"/api/v1/chargers/{scenario.charger}/board", params=_question(scenario))
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(scenario: Scenario) -> list[dict[str, Any]]:
    return [
        {"received_at": at, "station": charger, "direction": direction, "frame": frame, "protocol": protocol}
        for protocol in [f"ocpp{scenario.ocpp}"]
        for at, charger, direction, frame in scenario.messages
    ]


def _question(scenario: Scenario) -> dict[str, str]:
    asked = {"at": scenario.now}
    if scenario.window is not None:
        asked |= {"from": scenario.window.from_, "to": scenario.window.to}
    if scenario.timeline is not None:
        asked |= {"timeline_from": scenario.timeline.from_, "timeline_to": scenario.timeline.to}
    return asked


def _toml(scenario: Scenario) -> str:
    charger = json.dumps(scenario.charger)
    return f"[chargers.{charger}]\n" + "".join(
        f"{key} = {_value(value)}\n" for key, value in scenario.settings.items()
    )


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)
