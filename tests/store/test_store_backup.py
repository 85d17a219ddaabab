import pytest

from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, open_store


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "a.db")
    store.append([Frame("A", n, "in", "[]") for n in range(1, 3000)])
    yield store
    store.close()


def test_a_backup_is_a_database_like_the_original(store, tmp_path):
    store.backup(tmp_path / "copy.db")
    assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith("copy")) == ["copy.db"]
    copy = open_store(tmp_path / "copy.db")
    assert list(copy.frames_after("A", 0, 0)) == list(store.frames_after("A", 0, 0))
    assert {finding.level for finding in copy.findings(10**9)} <= {"ok", "warning"}
    copy.close()


def test_a_backup_takes_the_key_of_the_tokens_along(store, tmp_path):
    (tmp_path / "a.db.key").write_bytes(b"secret")
    (tmp_path / "a.db.key").chmod(0o600)
    store.backup(str(tmp_path / "copy.db"))
    assert (tmp_path / "copy.db.key").read_bytes() == b"secret"
    assert (tmp_path / "copy.db.key").stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(store, tmp_path):
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        store.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_backup_into_nowhere_says_so(store, tmp_path):
    with pytest.raises(StoreError, match="folder does not exist"):
        store.backup(tmp_path / "no" / "copy.db")


def test_a_reader_can_make_a_backup_while_another_writes(store, tmp_path):
    reader = open_store(tmp_path / "a.db", read_only=True)
    with store.together():
        store.append([Frame("B", 1, "in", "not committed")])
        reader.backup(tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    assert copy.stations() == ["A"]
    copy.close()
    reader.close()
