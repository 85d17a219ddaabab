"""Many files and folders of any kind: what is known at the end is what an import of them gives."""

import gzip
import shutil
from contextlib import closing
from pathlib import Path

from log_folder import EVER, in_order, lines_of, text_of
from one_session import a_session

from chargeboard import zstd
from chargeboard.capture.gathering import Gathered
from chargeboard.cli.backfill import spill_file
from chargeboard.cli.backfill.files import files_of
from chargeboard.store import store_at


def test_it_knows_what_an_import_of_the_files_knows(run, logs, new, known):
    imported, filled = new("imported"), new("filled")
    said = run("import", *in_order(logs), "--db", imported).output
    told = run("backfill", logs, "--db", filled, "--jobs", 1).stdout
    assert told == said.replace("imported.db", "filled.db")
    assert "239 new frames of 6 chargers, 0 known already, 2 lines" in told
    assert known(filled) == known(imported)
    assert not store_at(str(filled)).beside.spills.exists()


def test_it_says_where_it_stands_where_no_bar_is_seen(run, logs, new):
    told = run("backfill", logs, "--db", new("board"), "--jobs", 1).stderr
    assert told.splitlines()[-1] == "keeping and understanding: 6 of 6 parts"
    assert "reading: 4 of 4 files" in told


def test_it_makes_no_difference_how_many_share_the_work(run, logs, new, known):
    one, two = new("one"), new("two")
    said = [
        run("backfill", logs, "--db", database, "--jobs", jobs).stdout.replace(database.name, "")
        for database, jobs in ((one, 1), (two, 2))
    ]
    assert said[0] == said[1]
    assert known(one) == known(two)


def test_postgresql_knows_the_same(run, logs, known, calm, tmp_path, postgres):
    data = tmp_path / "data"
    data.mkdir()
    store_at(postgres, str(data)).beside.key.write_text("6b" * 32)
    asked = ("backfill", logs, "--db", postgres, "--jobs", 1)
    where = {"CHARGEBOARD_DATA_FOLDER": str(data)}
    run(*asked, env=where)
    assert known(postgres, str(data)) == calm
    assert "taken in before" in run(*asked, env=where).output


def test_a_file_that_was_taken_in_is_not_read_again_whatever_it_is_called(run, logs, new, known):
    database = new("board")
    run("backfill", logs, "--db", database, "--jobs", 1)
    before = known(database)
    logs.rename(logs.with_name("moved"))
    told = run("backfill", "moved", "--db", database, "--jobs", 1).output
    assert "moved/day=10/log.jsonl: taken in before, as " in told
    assert "0 new frames of 0 chargers, 0 known already" in told
    again = run("backfill", "moved", "--again", "--db", database, "--jobs", 1).output
    assert "0 new frames of 6 chargers, 239 known already" in again
    assert known(database) == before


def test_what_comes_later_is_taken_in_and_nothing_else(run, logs, new):
    database = new("board")
    run("backfill", logs, "--db", database, "--jobs", 1)
    (logs / "day=12").mkdir()
    (logs / "day=12" / "log.jsonl").write_text("\n".join(lines_of("CP1", 12)))
    told = run("backfill", logs, "--db", database, "--jobs", 1).output
    assert "14 new frames of 1 charger, 0 known already" in told


def test_frames_of_a_merged_charger_are_kept_with_those_of_the_one_they_count_for(run, logs, new, known):
    databases = [new("imported"), new("filled")]
    for database in databases:
        run("import", in_order(logs)[0], "--db", database)
        run("charger", "merge", "CP1", "CP2", "--db", database)
    run("import", *in_order(logs)[1:], "--db", databases[0])
    run("backfill", *in_order(logs)[1:], "--db", databases[1], "--jobs", 1)
    assert known(databases[1]) == known(databases[0])


def test_of_the_folder_of_an_export_the_frames_are_taken(run, lake_of_all, new):
    assert {"frames", "facts", "sessions", "days"} < {path.name for path in lake_of_all.iterdir()}
    told = run("backfill", lake_of_all, "--db", new("again"), "--jobs", 1).stdout
    assert "of 4 chargers, 0 known already, 0 lines that could not be read" in told


def test_files_are_taken_in_the_order_of_their_numbers(tmp_path):
    for name in ("month=10/b.jsonl", "month=9/a.jsonl", "month=9/a.10.jsonl", "month=9/a.9.jsonl", ".seen/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [str(Path(path).relative_to(tmp_path)) for path in files_of([str(tmp_path)])]
    assert found == ["month=9/a.9.jsonl", "month=9/a.10.jsonl", "month=9/a.jsonl", "month=10/b.jsonl"]


def cut(data):
    return data[: len(data) - 20]


def long_log():
    """Enough that a part of it comes out of a compressed file that is cut."""
    return text_of([f"CP{n}" for n in range(3)], 20).replace('{"frame": 1}\n', "").encode()


BROKEN = {
    "cut.jsonl.gz": (lambda _: cut(gzip.compress(long_log())), "the compressed file is damaged"),
    "cut.jsonl.zst": (lambda _: cut(zstd.compress(long_log())), "the compressed file is damaged"),
    "cut.parquet": (cut, "the Parquet file is damaged"),
    "noise.bin": (lambda _: b"\x00\x01 nothing\n" * 9, "not a known log: name its format with --format"),
}


def test_files_that_cannot_be_read_are_told_and_the_others_are_taken_in(run, logs, lake_of_all, new):
    for name, (make, _) in BROKEN.items():
        (logs / "day=10" / f"a-{name}").write_bytes(make((logs / "frames.parquet").read_bytes()))
    days = next(lake_of_all.glob("days/*/*/*"))
    shutil.copy(days, logs / "day=10" / "days.parquet")
    database = new("board")
    told = run("backfill", logs, "--db", database, "--jobs", 1, code=1).stdout
    again = run("backfill", logs, "--db", database, "--jobs", 1, code=1).stdout
    for name, (_, said) in BROKEN.items():
        assert f"{logs}/day=10/a-{name}: {said}" in told
        assert f"{logs}/day=10/a-{name}: {said}" in again, "it may have been put right, so it is read again"
    assert f"{logs}/day=10/days.parquet: this Parquet holds no frames; not in it: received_at" in told
    assert "new frames of 6 chargers" in told
    assert again.count("taken in before") == 4


def test_a_file_that_is_there_twice_is_taken_in_once(run, logs, new):
    shutil.copy(logs / "day=10" / "log.jsonl", logs / "day=10" / "log.jsonl.bak")
    told = run("backfill", logs, "--db", new("board"), "--jobs", 1).output
    assert f"{logs}/day=10/log.jsonl.bak: holds what {logs}/day=10/log.jsonl holds; left" in told
    assert "239 new frames of 6 chargers, 0 known already, 2 lines" in told


def test_a_file_that_is_not_there_is_told(run, logs, new):
    told = run("backfill", "nowhere.jsonl", logs, "--db", new("board"), "--jobs", 1, code=1).output
    assert "nowhere.jsonl: No such file or directory" in told
    assert "239 new frames" in told
    Path("empty").mkdir()
    told = run("backfill", "empty", "--db", "board.db", code=1).output
    assert "There is no file in empty; name a folder with logs in it" in told


def test_a_zone_that_there_is_not_is_refused_before_anything_is_read(run, logs):
    told = run("backfill", logs, "--tz", "Europe/Nowhere", "--db", "board.db", code=2).output
    assert 'there is no time zone "Europe/Nowhere"; use a name such as Europe/Amsterdam' in told
    assert not Path("board.db").exists()


def test_a_repeat_within_a_file_is_a_repeat_and_the_same_frame_in_another_is_not(run, new, known):
    lines = a_session()
    Path("logs").mkdir()
    Path("logs/1.jsonl").write_text("\n".join([*lines[:4], lines[3], *lines[4:]]))
    Path("logs/2.jsonl").write_text("\n".join(lines))
    imported, filled = new("imported"), new("filled")
    run("import", "logs/1.jsonl", "logs/2.jsonl", "--db", imported)
    assert (
        "15 new frames of 1 charger, 14 known already"
        in run("backfill", "logs", "--db", filled, "--jobs", 1).output
    )
    assert known(filled) == known(imported)


def test_secrets_are_hidden_before_they_lie_on_the_disk(run, logs, new, monkeypatch):
    database = new("board")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("chargeboard.cli.crew_tasks.fill", stop)
        run("backfill", logs, "--db", database, "--jobs", 1, code=1)
    spills = list(store_at(str(database)).beside.spills.iterdir())
    assert len(spills) == 4
    told = [
        frame.text for spill in spills for part in range(64) for frame in spill_file.frames_of(spill, part)
    ]
    assert len(told) == 239
    assert "DEADBEEF" not in " ".join(told)
    assert {spill.stat().st_mode & 0o77 for spill in spills} == {0}


def test_frames_that_are_held_are_few_however_many_there_are(run, new, monkeypatch):
    Path("logs").mkdir()
    for day in range(1, 25):
        Path(f"logs/{day}.jsonl").write_text(text_of(["CP1", "CP2"], day))
    most = 40
    monkeypatch.setattr("chargeboard.capture.gathering._OF_ALL", most)
    monkeypatch.setattr("chargeboard.cli.backfill.spill_file.ROWS_AT_ONCE", most)
    held, write, add = [], spill_file.SpillWriter.keep, Gathered.add

    def note_written(writer, station, frames):
        write(writer, station, frames)
        held.append(writer._rows)

    def note_gathered(gathered, frame):
        add(gathered, frame)
        held.append(gathered._count)

    monkeypatch.setattr(spill_file.SpillWriter, "keep", note_written)
    monkeypatch.setattr(Gathered, "add", note_gathered)
    told = run("backfill", "logs", "--db", new("board"), "--jobs", 1).output
    assert "672 new frames" in told
    assert len(held) > 1_300
    assert max(held) <= most


def test_a_spill_that_was_damaged_is_told_and_laid_down_again(run, logs, new, known, monkeypatch):
    database = new("board")
    laid = spill_file.SpillWriter.finish

    def damage(writer, about):
        laid(writer, about)
        body = bytearray(writer._path.read_bytes())
        body[8] ^= 255
        writer._path.write_bytes(body)

    with monkeypatch.context() as patch:
        patch.setattr(spill_file.SpillWriter, "finish", damage)
        told = run("backfill", in_order(logs)[1], "--db", database, "--jobs", 1, code=1).output
    assert "is damaged, and was removed: run the command again, and it does the rest" in told
    run("backfill", in_order(logs)[1], "--db", database, "--jobs", 1)
    imported = new("imported")
    run("import", in_order(logs)[1], "--db", imported)
    assert known(database)[:2] == known(imported)[:2]


def test_an_empty_store_has_no_notes_left_of_parts(run, logs, new):
    database = new("board")
    run("backfill", logs, "--db", database, "--jobs", 1)
    with closing(store_at(str(database)).open()) as store:
        keys = store.database.connection.execute("select key from meta where key like 'backfill.%'")
        assert len(list(keys)) == 4
        assert sum(len(batch) for batch in store.frames_in("CP1", EVER)) == 45
