"""What a commit of frames costs beside its rows."""

from chargeboard.domain.frame import Frame
from chargeboard.store import open_store

_MANY = 64


def test_a_commit_of_many_chargers_keeps_no_copy_of_what_it_changes(tmp_path):
    store = open_store(tmp_path / "many.db")
    said = list[str]()
    store.database.connection.exec_trace = lambda _cursor, sql, _bindings: said.append(sql) or True
    with store.together():
        store.append_heard([Frame(f"CP-{number}", 1, "in", "[2]") for number in range(_MANY)])
    store.database.connection.exec_trace = None
    assert not [sql for sql in said if "savepoint" in sql]
    assert said.count("begin immediate") == said.count("commit") == 1
    assert len(store.stations()) == _MANY
    store.close()


def test_who_keeps_frames_waits_for_the_disk_and_leaves_the_log_to_others(tmp_path):
    stores = [open_store(tmp_path / "one.db", gives_way=gives_way) for gives_way in (False, True)]
    keeps, gives_way = (store.database.connection for store in stores)
    assert (keeps.pragma("synchronous"), gives_way.pragma("synchronous")) == (2, 1)
    assert keeps.pragma("wal_autocheckpoint") > gives_way.pragma("wal_autocheckpoint") > 1_000
    assert keeps.pragma("journal_size_limit") == gives_way.pragma("journal_size_limit") == 64 << 20
    for store in stores:
        store.close()


def test_what_gives_way_to_what_follows_from_frames_is_overwritten(tmp_path):
    store = open_store(tmp_path / "one.db", gives_way=True)
    assert store.database.connection.pragma("secure_delete") == 1
    store.close()
