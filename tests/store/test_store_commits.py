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
