# ruff: noqa: E501, S310 - a frame a line; our own addresses
"""A secret goes in by every way there is; the folder of the database holds it nowhere, and is its owner's only."""

import asyncio
import gzip
import json
import os
import stat
import urllib.request
from pathlib import Path

import apsw
import pytest
import websockets
from daemon import Daemon, asked, command

from chargeboard.run.clock import now
from chargeboard.time.instants import HOUR, SECOND, text_of
from in_a_thread import run

SECRET, PERSON = "Zq7PLANTEDx9", "04PERSONf00d"
HOUR_AGO = now() - HOUR


def at(second):
    return text_of(HOUR_AGO + second * SECOND)


CALLS = [
    ("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}),
    ("StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available", "info": f"pw://u:{SECRET}@h"}),
    ("StartTransaction", {"connectorId": 1, "idTag": PERSON, "meterStart": 0, "timestamp": at(1)}),
    ("DataTransfer", {"vendorId": "v", "data": json.dumps({"idTag": PERSON, "wifi": {"psk": SECRET}})}),
    ("SignCertificate", {"csr": SECRET}),
    ("SecurityEventNotification", {"type": "InvalidTLSVersion", "timestamp": at(2), "techInfo": f"{PERSON}@example.org"}),
    ("StopTransaction", {"transactionId": 1, "idTag": PERSON, "meterStop": 9, "timestamp": at(3)}),
]  # fmt: skip
ANSWER = [3, "9", {"configurationKey": [{"key": "AuthorizationKey", "readonly": False, "value": SECRET}]}]


def line(number, frame, station="CP2", direction="in"):
    return json.dumps({"received_at": at(number), "station": station, "direction": direction, "frame": frame})


def lines(station):
    frames = [line(n, [2, f"{n}", *call], station) for n, call in enumerate(CALLS)]
    return [
        *frames,
        line(30, ANSWER, station),
        f'torn {{"idTag":"{PERSON}","password":"{SECRET}',
        f"[2, 'x', password={SECRET}",
    ]


async def talk(address):
    async with websockets.connect(f"{address}CP1", subprotocols=["ocpp1.6"]) as link:
        for number, call in enumerate(CALLS):
            await link.send(json.dumps([2, f"{number}", *call]).replace("idTag", "\\u0069dTag"))
            assert json.loads(await link.recv())[0] in {3, 4}
        await link.send(
            json.dumps([2, "large", "DataTransfer", {"data": f'{{"pin":"{SECRET}"}}' + " " * 200_000}])
        )
        assert json.loads(await link.recv())[1] == "large"
        await link.send(f'[2,"cut","Authorize",{{"idTag":"{PERSON}')


def post(url, body):
    request = urllib.request.Request(
        f"{url}/api/v1/frames",
        gzip.compress(body.encode()),
        {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"},
    )
    return json.loads(urllib.request.urlopen(request, timeout=60).read())


def holding(folder):
    return [
        (file.name, planted)
        for file in folder.rglob("*")
        if file.is_file()
        for planted in (SECRET, PERSON, PERSON.lower())
        if planted.encode() in file.read_bytes()
    ]


def open_to_others(folder):
    return [
        (file.name, oct(stat.S_IMODE(file.stat().st_mode)))
        for file in folder.rglob("*")
        if file.is_file() and file.stat().st_mode & 0o077
    ]


@pytest.fixture
def any_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.threat("K1")
@pytest.mark.threat("K5")
def test_by_whatever_way_it_comes_it_is_found_nowhere_and_all_files_are_the_owners(tmp_path, any_umask):
    folder = tmp_path / "kept"
    folder.mkdir()
    database, log = folder / "board.db", tmp_path / "raw.jsonl"
    log.write_text("\n".join(lines("CP3")))
    with Daemon(database, CHARGEBOARD_BACKUP_FOLDER=str(folder / "backups")) as served:
        run(asyncio.wait_for(talk(served.address), 60))
        assert post(served.url, "\n".join(lines("CP2")))["frames"] == 8
        assert command("import", log, "--db", database)[0] == 0
        served.until(lambda: "CP1" in urllib.request.urlopen(f"{served.url}/", timeout=60).read().decode())
        served.until(lambda: list((folder / "backups").glob("*.db")))
        assert holding(folder) == []
        assert open_to_others(folder) == []
        served.stop()
    assert command("backup", folder / "copy.db", "--db", database)[0] == 0
    for what in ("sessions", "frames"):
        _, said = asked("export", what, "--db", database)
        (folder / f"{what}.csv").touch(mode=0o600)
        (folder / f"{what}.csv").write_text(said)
    _, said = asked("doctor", "--db", database)
    assert "is hidden in all that is kept" in said
    assert SECRET not in "".join(served.said)
    assert holding(folder) == []
    assert open_to_others(folder) == []


@pytest.mark.threat("K8")
def test_a_database_of_before_is_cleaned_while_it_is_served(tmp_path, any_umask):
    folder = tmp_path / "kept"
    folder.mkdir()
    database, log = folder / "board.db", tmp_path / "raw.jsonl"
    log.write_text("\n".join(lines("CP3")))
    assert asked("import", log, "--db", database)[0] == 0
    spoiled = apsw.Connection(str(database))
    told = [(json.dumps([2, f"{n}", *call]), n + 1) for n, call in enumerate(CALLS)]
    for text, seq in told:
        spoiled.execute("update journal set text = ? where seq = ?", (text, seq))
    # what was written by a version without these rules, and dropped since
    spoiled.execute("update meta set value = '' where key = 'hidden_by'")
    spoiled.execute("insert into meta values ('unwiped', '')")
    spoiled.execute("create table gone (text text); insert into gone values (?)", (SECRET * 3000,))
    spoiled.execute("drop table gone")
    spoiled.close()
    database.chmod(0o644)
    assert (database.name, SECRET) in holding(folder)
    assert "may hold what is hidden" in asked("doctor", "--db", database)[1]
    with Daemon(database) as served:
        served.until_said("the file is wiped")
        assert urllib.request.urlopen(f"{served.url}/healthz", timeout=60).read() == b"ok\n"
        assert holding(folder) == []
        assert open_to_others(folder) == []
        again = post(served.url, "\n".join(lines("CP3")))
        assert (again["frames"], again["new"]) == (8, 0)
        served.stop()
    assert holding(folder) == []
    assert "is hidden in all that is kept" in asked("doctor", "--db", database)[1]


def test_a_command_does_the_same_at_once(tmp_path):
    database = tmp_path / "board.db"
    log = tmp_path / "raw.jsonl"
    log.write_text(line(1, [2, "1", "BootNotification", CALLS[0][1]]))
    assert asked("import", log, "--db", database)[0] == 0
    spoiled = apsw.Connection(str(database))
    spoiled.execute(
        "update journal set text = ?", (json.dumps([2, "1", "SignCertificate", {"csr": SECRET}]),)
    )
    spoiled.close()
    code, said = asked("hide", "--db", database, CHARGEBOARD_PRIVACY_HIDE='["csr", "other"]')
    assert code == 0, said
    assert "Messages of 1 charger" in said
    assert SECRET.encode() not in b"".join(Path(file).read_bytes() for file in tmp_path.glob("board.db*"))
