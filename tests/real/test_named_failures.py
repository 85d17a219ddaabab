"""Each failure that debugkit and Open OCPP Trace name: where the board shows it, or why it does not."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

VISIBLE = {
    "connector-fault": lambda board: codes(board) == ["ConnectorLockFailure"] and "faulted" in states(board),
    "diagnostics-failure": lambda board: codes(board) == ["DiagnosisFailed"],
    "firmware-update-failure": lambda board: codes(board) == ["InstallationFailed"],
    # the card is rejected, the cable never comes out: pending by A5, and the charger's own fault stays active
    "failed-auth": lambda board: today(board)["pending"] == 1 and codes(board) == ["OtherError"],
    "refused-authorization": lambda board: today(board)["failures"] == {"auth_rejected": 1},
    # from the boot on: 12 minutes of silence, then one status, then 20 more until the board is asked for
    "heartbeat-timeout": lambda board: board["offline_gaps"][0][0] == "2026-01-15T06:00:00Z",
    "invalid-stop-reason": lambda board: (
        board["sessions"][0]["reason"] == "PowerSurge" and board["data_quality"]["nonconformant"] == 1
    ),
    "meter-anomaly": lambda board: "meter_reset" in board["sessions"][0]["flags"],
    "meter-value-gap": lambda board: today(board)["failures"] == {"zero_energy": 1},
    "short-session": lambda board: board["sessions"][0]["duration_s"] == 8,
    "station-offline": lambda board: [one["stale"] for one in board["ongoing"]["sessions"]] == [True],
}
NOT_OURS = {
    "heartbeat-irregular": "600 s between heartbeats of 300 s are not longer than two intervals (O3)",
    "repeated-boot-notification": "a boot is no fault while the link stands; I09 speaks of links that flap",
    "slow-csms-response": "how fast the management system answers is not the charger's doing",
    "unresponsive-csms": "nor is whether it answers",
    "status-transition-violation": "any order of statuses is believed; chargers leave short ones out (§4.9)",
    "unexpected-start": "a start needs no card and no boot before it: cached and free starts have none",
    "orphan-response": "an answer to nothing says nothing of the charger",
}
CLEAN = {
    "boot-outside-repeat-window", "firmware-update-success", "meter-value-zero", "normal-session",
    "status-transitions-legal", "unexpected-stop-reason",
}  # fmt: skip


def codes(board):
    return [row["code"] for row in board["errors"]]


def today(board):
    return board["success"][-1]


def states(board):
    return [state for _, _, state in board["states"]["1"]]


@pytest.fixture
def boards(logs, board_of):
    """The board of each log of that name, a quarter of an hour and more after its last frame."""

    def read(name):
        debugkit = logs / "debugkit-scenarios" / f"{name}.json"
        trace = logs / "open-ocpp-trace" / "fixtures" / name / "trace.jsonl"
        if debugkit.is_file():
            told = json.loads(debugkit.read_text("utf-8"))["trace"]
            yield _asked(debugkit, told["metadata"]["stationId"], told["events"][-1]["timestamp"])
        if trace.is_file():
            rows = [json.loads(line) for line in trace.read_text("utf-8").splitlines()]
            yield _asked(trace, rows[0]["chargePointId"], rows[-1]["timestamp"])

    def _asked(path, charger, last):
        at = (datetime.fromisoformat(last) + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return board_of(path, charger, at)

    return lambda name: list(read(name))


def test_every_log_is_accounted_for(logs):
    names = {path.stem for path in (logs / "debugkit-scenarios").glob("*.json")}
    names |= {path.name for path in (logs / "open-ocpp-trace" / "fixtures").iterdir()}
    assert names == {*VISIBLE, *NOT_OURS, *CLEAN}


@pytest.mark.parametrize("name", sorted(VISIBLE))
def test_a_failure_of_the_charger_shows_on_the_board(name, boards):
    found = boards(name)
    assert found
    assert all(VISIBLE[name](board) for board in found)


@pytest.mark.parametrize("name", sorted([*NOT_OURS, *CLEAN]))
def test_what_is_no_failure_of_the_charger_is_no_error(name, boards):
    found = boards(name)
    assert found
    assert all(codes(board) == [] for board in found)


def test_the_page_about_them_names_each_where_it_belongs():
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "traces.md").read_text("utf-8")
    _, shown, rest = page.split("\n| trace |")
    others, clean = rest.split("\n\n`boot", 1)
    for part, names in ((shown, VISIBLE), (others, NOT_OURS), (f"`boot{clean}", CLEAN)):
        assert {name for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", part) if name != "ocpp-debugkit"} == {
            *names
        }
