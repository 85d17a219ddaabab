"""`make bench-system` in small: each phase is gone through, and its counts are right, at whatever speed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("system") / "system.json"
    command = [sys.executable, "-m", "bench.system", "--quick", "--slowest", "1", "--out", str(out)]
    ended = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(out.read_bytes()) | {"told": ended.stdout}


def figure(results, phase, name):
    (found,) = [
        line["figure"]
        for line in results["lines"]
        if line["phase"] == phase and name in line["figure"]["name"]
    ]
    return found


def test_each_phase_has_its_lines(results):
    assert list(dict.fromkeys(line["phase"] for line in results["lines"])) == [
        "switched on",
        "nobody looks",
        "pages are open",
        "all links lost",
        "all reconnect",
        "restarted",
        "kept",
        "extended",
        "on the disk",
    ]
    assert not [line for line in results["lines"] if "failed" in line["figure"]["name"]]


def test_every_answer_that_a_charger_got_is_kept(results):
    gone = figure(results, "all links lost", "less kept")
    assert (gone["value"], gone["met"]) == (0, True), gone["note"]
    assert "0 errors, 0 without an answer" in gone["note"]
    assert not gone["note"].startswith("0 answered")
    assert figure(results, "kept", "not kept")["met"]


def test_each_charger_is_one_open_file_of_the_process_that_listens(results):
    files = figure(results, "extended", "open files")["value"]
    assert 50_000 <= files < 50_200


def test_all_come_back_and_are_refused_nothing(results):
    assert "0 attempts refused" in figure(results, "all reconnect", "reconnected")["note"]
    assert "0 refused" in figure(results, "pages are open", "a page")["note"]


def test_of_the_slowest_page_it_is_told_what_took_the_time(results):
    (line,) = [line for line in results["told"].splitlines() if "; meanwhile " in line]
    assert " ms /" in line
    assert "computing" in line.partition("; meanwhile")[0]
