"""Does somebody else learn that we are there, that something is wrong, and that we are gone?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import chargeboard
from free_ports import free_port
from receiver import receiving

PINGING = Path(__file__).parent / "pinging.py"
HOME = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}


@pytest.fixture
def receiver():
    with receiving() as server:
        yield server


def paths(receiver):
    with receiver.news:
        return [path for path, _, _ in receiver.took]


def until(receiver, is_so):
    with receiver.news:
        assert receiver.news.wait_for(lambda: is_so([path for path, _, _ in receiver.took]), 60)


@pytest.fixture
def pinging(receiver):
    process = subprocess.Popen(
        [sys.executable, PINGING, f"{receiver.url}/ping/uuid"], stdin=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()
    process.stdin.close()


def test_it_is_told_again_and_again_that_all_is_well_and_when_it_is_not(receiver, pinging):
    until(receiver, lambda took: took.count("/ping/uuid") >= 3)
    pinging.stdin.write("the disk is full\n")
    pinging.stdin.flush()
    until(receiver, lambda took: took[-1] == "/ping/uuid/fail")
    pinging.stdin.write("\n")
    pinging.stdin.flush()
    until(receiver, lambda took: took[-1] == "/ping/uuid")
    assert set(paths(receiver)) == {"/ping/uuid", "/ping/uuid/fail"}


def test_a_service_that_is_down_for_a_while_hears_of_us_again(receiver, pinging):
    receiver.answers = [503, 503, 302, 200]
    until(receiver, lambda took: len(took) >= 6)
    assert set(paths(receiver)) == {"/ping/uuid"}


def test_who_is_killed_pings_no_more(receiver, pinging):
    until(receiver, lambda took: len(took) >= 2)
    pinging.kill()
    pinging.wait()
    known = len(paths(receiver))
    # the receiver still answers others, so that silence is ours
    subprocess.run(
        [sys.executable, "-c", f"import urllib.request as u; u.urlopen('{receiver.url}/x')"], check=True
    )
    assert [path for path in paths(receiver)[known + 1 :] if path == "/ping/uuid"] == []


def children(pid):
    """All that a process began, and what those began."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *children(child)]
    return found


def is_there(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_pings_when_it_begins_and_nobody_of_it_is_left_to_ping_when_it_ends(
    receiver, tmp_path, sign
):
    asked = ["serve", "--db", tmp_path / "a.db", "--port", free_port()]
    said = {
        "CHARGEBOARD_ALERTS_PING_URL": f"{receiver.url}/ping/uuid",
        "CHARGEBOARD_CSMS_AUTHORIZE": "",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", *map(str, asked)],
        env=os.environ | HOME | said,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(receiver, lambda took: took[:1] == ["/ping/uuid"])
        began = children(process.pid)
        assert began
    finally:
        process.send_signal(sign)
        process.wait(60)
    give_up = time.monotonic() + 60
    while any(map(is_there, began)):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    assert set(paths(receiver)) == {"/ping/uuid"}
