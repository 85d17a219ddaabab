"""An upgrade from the oldest database that is kept, and the way back as the guide says it."""

import json
import shutil
from pathlib import Path

import pytest
from daemon import asked
from test_store_of_before import thaw

from chargeboard.store.sqlite import migrate

GUIDE = (Path(__file__).parents[2] / "docs/how-to/back-up-and-restore.md").read_text()
SPAN = ("--from", "2026-11-01", "--to", "2026-11-29")
CALLS = [
    ("2026-11-28T10:00:00Z", "in", [2, "1", "StartTransaction", {
        "connectorId": 1, "idTag": "04A1", "meterStart": 90_000, "timestamp": "2026-11-28T10:00:00Z"}]),
    ("2026-11-28T10:00:01Z", "out", [3, "1", {"transactionId": 77, "idTagInfo": {"status": "Accepted"}}]),
    ("2026-11-28T11:00:00Z", "in", [2, "2", "StopTransaction", {
        "transactionId": 77, "meterStop": 95_000, "timestamp": "2026-11-28T11:00:00Z"}]),
    ("2026-11-28T11:00:01Z", "out", [3, "2", {}]),
]  # fmt: skip


def done(*words):
    code, said = asked(*words)
    assert code == 0, said
    return said


@pytest.fixture
def board(tmp_path):
    return thaw(tmp_path / "board.db", "")


def test_an_upgrade_is_taken_back_and_nothing_is_lost_that_came_after_it(tmp_path, board, monkeypatch):
    before, log, lake = tmp_path / "before.db", tmp_path / "after.jsonl", tmp_path / "after"
    shutil.copy(board, before)
    log.write_text(
        "".join(
            json.dumps({"received_at": at, "station": "FROZEN", "direction": way, "frame": frame}) + "\n"
            for at, way, frame in CALLS
        )
    )
    done("import", log, "--db", board)
    upgraded = done("export", "sessions", *SPAN, "--db", board)
    assert len(upgraded.splitlines()) == 1 + 3 + 1
    assert "5000" in upgraded.splitlines()[-1] or "5.0" in upgraded.splitlines()[-1]

    with monkeypatch.context() as older:
        known = migrate.versions()
        older.setattr(migrate, "versions", lambda *_: {number: known[number] for number in list(known)[:10]})
        code, said = asked("board", "FROZEN", "--db", board)
    assert code == 1
    assert f"has schema {max(known)}, this version of chargeboard knows up to 10" in said
    assert "a backup made before it was upgraded" in said
    assert done("export", "sessions", *SPAN, "--db", board) == upgraded, "nothing was changed"

    done("export", "frames", "--parquet", lake, "--from", "2026-11-28", "--db", board)
    assert "38 frames of 1 charger" in done("restore", before, "--db", board)
    assert len(done("export", "sessions", *SPAN, "--db", board).splitlines()) == 1 + 3
    for file in sorted(lake.rglob("*.parquet")):
        done("import", file, "--db", board)
    assert done("export", "sessions", *SPAN, "--db", board) == upgraded


def test_the_guide_says_the_steps_of_the_way_back():
    steps = GUIDE[GUIDE.index("## Upgrade, and back") :]
    named = ["chargeboard export frames --parquet", "chargeboard restore", "chargeboard import"]
    assert [steps.index(one) for one in named] == sorted(steps.index(one) for one in named)
