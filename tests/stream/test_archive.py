"""The log as Parquet files: each message once, however often it is interrupted, and others read it."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import click
import pytest
from daemon import HOME, command

from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.cli.export.archiving import Archive
from chargeboard.domain.entries import Entry
from chargeboard.domain.frame import Frame
from chargeboard.stream.address import log_at
from chargeboard.stream.opening import connected, opened
from chargeboard.stream.publishing import Publisher
from chargeboard.stream.reading import Message
from chargeboard.time.instants import SECOND
from in_a_thread import run as in_a_thread

NOW = 1_790_000_000 * SECOND
DAY = datetime.fromtimestamp(NOW // SECOND, UTC).date()


def said(position, number, *frames, gateway="g", part=0):
    return Message(position, NOW + position, part, gateway, number, [Entry((frame,)) for frame in frames])


def frame(station, at, text):
    return Frame(station, NOW + at, "in", text, "c", "ocpp1.6")


def lines(folder):
    found = []
    for path in sorted(folder.glob("frames/*/*.parquet")):
        with path.open("rb") as raw:
            found.append(
                [line for block in blocks_also_of_parquet(raw) for line in block.decode().splitlines()]
            )
    return found


def test_each_message_is_in_one_file_and_the_next_start_goes_on_behind_the_last(tmp_path):
    archive = Archive(tmp_path, "log")
    assert archive.position == 0
    assert (
        archive.write([said(3, 1, frame("B", 5, "[b]"), frame("A", 5, "[1]")), said(4, 1), said(6, 2)]) == 2
    )
    again = Archive(tmp_path, "log")
    assert again.position == 6
    # one that was sent twice, and another gateway's; its clock is a little behind
    late = frame("A", 4, "[3]")
    again.write(
        [said(7, 2, frame("A", 6, "[2]")), said(9, 3, frame("A", 6, "[2]")), said(11, 1, late, gateway="h")]
    )
    first, second = lines(tmp_path)
    assert [line.count("[1]") + 2 * line.count("[b]") for line in first] == [1, 2]
    assert ["[2]" in second[0], "[3]" in second[1], len(second)] == [True, True, 2]
    assert [path.parent.name for path in tmp_path.glob("frames/*/*")] == [f"date={DAY}"] * 2


def test_a_folder_of_another_log_is_refused(tmp_path):
    Archive(tmp_path, "log").write([said(1, 1, frame("A", 5, "[1]"))])
    with pytest.raises(click.ClickException, match="another log"):
        Archive(tmp_path, "other")


async def publish(log_servers, gateway, count):
    address = log_at(log_servers.url)
    async with connected(address, "test") as client:
        publisher = Publisher(await opened(client, address), gateway, lambda: 0)
        for n in range(count):
            publisher.submit(Entry((frame(f"CP{n % 7}", n, f"[{n}]"),)), lambda: None)
        await publisher.drain()


KILLED = """
import os, signal, sys
from chargeboard.cli.export.parquet_file import ParquetFile
from chargeboard.cli import main
written = ParquetFile._write
def write(self):
    written(self)
    os.kill(os.getpid(), signal.SIGKILL)
ParquetFile._write = write
main()
"""
"""The command, which dies when the first rows of a file are written."""


def test_who_is_killed_in_the_middle_of_a_file_leaves_nothing_out_and_nothing_behind(log_servers, tmp_path):
    in_a_thread(asyncio.wait_for(publish(log_servers, "g", 300), 60))
    asked = ["archive", tmp_path / "a", "--log", log_servers.url, "--once"]
    killed = subprocess.run([sys.executable, "-c", KILLED, *asked], env=os.environ | HOME, check=False)
    assert killed.returncode == -signal.SIGKILL
    ((unfinished),) = (tmp_path / "a").glob("frames/*/.*")
    assert (unfinished.stat().st_size > 0, lines(tmp_path / "a")) == (True, [])
    assert command(*asked)[0] == 0
    assert [len(file) for file in lines(tmp_path / "a")] == [300]
    assert not unfinished.exists()


SLOW = """
from chargeboard.cli import main
from chargeboard.stream.reading import PartReader
heard = PartReader._message
async def nothing(self):
    PartReader._message = heard
    self._asked_until = None
PartReader._message = nothing
main()
"""
"""The command, whose log hands out nothing for as long as the first request waits."""


def test_once_ends_when_all_is_written_however_slow_the_log_is(log_servers, tmp_path):
    in_a_thread(asyncio.wait_for(publish(log_servers, "g", 300), 60))
    asked = ["archive", tmp_path / "a", "--log", log_servers.url, "--once"]
    subprocess.run([sys.executable, "-c", SLOW, *asked], env=os.environ | HOME, check=True)
    assert [len(file) for file in lines(tmp_path / "a")] == [300]


def test_the_command_goes_on_where_it_ended(log_servers, tmp_path):
    def archived():
        return command(
            "archive", tmp_path / "a", "--log", log_servers.url, "--once", CHARGEBOARD_DB=tmp_path / "x.db"
        )

    in_a_thread(asyncio.wait_for(publish(log_servers, "g", 700), 60))
    assert archived()[0] == 0
    in_a_thread(asyncio.wait_for(publish(log_servers, "h", 70), 60))
    code, said = archived()
    assert (code, said.startswith("70 frames")) == (0, True), said
    assert [len(file) for file in lines(tmp_path / "a")] == [700, 70]
    assert archived() == (0, "")
    code, said = command("import", *(tmp_path / "a").glob("frames/*/*.parquet"), "--db", tmp_path / "x.db")
    assert code == 0, said
