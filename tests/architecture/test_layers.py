import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def contracts_of(tree):
    """Runs the project's contracts over a tree; what is broken stands in the output."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    return tmp_path


def test_the_tree_keeps_every_contract(tree):
    code, said = contracts_of(tree)
    assert code == 0, said
    assert re.search(r"[4-9] kept, 0 broken", said), said


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        (
            "time/spans.py",
            "from chargeboard import metrics",
            "dependencies point from the shell to the core",
        ),
        ("decode/broken.py", "from chargeboard import fold", "dependencies point from the shell to the core"),
        ("store/broken.py", "from chargeboard import run", "dependencies point from the shell to the core"),
        ("surprise.py", "X = 1", "dependencies point from the shell to the core"),
        ("metrics/broken.py", "import logging", "the core does no I/O, asks no clock and logs nothing"),
        ("fold/broken.py", "import time", "the core does no I/O, asks no clock and logs nothing"),
        ("panels/broken.py", "import sqlite3", "the core does no I/O, asks no clock and logs nothing"),
        ("decode/broken.py", "import socket", "the core does no I/O, asks no clock and logs nothing"),
        ("web/broken.py", "from chargeboard import store", "only the command line knows concrete stores"),
        ("demo/broken.py", "from chargeboard import store", "only the command line knows concrete stores"),
        ("fold/links.py", "from chargeboard.fold import statuses", "trackers do not know each other"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tree, module, line, contract):
    path = tree / "src" / "chargeboard" / module
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    code, said = contracts_of(tree)
    assert code != 0
    assert re.search(rf"{re.escape(contract)}\s+BROKEN", said), said


@pytest.mark.parametrize(
    "line",
    [
        "import datetime\n\nSEEN = datetime.datetime.now(datetime.UTC)",
        "from datetime import UTC, datetime\n\nSEEN = datetime.now(UTC)",
        "import time\n\nSEEN = time.time()",
    ],
)
def test_ruff_lets_nobody_ask_the_clock(tmp_path, line):
    module = tmp_path / "curious.py"
    module.write_text(f'"""What time is it?"""\n\n{line}\n')
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--config", ROOT / "pyproject.toml", module],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in done.stdout, done.stdout + done.stderr


def test_only_the_clock_module_is_let_off():
    let_off = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"noqa:[^\n]*TID251", path.read_text())
    ]
    assert set(let_off) <= {"src/chargeboard/run/clock.py"}
