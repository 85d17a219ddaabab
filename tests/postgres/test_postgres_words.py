"""What may go wrong between here and a server is told in words, and no password in any of them."""

import os
import subprocess
import sys
from random import Random

import psycopg
import pytest
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, store_at
from chargeboard.store.postgres import migrate, pools
from chargeboard.store.postgres.errors import kind_of
from postgres_server import running

SECRET = "s3cret-of-mine"


@pytest.fixture
def place(postgres, tmp_path):
    def place(url=postgres):
        return store_at(url, str(tmp_path))

    return place


def refused(place, url, match):
    with pytest.raises(StoreError, match=match) as error:
        place(url).open()
    assert SECRET not in str(error.value)
    assert error.value.what_to_do
    return error.value


def test_nobody_listens_there(place):
    error = refused(place, f"postgresql://a:{SECRET}@127.0.0.1:1/b", "cannot be reached")
    assert error.where == "postgresql://a:***@127.0.0.1:1/b"


def test_a_password_behind_the_question_mark_is_not_shown_either(place):
    error = refused(place, f"postgresql://a@127.0.0.1:1/b?password={SECRET}&sslmode=prefer", "cannot be")
    assert error.where == "postgresql://a@127.0.0.1:1/b?password=***&sslmode=prefer"


def test_a_wrong_password(place, postgres_server):
    hba = postgres_server.folder / "data" / "pg_hba.conf"
    before = hba.read_text()
    postgres_server.asked("drop role if exists guarded", f"create role guarded login password '{SECRET}'")
    hba.write_text("local all guarded scram-sha-256\n" + before)
    postgres_server.asked("select pg_reload_conf()")
    url = postgres_server.url("postgres", "guarded")
    refused(place, url.replace("guarded@", f"guarded:{SECRET}-x@"), "does not let this user in")
    refused(place, url, "does not let this user in")
    hba.write_text(before)
    postgres_server.asked("select pg_reload_conf()", "drop role guarded")


def test_no_such_database_and_no_such_user(place, postgres_server):
    refused(place, postgres_server.url("nowhere"), "no such database")
    refused(place, postgres_server.url("postgres", "nobody_known"), "no such database or user")


def test_a_user_who_may_make_no_tables(place, postgres_server):
    postgres_server.asked("drop role if exists guest", "create role guest login")
    with postgres_server.database() as url:
        error = refused(place, url.replace("board@", "guest@"), "may not do that")
        assert "GRANT CREATE" in error.what_to_do
    postgres_server.asked("drop role guest")


def test_a_server_that_takes_no_writes(place, postgres, postgres_server):
    name = postgres.split("?")[0].rpartition("/")[2]
    postgres_server.asked(f"alter database {name} set default_transaction_read_only = on")
    store = place().open()
    with pytest.raises(StoreError, match="takes no writes"):
        store.append([Frame("A", 1, "in", "[]")])
    store.close()


def test_a_statement_that_takes_too_long(place, postgres, postgres_server):
    name = postgres.split("?")[0].rpartition("/")[2]
    place().open().close()
    postgres_server.asked(f"alter database {name} set statement_timeout = 100")
    with psycopg.connect(postgres) as other:
        other.execute("lock table station")
        store = place().open()
        with pytest.raises(StoreError, match="took too long"):
            store.append([Frame("A", 1, "in", "[]")])
        store.close()


def test_a_server_without_a_connection_left(place, postgres, postgres_server):
    name = postgres.split("?")[0].rpartition("/")[2]
    postgres_server.asked("drop role if exists poor", "create role poor login connection limit 1")
    held = psycopg.connect(postgres_server.url(name, "poor"))
    refused(place, postgres_server.url(name, "poor"), "no connection left")
    held.close()
    postgres_server.asked("drop role poor")


def test_a_pool_that_is_used_up_says_so(place, monkeypatch):
    monkeypatch.setattr(pools, "MOST", 1)
    monkeypatch.setattr(pools, "_WAIT_S", 0.1)
    first, second = place().open(), place().open()
    with first.reading(), pytest.raises(StoreError, match="no connection left"):
        second.stations()
    first.close()
    second.close()


def test_a_full_disk_in_the_words_of_the_server(place):
    store = place().open()
    with pytest.raises(StoreError, match="disk of the database server is full"), store.together():
        raise psycopg.errors.DiskFull
    store.close()


@pytest.fixture
def small_disk(postgres_server):
    """A tablespace on a disk of its own that holds 24 MiB; only root can make one."""
    folder = postgres_server.folder / "small"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip("no disk of its own can be made here")
    owner = (postgres_server.folder / "data").stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    postgres_server.asked(f"create tablespace small location '{folder}'")
    yield folder
    postgres_server.asked("drop tablespace small")
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_disk_that_fills_up_loses_nothing_that_was_acknowledged(place, postgres_server, small_disk):
    postgres_server.asked('create database cramped template "board_template" tablespace small')
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(4 << 20))
    luck, kept = Random(1), []
    store = place(postgres_server.url("cramped")).open()

    def frames():
        return [Frame("A", len(kept) + n, "in", f'["{luck.randbytes(2_000).hex()}"]') for n in range(40)]

    with pytest.raises(StoreError, match="disk of the database server is full") as error:  # noqa: PT012
        for _ in range(1_000):
            given = frames()
            store.append(given)
            kept += given
    assert "what was acknowledged is safe" in error.value.what_to_do
    ballast.unlink()
    store.append(given)
    kept += given
    assert [one.frame for batch in store.frames_after("A", 0, 0) for one in batch] == kept
    store.close()
    postgres_server.asked("drop database cramped with (force)")


def test_a_server_that_is_too_old_is_told_at_the_start_and_by_doctor(place, postgres, tmp_path, monkeypatch):
    place().open().close()
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(migrate, "OLDEST", 1_000_000)
    assert "15 or newer" in refused(place, postgres, r"PostgreSQL \d+\..* is older than").what_to_do
    told = CliRunner().invoke(main, ["doctor", "--db", postgres])
    assert told.exit_code == 1
    assert "Update the server" in " ".join(told.output.split())


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_keep_every_text_is_told_at_the_start(place, postgres_server, encoding):
    postgres_server.asked(f"create database narrow encoding '{encoding}' locale 'C' template template0")
    try:
        error = refused(place, postgres_server.url("narrow"), f"encoding is {encoding}")
        assert "ENCODING 'UTF8'" in error.what_to_do
    finally:
        postgres_server.asked("drop database narrow with (force)")


def test_a_library_of_the_order_of_texts_that_changed_is_told_by_doctor(
    postgres_server, tmp_path, monkeypatch
):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    postgres_server.asked(
        "create database sorted encoding 'UTF8' locale_provider icu icu_locale 'en-US' template template0"
    )
    url = postgres_server.url("sorted")
    store_at(url, str(tmp_path)).open().close()
    assert "order of texts" not in CliRunner().invoke(main, ["doctor", "--db", url]).output
    postgres_server.asked("update pg_database set datcollversion = '1.5' where datname = 'sorted'")
    told = CliRunner().invoke(main, ["doctor", "--db", url])
    words = " ".join(told.output.split())
    assert "The order of texts came with version 1.5 of a library" in words
    assert "REFRESH COLLATION VERSION" in words
    store_at(url, str(tmp_path)).open().close()
    postgres_server.asked("drop database sorted with (force)")


def test_a_server_that_acknowledges_too_early_is_told_by_doctor(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    told = CliRunner().invoke(main, ["doctor", "--db", postgres])
    assert "acknowledges what is not on its disk yet" in " ".join(told.output.split())
    assert told.exit_code == 1


def test_a_server_that_has_few_connections_left_is_told_by_doctor(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    with running(("max_connections=12",)) as server:
        store_at(server.url("postgres"), str(tmp_path)).open().close()
        told = CliRunner().invoke(main, ["doctor", "--db", server.url("postgres")])
    assert "of 12 connections of the server are used" in " ".join(told.output.split())
    assert told.exit_code == 0


def test_a_pooler_that_changes_connections_between_transactions(place):
    store = place().open()
    with pytest.raises(StoreError, match="pooler") as error, store.reading() as connection:  # noqa: PT012
        for _ in range(2):
            connection.execute("prepare somebody_s as select 1")
    assert "pool_mode = session" in error.value.what_to_do
    assert kind_of(psycopg.errors.InvalidSqlStatementName()) == "pg_pooled"
    store.close()


def test_settings_of_a_connection_are_no_options_of_its_start(place, postgres, monkeypatch):
    """A pooler refuses those."""
    asked = {}
    made = pools.Connection.connect
    monkeypatch.setattr(pools.Connection, "connect", lambda *a, **how: asked.update(how) or made(*a, **how))
    store = place().open(read_only=True)
    assert "options" not in asked
    with store.reading() as connection:
        found = [
            connection.execute(f"show {name}").fetchone()[0]
            for name in ("synchronous_commit", "jit", "TimeZone", "default_transaction_read_only")
        ]
    assert found == ["on", "off", "UTC", "on"]
    store.close()


def test_whoever_serves_it_keeps_others_out_and_is_named(place):
    told = r"chargeboard serve \(process \d+\) is using it"
    with place().alone("chargeboard serve", "stop it"), pytest.raises(StoreError, match=told):
        place().alone("b", "c").__enter__()
    with place().alone("b", "c"):
        pass


def test_no_command_tells_the_password(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    url = postgres.replace("board@", f"board:{SECRET}@", 1)
    for command in (
        ["doctor"],
        ["config"],
        ["charger", "list"],
        ["backup", str(tmp_path / "b")],
        ["rejected"],
    ):
        told = CliRunner().invoke(main, [*command, "--db", url])
        assert SECRET not in told.output
    assert "board:***@" in CliRunner().invoke(main, ["config", "--db", url]).output.replace("\n", "")


def test_without_the_library_it_is_told_which_to_install(tmp_path):
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from chargeboard.store import StoreError, store_at\n"
        "try:\n    store_at('postgresql://a/b')\n"
        "except StoreError as error:\n    print(error)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "pip install 'chargeboard[postgres]'" in told


def test_without_a_folder_for_the_key_it_is_told_what_to_name(postgres):
    with pytest.raises(StoreError, match="no place for the key") as error:
        store_at(postgres).open()
    assert "data_folder" in error.value.what_to_do


def test_what_a_server_does_itself_is_told(place):
    store = place().open()
    with pytest.raises(StoreError, match="server's own tools") as error:
        store.backup("b.db")
    assert "pg_dump" in error.value.what_to_do
    store.close()
    with pytest.raises(StoreError, match="server's own tools"):
        place().restore("b.db", "x")
