"""What may go wrong between here and a server is told in words, and no password in any of them."""

import subprocess
import sys

import psycopg
import pytest
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, store_at
from chargeboard.store.postgres import pools

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


def test_a_full_disk_in_the_words_of_the_server(place, monkeypatch):
    store = place().open()
    with pytest.raises(StoreError, match="disk of the database server is full"), store.together():
        raise psycopg.errors.DiskFull
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
