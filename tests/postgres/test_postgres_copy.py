"""A store moves to the other engine and back, and is the same row by row."""

import subprocess
import sys

import pytest
from click.testing import CliRunner
from crash_worker import everything, work

from chargeboard.cli import main
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import AuditEntry
from chargeboard.store import copying, store_at


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))

    def run(*words, code=0):
        done = CliRunner().invoke(main, list(words))
        assert done.exit_code == code, done.output
        return done.output.replace("\n", " ")

    return run


@pytest.fixture
def old(tmp_path):
    """A database with frames, facts, blocks and conclusions, and an audit trail."""
    path = str(tmp_path / "old.db")
    work(path, 10_000)
    store = store_at(path, str(tmp_path)).open()
    store.append([Frame("odd \x00 one", 1, "in", "a\x00b")])
    store.note_audit(
        AuditEntry(at=5, who="a", by="page", address="", what="approved", about="A", before=None, after={})
    )
    store.close()
    (tmp_path / "old.db.key").write_bytes(b"k" * 32)
    return path


def rows_of(place, folder):
    store = store_at(place, str(folder)).open(read_only=True)
    copy = copying.Copying.__new__(copying.Copying)
    found = {
        table.name: copy._ask(store.database, *copying._page_of(table, None, None, None))
        for table in copy.tables
    }
    store.close()
    return found


def test_there_and_back_every_row_is_what_it_was(old, postgres, run, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "PAGE", 300)
    told = run("copy", old, postgres)
    assert "compared one by one" in told
    assert f"--db {postgres}" in told
    assert rows_of(postgres, tmp_path) == rows_of(old, tmp_path)
    assert (tmp_path / "chargeboard.key").read_bytes() == b"k" * 32
    back = str(tmp_path / "back.db")
    run("copy", postgres, back)
    assert rows_of(back, tmp_path) == rows_of(old, tmp_path)
    assert everything(back) == everything(old)
    store = store_at(postgres, str(tmp_path)).open()
    store.note_audit(
        AuditEntry(at=6, who="a", by="page", address="", what="approved", about="B", before=None, after={})
    )
    store.close()


def test_what_was_cut_off_goes_on_and_what_changed_meanwhile_is_put_right(
    old, postgres, run, tmp_path, monkeypatch
):
    monkeypatch.setattr(copying, "PAGE", 300)
    put_right, times = copying.Copying._put_right, iter(range(8))

    def cut_off(*given):
        if next(times, None) is None:
            raise KeyboardInterrupt
        return put_right(*given)

    with monkeypatch.context() as patch:
        patch.setattr(copying.Copying, "_put_right", cut_off)
        run("copy", old, postgres, code=1)
    assert rows_of(postgres, tmp_path) != rows_of(old, tmp_path)
    with store_at(old, str(tmp_path)).alone("chargeboard serve", ""):
        assert "is in use" in run("copy", old, postgres)
    store = store_at(old, str(tmp_path)).open()
    store.append([Frame("CP-A", 2**60, "in", "[2]")])
    store.let_frames_go("CP-B", 2**60, b"{}")
    store.close()
    assert "compared one by one" in run("copy", old, postgres)
    assert rows_of(postgres, tmp_path) == rows_of(old, tmp_path)


def test_what_holds_something_else_is_left_alone(old, postgres, run, tmp_path):
    store = store_at(postgres, str(tmp_path)).open()
    store.append([Frame("mine", 1, "in", "[2]")])
    store.close()
    assert "There is something in what was to be copied to" in run("copy", old, postgres, code=1)
    assert rows_of(postgres, tmp_path)["station"] == [("mine", 1, 1, 0, None, 0)]


SLOWLY = """
import sys
from chargeboard.cli import main
from chargeboard.store import copying
copying.PAGE = 100
put_right = copying.Copying._put_right
def told(*given):
    print(put_right(*given), flush=True)
    return 0
copying.Copying._put_right = told
main(["copy", *sys.argv[1:]])
"""


def test_killed_again_and_again_it_goes_on_and_is_whole_in_the_end(old, postgres, run, tmp_path):
    for pages in (3, 9, 20):
        child = subprocess.Popen(
            [sys.executable, "-c", SLOWLY, old, postgres], stdout=subprocess.PIPE, text=True
        )
        copied = [child.stdout.readline() for _ in range(pages)]
        child.kill()
        child.communicate()
        assert all(copied), "it ended before it was killed"
    assert rows_of(postgres, tmp_path) != rows_of(old, tmp_path)
    assert "compared one by one" in run("copy", old, postgres)
    assert rows_of(postgres, tmp_path) == rows_of(old, tmp_path)
    back = str(tmp_path / "back.db")
    run("copy", postgres, back)
    assert everything(back) == everything(old)
