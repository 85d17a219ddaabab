"""A log is read into the file that it is of, and into no other: whoever copies what, nothing is mixed."""

import random
import shutil
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, open_store
from chargeboard.store.sqlite import belonging
from chargeboard.store.sqlite.belonging import check_log
from long_run import IS_LONG

LIVES = 20 if IS_LONG else 3
STEPS = 30
MODES = ("passive", "full", "restart", "truncate")


def said(path, *, read_only=False):
    """All frames in the database, which must be whole."""
    store = open_store(path, read_only=read_only)
    try:
        assert store._db.connection.pragma("integrity_check") == "ok"
        return [
            (station, stored.frame.text)
            for station in store.stations()
            for batch in store.frames_after(station, 0, 0)
            for stored in batch
        ]
    finally:
        store.close()


def write(store, texts, station="A"):
    at = int(texts[0])
    store.append([Frame(station, at + n, "in", text.ljust(900)) for n, text in enumerate(texts)])


class Disk:
    """What a crash right now would leave: the bytes of the file and of its log."""

    def __init__(self, path):
        self.file = path.read_bytes()
        log = Path(f"{path}-wal")
        self.log = log.read_bytes() if log.exists() else None

    def lay(self, path, log):
        path.write_bytes(self.file)
        for suffix in ("-wal", "-shm", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        if log is not None:
            Path(f"{path}-wal").write_bytes(log)
        return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.db"


@pytest.fixture
def store(path):
    store = open_store(path)
    write(store, ["1", "2"])
    yield store
    store.close()


def is_refused(path):
    before = Disk(path)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="not belong to this file") as error:
            open_store(path, read_only=read_only)
        assert "chargeboard restore BACKUP" in error.value.what_to_do
    assert Disk(path).__dict__ == before.__dict__, "refusing leaves both as they were"
    return True


def checkpoint(connection, mode):
    return list(connection.execute(f"pragma wal_checkpoint({mode})"))


def test_after_a_crash_the_log_is_read(store, path, tmp_path):
    for n, mode in enumerate(("", *MODES), 10):
        if mode:
            checkpoint(store._db.connection, mode)
        write(store, [str(n)])
        crashed = Disk(path)
        assert len(said(crashed.lay(tmp_path / f"moved{n}.db", crashed.log))) == n - 10 + 3


def test_a_log_that_was_half_put_into_the_file_is_read(store, path, tmp_path):
    for n in range(10, 40):
        write(store, [str(n)])
    reader = open_store(path, read_only=True)
    with reader.reading():
        assert len(reader.stations()) == 1
        for n in range(40, 70):
            write(store, [str(n)])
        assert checkpoint(store._db.connection, "passive")[0][2] > 0
        crashed = Disk(path)
    reader.close()
    assert len(said(crashed.lay(tmp_path / "b.db", crashed.log))) == 62


def test_a_log_that_ends_in_the_middle_is_read_as_far_as_it_goes(store, path, tmp_path):
    for n in range(10, 20):
        write(store, [str(n)])
    crashed, luck = Disk(path), random.Random(3)
    for _ in range(30):
        cut = luck.randrange(len(crashed.log))
        found = said(crashed.lay(tmp_path / "b.db", crashed.log[:cut]))
        assert len(found) <= 12


def test_what_another_tool_wrote_is_read_too(store, path, tmp_path):
    checkpoint(store._db.connection, "truncate")
    tool = apsw.Connection(str(path))
    tool.execute("update journal set text = 'edited' where text like '1%'")
    crashed = Disk(path)
    tool.close()
    assert ("A", "edited") in said(crashed.lay(tmp_path / "b.db", crashed.log))
    write(store, ["10"])
    crashed = Disk(path)
    assert len(said(crashed.lay(tmp_path / "b.db", crashed.log))) == 3


def test_a_backup_over_a_crashed_database_is_not_mixed_with_its_log(store, path, tmp_path):
    store.backup(tmp_path / "backup.db")
    write(store, ["10"])
    crashed = Disk(path)
    shutil.copy(tmp_path / "backup.db", path)
    assert is_refused(path)
    crashed.lay(tmp_path / "b.db", crashed.log)
    assert len(said(tmp_path / "b.db")) == 3


def test_a_backup_over_a_database_that_was_closed_is_whole(store, path, tmp_path):
    store.backup(tmp_path / "backup.db")
    write(store, ["10"])
    store.close()
    shutil.copy(tmp_path / "backup.db", path)
    assert len(said(path)) == 2


def test_a_copy_of_a_closed_database_is_not_mixed_with_a_later_log(store, path):
    store.close()
    copy = Disk(path)
    for _ in range(2):
        again = open_store(path)
        write(again, ["10"])
        crashed = Disk(path)
        again.close()
        assert is_refused(copy.lay(path, crashed.log))
        crashed.lay(path, crashed.log)


@pytest.mark.parametrize("how", ["vacuum", "online", "bytes"])
@pytest.mark.parametrize("round_is_over", [True, False])
def test_a_copy_by_another_tool_is_not_mixed(store, path, tmp_path, how, round_is_over):
    write(store, ["10"])
    copy = tmp_path / "copy.db"
    if how == "vacuum":
        store._db.connection.execute("vacuum into ?", (str(copy),))
    elif how == "online":
        target = apsw.Connection(str(copy))
        with target.backup("main", store._db.connection, "main") as steps:
            steps.step()
        target.close()
    else:
        checkpoint(store._db.connection, "full")
        shutil.copy(path, copy)
    copied = len(said(Disk(copy).lay(tmp_path / "c.db", None)))
    assert copied == 3
    if round_is_over:
        checkpoint(store._db.connection, "restart")
    write(store, ["20"])
    write(store, ["30"])
    crashed = Disk(path)
    laid = Disk(copy).lay(tmp_path / "b.db", crashed.log)
    if how == "bytes":
        # bytes of the file itself go on in the very log that followed them
        assert len(said(laid)) == 5
    else:
        assert is_refused(laid)


def test_a_copy_by_hand_is_not_mixed_once_its_log_was_begun_anew(store, path, tmp_path):
    checkpoint(store._db.connection, "full")
    copy = Disk(path)
    for n in (10, 20):
        write(store, [str(n)])
        checkpoint(store._db.connection, "restart")
    write(store, ["30"])
    assert is_refused(copy.lay(tmp_path / "b.db", Disk(path).log))


def test_a_database_that_no_counting_version_wrote(path, tmp_path):
    """As 236dab5 leaves it after a crash: file and log with the number 0."""
    store = open_store(path)
    write(store, ["1"])
    store.close()
    plain = apsw.Connection(str(path))
    plain.execute("pragma journal_mode = wal; pragma user_version = 0; pragma wal_checkpoint(truncate)")
    plain.execute("update journal set text = '2'; pragma wal_autocheckpoint")
    old = Disk(path)
    plain.close()
    assert len(old.log) > 32
    assert said(old.lay(path, old.log)) == [("A", "2")]
    store = open_store(path)
    write(store, ["5"])
    crashed = Disk(path)
    store.close()
    assert is_refused(old.lay(path, crashed.log))


def test_no_other_log_is_read_either(store, path, tmp_path):
    other = open_store(tmp_path / "other.db")
    write(other, ["1"], "B")
    assert is_refused(Disk(path).lay(tmp_path / "c.db", Disk(tmp_path / "other.db").log))
    other.close()


def life(path, luck):
    """What crashes would leave in the course of a random life, moment by moment."""
    open_store(path).close()
    stores, held = [open_store(path)], []
    for n in range(STEPS):
        match luck.choice(("write",) * 4 + ("checkpoint",) * 2 + ("read", "open", "begin again")):
            case "write":
                texts = [str(1000 * (n + 1) + k) for k in range(luck.choice((1, 1, 5, 60)))]
                write(luck.choice(stores), texts, luck.choice("ABC"))
            case "checkpoint":
                stores[0]._db.connection.set_busy_timeout(0)
                with suppress(apsw.BusyError):
                    checkpoint(stores[0]._db.connection, luck.choice(MODES))
                stores[0]._db.connection.set_busy_timeout(5_000)
            case "read" if not held:
                held.append(apsw.Connection(str(path)))
                held[0].execute("begin; select count(*) from journal").fetchall()
            case "read":
                held.pop().close()
            case "open" if len(stores) < 3:
                stores.append(open_store(path))
            case _:
                for one in (*held, *stores):
                    one.close()
                stores, held = [open_store(path)], []
        yield Disk(path)
    for one in (*held, *stores):
        one.close()


@pytest.mark.parametrize("seed", range(LIVES))
def test_an_older_file_with_any_later_log_is_refused_or_as_the_log_s_moment_was(tmp_path, seed):
    """Law: never a mixture, whatever was copied back."""
    luck, laid = random.Random(seed), tmp_path / "b.db"
    disks = list(life(tmp_path / "a.db", luck))
    contents = [said(disk.lay(laid, disk.log)) for disk in disks]
    found = {"right": 0, "refused": 0}
    for at, log in enumerate(disks):
        if log.log is None or len(log.log) < 32:
            continue  # nothing to mix
        for file in luck.sample(disks[: at + 1], min(at + 1, 30 if IS_LONG else 3)):
            file.lay(laid, log.log)
            try:
                check_log(str(laid))
            except StoreError:
                found["refused"] += 1
                assert file is not log
            else:
                found["right"] += 1
                assert said(laid, read_only=luck.random() < 0.5) == contents[at]
    assert all(found.values())


def test_a_page_of_the_log_that_is_being_written_is_looked_at_again(tmp_path, monkeypatch):
    store = open_store(tmp_path / "a.db")
    write(store, ["1"])
    disk = Disk(tmp_path / "a.db")
    store.close()
    page = disk.log[32 + 24 : 32 + 24 + 4096]
    copy = disk.lay(tmp_path / "b.db", disk.log.replace(page, bytes(4096), 1))
    with pytest.raises(StoreError, match="does not belong"):
        check_log(str(copy))
    monkeypatch.setattr(belonging, "sleep", lambda _: disk.lay(copy, disk.log))
    check_log(str(copy))
