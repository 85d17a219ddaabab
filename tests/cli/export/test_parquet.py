"""Everything in Parquet: read back by another program, whole or not there, and nothing twice."""

import csv
import json
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_session import a_session

from chargeboard.capture.formats.reading import LogNotes
from chargeboard.capture.formats.systems import own
from chargeboard.capture.lines import Log
from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.cli.export import export_command, parquet_file
from chargeboard.cli.export.rows import Rows
from chargeboard.documents.tables import tables
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.run.clock import now
from chargeboard.store import store_at
from chargeboard.time.days import day_of
from chargeboard.time.instants import datetime_of
from chargeboard.time.spans import Span

ALL = ("frames", "facts", "sessions", "days")
OCTOBER = ("--from", "2025-10-13", "--through", "2025-10-14")
EVER = Span(0, 2**62)


@pytest.fixture
def fleet(tmp_path, run, database):
    """Two more chargers; one of them speaks in November, too."""
    lines = [*a_session("CP0"), *a_session("é/2")]
    lines += [line.replace("2025-10-13", "2025-11-13") for line in a_session("CP0")]
    (tmp_path / "more.jsonl").write_text("\n".join(lines))
    run("import", "more.jsonl", "--db", database)
    return database


@pytest.fixture
def rows_of():
    def read(what, columns="*", folder="lake"):
        found = f"read_parquet('{folder}/{what}/**/*.parquet', hive_partitioning = true)"
        with duckdb.connect() as connection:
            connection.sql("SET TimeZone = 'UTC'")
            # as they stand, a file after the other
            return connection.sql(f"SELECT {columns} FROM {found}").fetchall()  # noqa: S608 - a test's own

    return read


def export(run, database, *arguments, **options):
    return run("export", *ALL, "--parquet", "lake", "--db", database, *arguments, **options)


def test_duckdb_reads_every_frame_as_it_was_kept(run, fleet, rows_of):
    export(run, fleet)
    with closing(store_at(str(fleet)).open()) as store:
        kept = [
            (station, datetime_of(one.frame.received_at), one.seq, one.frame.direction, one.frame.text)
            for station in sorted(store.stations())
            for batch in store.frames_in(station, EVER)
            for one in batch
        ]
    told = rows_of("frames", "charger, received_at::TIMESTAMP, number, direction, text")
    told = [(charger, at.replace(tzinfo=UTC), *rest) for charger, at, *rest in told]
    assert sorted(told) == sorted(kept)
    assert len(told) == 56
    assert {Path(name).parent.name for name in Path("lake/frames").glob("*/*/*")} == {"month=10", "month=11"}


def test_there_is_a_row_for_each_fact(run, fleet, rows_of):
    export(run, fleet)
    with closing(store_at(str(fleet)).open()) as store:
        kept = [
            (station, fact.__struct_config__.tag, datetime_of(fact.at).replace(tzinfo=None))
            for station in sorted(store.stations())
            for fact in store.facts(station, EVER)
        ]
    assert sorted(rows_of("facts", 'charger, fact, "at"::TIMESTAMP')) == sorted(kept)
    started = rows_of("facts", "fact, meter_start_wh, meter_stop_wh, socket, stated_at")
    assert ("start", Decimal("1000.000"), None, 1, None) in started
    assert ("stop", None, Decimal("13000.000"), None, None) in started


def test_sessions_and_days_are_those_of_the_csv(run, fleet, rows_of):
    export(run, fleet)
    for what in ("sessions", "days"):
        csv_rows = csv.DictReader(
            run("export", what, "--from", "2025-10-01", "--db", fleet).output.splitlines()
        )
        listed = [row for row in csv_rows if row.get("sessions") != ""]
        told = rows_of(what, "charger, energy_wh")
        energy = [(row["charger"], Decimal(row["energy_wh"] or 0)) for row in listed]
        assert sorted(one for one in told if one[1]) == sorted(one for one in energy if one[1])
        assert len([one for one in told if one[1]]) == 4
    assert [row for row in rows_of("days", "charger, date, year, month, sessions") if row[4]] != []
    assert ("CP0", date(2025, 11, 13), 2025, 11, 1) in rows_of("days", "charger, date, year, month, sessions")


def test_a_session_over_the_end_of_a_month_is_there_once(tmp_path, run, rows_of):
    log = "\n".join(a_session()).replace("2025-10-13T09", "2025-11-01T00").replace("2025-10-13", "2025-10-31")
    (tmp_path / "log.jsonl").write_text(log)
    run("import", "log.jsonl", "--db", "board.db")
    export(run, "board.db")
    assert rows_of("sessions", "charger, month, energy_wh") == [("CP1", 10, Decimal("12000.000"))]


def test_days_are_in_the_months_of_the_charger(tmp_path, run, rows_of):
    (tmp_path / "chargeboard.toml").write_text('[chargers.CP1]\ntimezone = "America/New_York"\n')
    log = "\n".join(a_session()).replace("2025-10-13T0", "2025-11-01T0")
    (tmp_path / "log.jsonl").write_text(log.replace("T07", "T01").replace("T08", "T02").replace("T09", "T03"))
    run("import", "log.jsonl", "--db", "board.db")
    export(run, "board.db", "--through", "2025-11-30")
    told = rows_of("days", "date, month, sessions")
    assert [row for row in told if row[2]] == [(date(2025, 10, 31), 10, 1)]
    assert all(row[0].month == row[1] for row in told)


def test_rows_stand_in_the_order_of_the_reference(run, fleet):
    export(run, fleet)
    for file in Path("lake").rglob("*.parquet"):
        rows = pq.read_table(file).to_pydict()
        time = {"frames": "received_at", "facts": "at", "sessions": "start", "days": "date"}[file.stem]
        order = list(zip(rows["charger"], rows[time], strict=True))
        assert order == sorted(order)


def test_many_rows_are_several_groups_and_none_is_lost(run, fleet, rows_of, monkeypatch):
    monkeypatch.setattr(parquet_file, "ROWS_AT_ONCE", 10)
    export(run, fleet)
    file = pq.ParquetFile("lake/frames/year=2025/month=10/frames.parquet")
    assert file.num_row_groups > 1
    assert len(rows_of("frames")) == 56
    assert file.schema_arrow.metadata[b"chargeboard.schema"] == b"1"
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_an_interrupted_export_leaves_no_part_and_goes_on(run, fleet, rows_of, monkeypatch):
    export(run, fleet, "--through", "2025-10-31")
    before = {path: path.read_bytes() for path in Path("lake").rglob("*.parquet")}
    read = Rows._sessions

    def cut_off(rows, station, month):
        yield from read(rows, station, month)
        if station == "CP1":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(parquet_file, "ROWS_AT_ONCE", 1)  # so that something of it is written
        patch.setattr(Rows, "_sessions", cut_off)
        export(run, fleet, "--through", "2025-11-30", code=1)
    assert [path for path in Path("lake").rglob("*") if path.name.startswith(".")] == []
    session = Path("lake/sessions/year=2025/month=10/sessions.parquet")
    assert session.read_bytes() == before[session]
    done = export(run, fleet, "--only-missing", "--through", "2025-11-30").output
    assert "frames: 2 files were left as they are" in done
    assert "sessions: 1 row in 1 month" in done
    assert len(rows_of("sessions")) == 4


def test_what_came_late_is_taken_up_by_writing_again(tmp_path, run, fleet, rows_of):
    export(run, fleet)
    (tmp_path / "late.jsonl").write_text("\n".join(a_session("LATE")))
    run("import", "late.jsonl", "--db", fleet)
    export(run, fleet, "--only-missing")
    assert "LATE" not in {row[0] for row in rows_of("frames", "charger")}
    export(run, fleet)
    assert "LATE" in {row[0] for row in rows_of("frames", "charger")}


def test_a_file_of_what_the_database_has_let_go_of_stays(tmp_path, run, fleet, rows_of):
    (tmp_path / "later.jsonl").write_text("\n".join(a_session()).replace("2025-10-13", "2025-10-20"))
    run("import", "later.jsonl", "--db", fleet)
    export(run, fleet)
    before = rows_of("frames", "charger, number")
    age = day_of(now(), "UTC") - date(2025, 10, 17)
    (tmp_path / "chargeboard.toml").write_text(f"[retention]\nframes_days = {age.days}\n")
    run("retain", "--db", fleet)
    told = export(run, fleet).output
    assert "frames: 1 file was left, as the database has let go of a part of what is in it" in told
    assert sorted(rows_of("frames", "charger, number")) == sorted(before)


def test_a_folder_holds_one_export(run, fleet, rows_of):
    run("export", "sessions", "--charger", "CP1", "--parquet", "one", "--db", fleet)
    assert {row[0] for row in rows_of("sessions", "charger", folder="one")} == {"CP1"}
    refused = run("export", "sessions", "--parquet", "one", "--db", fleet, code=1).output
    assert "one holds another export (schema 1, CP1; asked for is schema 1, all chargers)" in refused
    Path("one/chargeboard-export.json").write_text("{")
    refused = run("export", "sessions", "--parquet", "one", "--db", fleet, code=1).output
    assert "name another folder" in refused


def test_secrets_are_hidden_as_they_are_in_the_database(run, fleet, rows_of):
    export(run, fleet)
    texts = " ".join(row[0] for row in rows_of("frames", "text"))
    assert json.loads(a_session()[7])["frame"][3]["idTag"] not in texts
    assert Path("lake/chargeboard-export.json").read_text() == '{"schema":1,"charger":""}'


def test_without_the_library_it_says_what_to_install(run, fleet, monkeypatch):
    monkeypatch.setattr(export_command, "find_spec", lambda _: None)
    assert "pip install 'chargeboard[parquet]'" in export(run, fleet, code=1).output
    assert not Path("lake").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("frames",), "as CSV one list at a time"),
        (("sessions", "days"), "as CSV one list at a time"),
        (("days", "--only-missing"), "is for --parquet"),
        (("days", "--parquet", "lake", "--from", "13.10.2025"), "is not a date"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(run, database, asked, told):
    assert told in run("export", *asked, "--db", database, code=2).output
    assert not Path("lake").exists()


def test_nothing_known_is_no_file(run, database):
    export(run, database, "--from", "2024-01-01", "--through", "2024-02-01")
    assert list(Path("lake").rglob("*.parquet")) == []


def test_frames_that_are_imported_elsewhere_are_the_same_rows(run, fleet):
    past = ("--through", "2025-11-30")
    export(run, fleet, *past)
    files = sorted(Path("lake/frames").rglob("*.parquet"))
    shutil.copy(store_at(str(fleet)).beside.key, store_at(str(fleet.with_name("other.db"))).beside.key)
    assert "56 new frames of 3 chargers, 0 known already" in run("import", *files, "--db", "other.db").output
    assert "0 new frames" in run("import", *files, "--db", "other.db").output
    run("export", *ALL, "--parquet", "again", "--db", "other.db", *past)
    for file in Path("lake").rglob("*.parquet"):
        assert pq.read_table(Path("again") / file.relative_to("lake")) == pq.read_table(file), file


TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
FRAMES = st.builds(
    Frame,
    station=TEXTS.filter(bool),
    received_at=st.integers(0, 2 * 10**15),
    direction=st.sampled_from(["in", "out"]),
    text=TEXTS,
    connection=TEXTS,
    protocol=st.sampled_from(["", "ocpp1.6", "ocpp2.0.1", "ocpp2.1"]),
)


@given(st.lists(FRAMES, min_size=1, max_size=20))
def test_any_frames_come_back_from_parquet_as_they_were(frames):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frames.parquet"
        with parquet_file.ParquetFile(path, tables()["frames"], {}) as file:
            for number, frame in enumerate(frames):
                whose = Whose(id=frame.station, name="", timezone="UTC", at=0)
                file.add(tables()["frames"].filled_with(whose, [Stored(number, frame)]))
        with Log(str(path), blocks_also_of_parquet) as log:
            assert list(own.read(log, LogNotes("frames.parquet", "", None))) == frames


def test_parquet_without_frames_is_told(tmp_path, run, fleet):
    export(run, fleet)
    days = next(Path("lake/days").rglob("*.parquet"))
    told = run("import", days, "--db", "other.db", code=1).output
    assert "this Parquet holds no frames; not in it: received_at, direction" in told
    frames = next(Path("lake/frames").rglob("*.parquet")).read_bytes()
    (tmp_path / "half.parquet").write_bytes(frames[: len(frames) // 2])
    assert "the Parquet file is damaged" in run("import", "half.parquet", "--db", "other.db", code=1).output
