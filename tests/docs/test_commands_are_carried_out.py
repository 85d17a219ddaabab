"""Does every block of the manual that needs nothing but chargeboard do what it is for?"""

import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from test_commands_of_the_manual import BLOCK, PAGES, ROOT

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Credential
from chargeboard.run.clock import now
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE

pytestmark = pytest.mark.soak

NEEDS = {
    "goes on until it is ended": r"chargeboard (serve|follow|tap|load|archive|leave-log)|simulate|make demo",
    "another system": (
        r"nats://|postgresql://|psql|tcpdump|spark-submit|mariadb|journalctl|chromium"
        r"|chargeboard (feed|ocpi)|now owner|s3\."
    ),
    "a machine of its own": r"pip install|systemctl|install -m|kubectl|podman|sqlite3|make |/var/lib",
    "a board that is served": r"curl|\$BOARD|^export ",
    "an alert that lasts": r"alerts ack ID|alerts test",
    "a log of the reader's": r"import (FILE|frames)|HAFEN-2|ocpp\.log",
}
"""Why a block is not carried out here, by what it holds. First steps and the API have tests of their own."""
NOT_HERE = {
    "goes on until it is ended": 32,
    "another system": 12,
    "a machine of its own": 12,
    "a board that is served": 11,
    "an alert that lasts": 2,
    "a log of the reader's": 5,
}
"""How many of each there are: one more is a block that nobody tries."""
BEFORE = """
chargeboard charger set CP1 site=Hafen
chargeboard charger set OLD-ID site=Harbour
chargeboard sample logs/ocpp.log
chargeboard rebuild
"""
"""What was done before a reader comes to a page."""
CHARGERS = ("HAM-0042", "LIN-HUB-1", "CP1", "CP-7", "OLD-ID", "NEW-ID")


def _why(text):
    return next((why for why, holds in NEEDS.items() if re.search(holds, text, re.MULTILINE)), None)


BLOCKS = [
    (page.relative_to(ROOT).as_posix(), text)
    for page in PAGES
    for text in BLOCK.findall(page.read_text(encoding="utf-8"))
]
TRIED = {page: [text for of, text in BLOCKS if of == page and not _why(text)] for page, _ in BLOCKS}


def _told(station):
    """A charger that booted a minute ago."""
    payload = {"chargePointVendor": "ACME", "chargePointModel": "X1"}
    text = json.dumps([2, "b", "BootNotification", payload])
    return Frame(station, now() - MINUTE, "in", text, "c", "ocpp1.6")


@pytest.fixture
def place(tmp_path):
    """A folder with a board of the chargers that the manual names, and the files that it speaks of."""
    program = tmp_path / "bin" / "chargeboard"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chargeboard "$@"\n')
    program.chmod(0o755)
    store = open_store(str(tmp_path / "board.db"))
    store.append([_told(station) for station in CHARGERS])
    for station in ("CP-7", "CP-8", "LIN-9"):
        store.save_credential(Credential(station=station, approved=False, asked_at=now()))
    store.close()
    (tmp_path / "url.txt").write_text("https://example.org/hook\n")
    (tmp_path / "chargers.csv").write_text("charger,name\nCP-9,Kai\n")
    (tmp_path / "logs").mkdir()
    (tmp_path / "reports").mkdir()
    return tmp_path


def typed(place, text):
    """What came of a text that was typed into a shell; whatever is asked is answered by yes."""
    return subprocess.run(
        ["bash", "-ec", text.replace("/srv/reports", str(place / "reports")).replace(".venv/bin/", "")],
        cwd=place,
        env=os.environ
        | {
            "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
            "CHARGEBOARD_DB": "board.db",
            "PYTHONPATH": str(ROOT / "src"),
        },
        input="y\n" * 9,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("page", [page for page, texts in TRIED.items() if texts])
def test_what_a_page_says_to_type_is_done(place, page):
    begun = typed(place, BEFORE)
    assert begun.returncode == 0, begun.stderr
    for text in TRIED[page]:
        done = typed(place, text)
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"


def test_no_block_is_left_out_silently():
    assert Counter(why for _, text in BLOCKS if (why := _why(text))) == NOT_HERE
