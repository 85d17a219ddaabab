"""A backup takes a database's place: whole, with what belongs to it, and nothing that was there is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

import chargeboard
from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, open_store, store_at
from chargeboard.store.sqlite import restore as restoring

HOME = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}
STAMP = "20261128T120000Z"


def texts(path):
    store = open_store(path)
    try:
        return [one.frame.text for batch in store.frames_after("A", 0, 0) for one in batch]
    finally:
        store.close()


def made(path, *said):
    store = open_store(path)
    store.append([Frame("A", n, "in", text) for n, text in enumerate(said, 1)])
    store.close()


def beside(path, **contents):
    for ending, text in contents.items():
        Path(f"{path}.{ending.replace('__', '-').replace('_', '.')}").write_text(text)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def path(tmp_path):
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "a.db"
    made(path, "one")
    beside(path, key="K1", rejected_jsonl="R1", follow__aa_json="M1")
    return path


@pytest.fixture
def backup(path, tmp_path):
    (tmp_path / "safe").mkdir()
    backup = tmp_path / "safe" / "backup.db"
    store = open_store(path)
    assert store.backup(backup).frames == 1
    store.append([Frame("A", 2, "in", "two")])
    store.close()
    beside(path, key="K2", rejected_jsonl="R2", follow__aa_json="M2", follow__bb_json="N")
    return backup


def test_a_backup_brings_all_that_lies_beside(backup):
    assert names(backup.parent) == [
        "backup.db", "backup.db.follow-aa.json", "backup.db.key", "backup.db.rejected.jsonl",
    ]  # fmt: skip


def test_what_was_there_is_kept_whole_and_what_comes_is_whole(path, backup):
    done = store_at(path).restore(str(backup), STAMP)
    assert done.holdings.frames == 1
    assert done.kept == path.parent / f"a.db.before-{STAMP}"
    assert names(path.parent) == [
        "a.db", done.kept.name, "a.db.follow-aa.json", "a.db.key", "a.db.rejected.jsonl",
    ]  # fmt: skip
    assert Path(f"{path}.key").read_text() == "K1"
    assert Path(f"{path}.follow-aa.json").read_text() == "M1"
    assert texts(path) == ["one"]
    assert texts(done.kept / "a.db") == ["one", "two"]
    assert (done.kept / "a.db.key").read_text() == "K2"
    assert (done.kept / "a.db.follow-bb.json").read_text() == "N"


def test_what_was_there_can_be_brought_back(path, backup):
    kept = store_at(path).restore(str(backup), STAMP).kept
    again = store_at(path).restore(str(kept / "a.db"), STAMP)
    assert texts(path) == ["one", "two"]
    assert Path(f"{path}.key").read_text() == "K2"
    assert again.kept.name == f"a.db.before-{STAMP}-2"
    assert texts(again.kept / "a.db") == ["one"]


def test_a_crashed_database_is_kept_with_its_log(path, backup, tmp_path):
    crashed = open_store(path)
    crashed.append([Frame("A", 3, "in", "three")])
    (tmp_path / "crash").mkdir()
    for file in (path, Path(f"{path}-wal")):
        shutil.copy(file, tmp_path / "crash")
    crashed.close()
    there = tmp_path / "crash" / "a.db"
    kept = store_at(there).restore(str(backup), STAMP).kept
    assert texts(there) == ["one"]
    assert names(kept) == ["a.db", "a.db-wal"]
    assert texts(kept / "a.db") == ["one", "two", "three"]


def test_a_backup_that_crashed_itself_is_read_with_its_log(path, tmp_path):
    store = open_store(path)
    store.append([Frame("A", 2, "in", "two")])
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", f"{tmp_path / 'copy.db'}{ending}")
    store.close()
    store_at(tmp_path / "new.db").restore(str(tmp_path / "copy.db"), STAMP)
    assert texts(tmp_path / "new.db") == ["one", "two"]


def test_where_no_key_is_brought_the_key_stays(path, backup):
    Path(f"{backup}.key").unlink()
    done = store_at(path).restore(str(backup), STAMP)
    assert ".key" not in done.brought
    assert Path(f"{path}.key").read_text() == "K2"
    assert (done.kept / "a.db.key").read_text() == "K2"


def test_a_damaged_database_is_replaced_and_kept_as_it_is(path, backup):
    path.write_bytes(b"x" * 8192)
    kept = store_at(path).restore(str(backup), STAMP).kept
    assert (kept / "a.db").read_bytes() == b"x" * 8192
    assert texts(path) == ["one"]


def test_the_server_s_user_owns_what_comes(path, backup):
    path.chmod(0o640)
    if os.geteuid() == 0:
        shutil.chown(path, 12345, 12345)
    store_at(path).restore(str(backup), STAMP)
    assert path.stat().st_mode & 0o777 == 0o640
    if os.geteuid() == 0:
        assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12345)


def _damaged(backup):
    with backup.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))


def _newer(backup):
    apsw.Connection(str(backup)).execute("update meta set value = '999' where key = 'schema_version'")


def _foreign(backup):
    backup.unlink()
    apsw.Connection(str(backup)).execute("create table mine (a)")


@pytest.mark.threat("F5")
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_damaged, "not whole|damaged"),
        (_newer, "has schema 999"),
        (_foreign, "another program"),
        (lambda backup: backup.write_bytes(b"x" * 5000), "not a SQLite database"),
        (lambda backup: backup.write_bytes(b""), "nothing of chargeboard"),
        (Path.unlink, "no database"),
    ],
)
def test_what_is_no_good_backup_changes_nothing(path, backup, spoil, words):
    spoil(backup)
    before = {name: (path.parent / name).read_bytes() for name in names(path.parent)}
    with pytest.raises(StoreError, match=words):
        store_at(path).restore(str(backup), STAMP)
    assert {name: (path.parent / name).read_bytes() for name in names(path.parent)} == before
    with pytest.raises(StoreError, match="itself"):
        store_at(path).restore(str(path), STAMP)


HOLDS = """
import apsw, sys
connection = apsw.Connection(sys.argv[1])
connection.pragma("schema_version")
print("open", flush=True)
input()
"""


def test_a_database_that_any_program_has_open_is_not_replaced(path, backup):
    before = path.read_bytes()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    other.stdout.readline()
    with pytest.raises(StoreError, match="has the database open"):
        store_at(path).restore(str(backup), STAMP)
    other.communicate(b"\n")
    assert path.read_bytes() == before
    store_at(path).restore(str(backup), STAMP)


class CutOffError(Exception):
    """As if the power failed."""


def _steps(monkeypatch, survives):
    """Let so many steps of the disk happen, then none."""
    left = [survives]

    def counting(real):
        def step(*arguments, **options):
            if not left[0]:
                raise CutOffError
            left[0] -= 1
            return real(*arguments, **options)

        return step

    for name in ("rename", "unlink", "mkdir", "write_text"):
        monkeypatch.setattr(Path, name, counting(getattr(Path, name)))
    monkeypatch.setattr(restoring.shutil, "copy2", counting(shutil.copy2))
    return left


@pytest.mark.threat("F5")
def test_cut_off_after_any_step_it_is_said_and_the_same_restore_goes_on(path, backup, monkeypatch):
    folder, origin = path.parent, path.parent.with_name("origin")
    store = open_store(path)
    store.append([Frame("A", 3, "in", "three")])
    shutil.copytree(folder, origin)  # a crash's: with its log
    store.close()
    cut_off, survives = 0, 0
    while True:
        shutil.rmtree(folder)
        shutil.copytree(origin, folder)
        with monkeypatch.context() as patch:
            left = _steps(patch, survives)
            try:
                store_at(path).restore(str(backup), STAMP)
            except CutOffError:
                cut_off += 1
            else:
                break
            assert not left[0]
        survives += 1
        if not Path(f"{path}.restoring").exists():
            assert texts(path) == ["one", "two", "three"], "nothing was touched yet"
            continue
        with pytest.raises(StoreError, match="not finished") as error:
            open_store(path)
        assert f"chargeboard restore {backup}" in error.value.what_to_do
        kept = store_at(path).restore(str(backup), "later").kept
        assert kept.name == f"a.db.before-{STAMP}"
        assert texts(path) == ["one"]
        assert Path(f"{path}.key").read_text() == "K1"
        assert texts(kept / "a.db") == ["one", "two", "three"]
        assert (kept / "a.db.key").read_text() == "K2"
        assert (kept / "a.db.follow-bb.json").read_text() == "N"
    assert cut_off > 15
