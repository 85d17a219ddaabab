"""A folder of logs of all kinds."""

import gzip
import shutil

from click.testing import CliRunner
from one_session import a_session

from chargeboard import zstd
from chargeboard.cli import main
from chargeboard.store import store_at
from chargeboard.time.spans import Span

EVER = Span(0, 2**62)


def done(*arguments):
    assert CliRunner().invoke(main, [str(one) for one in arguments]).exit_code == 0


def lines_of(station, day):
    return [line.replace("2025-10-13", f"2025-10-{day:02}") for line in a_session(station)]


def text_of(stations, day):
    """Chargers in turns, and a line that cannot be read."""
    turns = zip(*(lines_of(station, day) for station in stations), strict=True)
    return "\n".join([*(line for turn in turns for line in turn), '{"frame": 1}\n'])


def as_kwwhat(stations, day):
    """A CSV of another program, a session of each."""
    return "timestamp,id,action,msg\n" + "".join(
        f'2025-10-{day:02}T1{hour}:00:00Z,{station},Heartbeat,"[2,""h{hour}"",""Heartbeat"",{{}}]"\n'
        for hour in range(3)
        for station in stations
    )


def fill_folder(folder):
    """Five chargers on four days, as JSON lines by gzip, plain, CSV by zstd, and Parquet."""
    stations = [f"CP{n}" for n in range(5)]
    folder.mkdir()
    (folder / "day=9").mkdir()
    (folder / "day=9" / "log.jsonl.gz").write_bytes(gzip.compress(text_of(stations, 9).encode()))
    (folder / "day=10").mkdir()
    (folder / "day=10" / "log.jsonl").write_text(text_of(stations, 10))
    (folder / "day=11").mkdir()
    csv = as_kwwhat(stations, 11).encode()
    (folder / "day=11" / "log.csv.zst").write_bytes(zstd.compress(csv))
    whole = folder / "whole.jsonl"
    whole.write_text(text_of([*stations, "é/2"], 13))
    other = folder.parent / "other.db"
    key_of(other).write_text("6b" * 32)
    done("import", whole, "--db", other)
    done("export", "frames", "--parquet", folder.parent / "lake", "--db", other)
    whole.unlink()
    (parquet,) = (folder.parent / "lake").rglob("*.parquet")
    shutil.copy(parquet, folder / "frames.parquet")
    return folder


def in_order(folder):
    """The files of the folder as a backfill takes them."""
    days = [folder / f"day={day}" for day in (9, 10, 11)]
    return [path for day in days for path in sorted(day.iterdir())] + [folder / "frames.parquet"]


def key_of(database):
    return store_at(str(database)).beside.key
