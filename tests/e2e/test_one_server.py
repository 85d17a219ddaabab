"""One server a database; and what it leaves behind when it ends, in an orderly way or not."""

import asyncio
import json
import signal
import subprocess
import sys

import apsw
import pytest
import websockets
from daemon import HOME, Daemon, asked, beside, command, started

from chargeboard.store import StoreError, held
from free_ports import free_port
from in_a_thread import run
from long_run import IS_LONG


async def _talk(address, station, calls):
    async with websockets.connect(f"{address}{station}", subprotocols=["ocpp1.6"]) as link:
        for number in range(calls):
            await link.send(
                json.dumps([2, str(number), "DataTransfer", {"vendorId": "Y", "data": "x" * 500}])
            )
            assert json.loads(await link.recv())[0] == 3


def talk(served, station="CP", calls=20):
    run(asyncio.wait_for(_talk(served.address, station, calls), 60))


def frames(database):
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [row[0] for row in connection.execute("select text from journal")]
    finally:
        connection.close()


@pytest.mark.parametrize("sign", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.soak)])
def test_an_orderly_end_leaves_everything_in_the_one_file(tmp_path, sign):
    with Daemon(tmp_path / "b.db") as served:
        talk(served)
        assert (tmp_path / "b.db-wal").stat().st_size > 0
        served.stop(sign)
    assert beside(tmp_path / "b.db") == ["b.db", "b.db.key"]
    (tmp_path / "copy.db").write_bytes((tmp_path / "b.db").read_bytes())
    assert sum("DataTransfer" in text for text in frames(tmp_path / "copy.db")) == 20


@pytest.mark.parametrize("sign", [pytest.param(signal.SIGTERM, marks=pytest.mark.soak), signal.SIGINT])
def test_so_does_the_end_of_a_server_that_listens_to_nobody(tmp_path, sign):
    with Daemon(tmp_path / "b.db", authorize="") as served:
        served.stop(sign)
    assert "b.db-wal" not in beside(tmp_path / "b.db")
    assert "b.db.lock" not in beside(tmp_path / "b.db")


def test_a_second_server_is_refused_and_leaves_no_trace(tmp_path):
    with Daemon(tmp_path / "b.db") as first:
        talk(first)
        (tmp_path / "same.db").symlink_to(tmp_path / "b.db")
        for name, authorize in (("b.db", "accept_all"), ("same.db", "accept_all"), ("b.db", "")):
            code, said = command(
                "serve", "--db", tmp_path / name, "--port", free_port(), "--ocpp-port", free_port(),
                CHARGEBOARD_CSMS_AUTHORIZE=authorize,
            )  # fmt: skip
            assert code == 1
            assert f"chargeboard serve (process {first.process.pid}) is using it" in said
            assert "Traceback" not in said
        code, said = command("demo", "--db", tmp_path / "b.db", "--port", free_port())
        assert code == 1
        assert "is using it" in said
        talk(first, calls=1)
        assert first.healthz() == "ok\n"
        first.stop()
    assert not [text for text in frames(tmp_path / "b.db") if text.startswith('["lost"')]


def test_other_commands_work_beside_a_server(tmp_path):
    with Daemon(tmp_path / "b.db") as served:
        talk(served)
        for words in (["charger", "list"], ["rebuild"], ["backup", tmp_path / "copy.db"], ["doctor"]):
            code, said = asked(*words, "--db", tmp_path / "b.db")
            assert code == 0, said


def test_after_a_crash_the_next_start_is_not_held_up(tmp_path):
    served = Daemon(tmp_path / "b.db")
    served.until_ready()
    talk(served)
    served.kill()
    assert "b.db.lock" in beside(tmp_path / "b.db")
    with Daemon(tmp_path / "b.db") as again:
        talk(again, calls=1)
        again.stop()
    assert beside(tmp_path / "b.db") == ["b.db", "b.db.key"]
    assert sum("DataTransfer" in text for text in frames(tmp_path / "b.db")) == 21


def test_one_log_is_followed_into_one_database_once(tmp_path):
    line = {"received_at": "2026-11-22T14:00:00Z", "station": "A", "direction": "in"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line | {"frame": [2, "1", "Heartbeat", {}]}) + "\n")
    follow = ("follow", tmp_path / "a.jsonl", "--db", tmp_path / "b.db")
    first = started(*follow)
    try:
        assert first.stdout.readline().startswith("following")
        code, said = command(*follow)
        assert code == 1
        assert f"chargeboard follow (process {first.pid}) is using it" in said
    finally:
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)
    assert "b.db-wal" not in beside(tmp_path / "b.db")
    assert len(frames(tmp_path / "b.db")) == 1


HOLDER = """
import sys
from chargeboard.store import held
with held(sys.argv[1], "other", ""):
    print("held", flush=True)
    input()
"""


def test_a_lock_lasts_as_long_as_its_holder_however_it_ends(tmp_path):
    path = str(tmp_path / "b.db")
    for _ in range(3):
        other = subprocess.Popen(
            [sys.executable, "-c", HOLDER, path], env=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        other.stdout.readline()
        with pytest.raises(StoreError, match=f"other \\(process {other.pid}\\)"), held(path, "us", "wait"):
            pytest.fail("held twice")
        other.kill()
        other.communicate()
        with held(path, "us", "wait"), pytest.raises(StoreError, match="us"), held(path, "us", "wait"):
            pytest.fail("held twice")
    assert not (tmp_path / "b.db.lock").exists()


def test_a_lock_needs_a_folder(tmp_path):
    with pytest.raises(StoreError, match="folder"), held(str(tmp_path / "no" / "b.db"), "us", ""):
        pytest.fail("held in no folder")


def damaged(database):
    """Garbage in pages of frames."""
    store = apsw.Connection(str(database))
    leaves = store.execute(
        "select pageno from dbstat where name = 'journal' and pagetype = 'leaf'"
    ).fetchall()
    store.close()
    with database.open("r+b") as file:
        for (page,) in leaves[-4:]:
            file.seek((page - 1) * 4096)
            file.write(b"\xee" * 4096)


def test_damage_is_told_to_who_may_know_and_that_all_is_not_well_to_all(tmp_path):
    with Daemon(tmp_path / "b.db", CHARGEBOARD_TOKEN="open sesame") as served:
        talk(served, calls=200)
        assert served.healthz(200) == "ok\n"
        served.stop()
    damaged(tmp_path / "b.db")
    for authorize in ("accept_all", "") if IS_LONG else ("accept_all",):
        with Daemon(tmp_path / "b.db", authorize=authorize, CHARGEBOARD_TOKEN="open sesame") as served:
            assert served.healthz(503) == "not ok\n"
            assert "The database is damaged" in served.healthz(503, token="open sesame")
            served.kill()  # its log has tracebacks, as it should


def test_backups_are_made_by_themselves_and_a_failure_is_told(tmp_path):
    setting = {"CHARGEBOARD_BACKUP_FOLDER": str(tmp_path / "safe"), "CHARGEBOARD_BACKUP_KEEP": "2"}
    with Daemon(tmp_path / "b.db", **setting) as served:
        talk(served)
        served.until_said("A backup was made and checked")
        served.stop()
    (made,) = (tmp_path / "safe").glob("*.db")
    assert (tmp_path / "safe" / f"{made.name}.key").exists()
    code, said = asked("restore", made, "--db", tmp_path / "new.db")
    assert code == 0, said
    (tmp_path / "in the way").write_text("no folder")
    setting["CHARGEBOARD_BACKUP_FOLDER"] = str(tmp_path / "in the way")
    with Daemon(tmp_path / "b.db", **setting) as served:
        assert "The last scheduled backup failed" in served.healthz(503)
        talk(served, calls=1)
        served.stop()


def test_a_database_that_is_served_is_not_replaced(tmp_path):
    with Daemon(tmp_path / "b.db") as served:
        talk(served)
        assert asked("backup", tmp_path / "copy.db", "--db", tmp_path / "b.db")[0] == 0
        talk(served, calls=1)
        code, said = asked("restore", tmp_path / "copy.db", "--db", tmp_path / "b.db")
        assert code == 1
        assert f"chargeboard serve (process {served.process.pid}) is using it" in said
        served.kill(at_once=True)
    (tmp_path / "b.db").write_bytes((tmp_path / "copy.db").read_bytes())
    refused = [["charger", "list"], ["doctor"], ["rebuild"]]
    found = [asked(*words, "--db", tmp_path / "b.db") for words in refused]
    found.append(command("serve", "--port", free_port(), "--db", tmp_path / "b.db"))
    for code, said in found:
        assert code == 1
        assert "does not belong to this file" in said, said
    code, said = asked("restore", tmp_path / "copy.db", "--db", tmp_path / "b.db")
    assert code == 0, said
    with Daemon(tmp_path / "b.db") as served:
        talk(served, calls=1)
        served.stop()
    assert sum("DataTransfer" in text for text in frames(tmp_path / "b.db")) == 21
