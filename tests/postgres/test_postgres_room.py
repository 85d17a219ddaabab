"""The server uses again what was dropped: no table is written anew while chargers wait for it."""

from random import Random

from chargeboard.domain.frame import Frame
from chargeboard.run.upkeep import shrinking
from chargeboard.store import store_at


def test_nothing_is_written_anew_where_much_was_dropped(postgres, postgres_server, tmp_path, monkeypatch):
    monkeypatch.setattr(shrinking, "_WORTH_BYTES", 0)
    store = store_at(postgres, str(tmp_path)).open()
    luck = Random(1)
    store.append([Frame("A", n, "in", f'["{luck.randbytes(4_000).hex()}"]') for n in range(3_000)])
    name = postgres.split("?")[0].rpartition("/")[2]
    asked = "select relfilenode from pg_class where relname = 'journal'"
    (before,) = postgres_server.asked(asked, database=name)
    postgres_server.asked(
        "delete from journal",
        "analyze journal",
        "select pg_stat_force_next_flush()",
        "select 1",
        database=name,
    )
    assert not shrinking.shrink(store)
    assert postgres_server.asked(asked, database=name) == [before]
    store.close()
