"""A URL or a path opens a store; what belongs to it has a place, whatever the store is."""

from typing import ClassVar

import pytest
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.cli.place import Place
from chargeboard.config import load
from chargeboard.domain.frame import Frame
from chargeboard.store import STORES, StoreError, open_store, store_at
from chargeboard.store.beside import beside_no_file
from chargeboard.time.instants import BEGINNING

LINE = (
    '{"received_at": "2026-11-22T14:00:10Z", "station": "DC-1", "direction": "in", '
    '"frame": [2, "2", "Authorize", {"idTag":"04A1B2C3"}]}\n{"station": "DC-1", "frame": [2, "3", "Auth\n'
)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("a.db", "a.db"),
        ("./sqlite:a.db", "sqlite:a.db"),
        ("2026:11.db", "2026:11.db"),
        ("sqlite:///a.db", "a.db"),
        ("sqlite:///in/a.db", "in/a.db"),
        ("sqlite:///{here}/in/a.db", "in/a.db"),
        ("sqlite:////{here}/a.db", "a.db"),
        ("sqlite:///a%20b é.db", "a%20b é.db"),
    ],
)
def test_a_path_or_a_url_opens_a_file_below_this_folder_or_anywhere(here, place, file):
    (here / "in").mkdir()
    store = open_store(place.format(here=here))
    assert store.append([Frame("A", 1, "in", "[]")]) == 1
    store.close()
    assert (here / file).is_file()
    assert store_at(here / file).exists


@pytest.mark.parametrize("place", [":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_leaves_no_file(here, place):
    address = store_at(place)
    assert (address.exists, address.is_lasting) == (False, False)
    with address.alone("nobody", ""):
        address.open().close()
    assert (address.beside.key, address.beside.rejected, address.beside.endings()) == (None, None, [])
    with pytest.raises(StoreError, match="in memory"):
        address.beside.mark_of(here / "a.log")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "what", "what_to_do"),
    [
        ("mysql://board@db/board", "no kind of store for mysql://", "Known: sqlite://, postgresql://"),
        ("sqlite+pysqlite:///a.db", "no kind of store", "Known: sqlite://"),
        ("sqlite://a.db", 'not on "a.db"', "Write sqlite:///FILE"),
        ("sqlite://host/a.db", 'not on "host"', "Write sqlite:///FILE"),
        ("sqlite:///a.db?mode=ro", "A SQLite file takes no options in its URL", "Write sqlite:///FILE"),
        ("sqlite:///", "names no file", "Write sqlite:///FILE"),
        ("sqlite:a.db", "two slashes are missing", "Write sqlite:///a.db"),
        ("sqlite:/tmp/a.db", "two slashes are missing", "Write sqlite:////tmp/a.db"),
    ],
)
def test_a_url_that_opens_nothing_says_what_is_wrong_where_and_what_to_do(here, place, what, what_to_do):
    with pytest.raises(StoreError, match=what) as error:
        store_at(place)
    assert what_to_do in error.value.what_to_do
    assert error.value.where == place
    said = CliRunner().invoke(main, ["doctor", "--db", place])
    assert said.exit_code == 1
    assert what_to_do in said.output.replace("\n", " ")
    assert list(here.iterdir()) == []


def test_what_belongs_to_a_file_lies_beside_it_or_in_the_data_folder(here):
    (here / "log.jsonl").write_text(LINE)
    (here / "apart").mkdir()
    for place, environment in (
        ("sqlite:///a.db", {}),
        ("b.db", {"CHARGEBOARD_DATA_FOLDER": str(here / "apart")}),
    ):
        said = CliRunner().invoke(main, ["import", "log.jsonl", "--db", place], env=environment)
        assert "1 line that could not be read" in said.output
    assert names(here) == ["a.db", "a.db.key", "a.db.rejected.jsonl", "apart", "b.db", "log.jsonl"]
    assert names(here / "apart") == ["b.db.key", "b.db.rejected.jsonl"]


def test_a_backup_brings_what_lies_in_the_data_folder_and_a_restore_puts_it_there(here):
    (here / "apart").mkdir()
    address = store_at("a.db", "apart")
    store = address.open()
    address.beside.key.write_text("K1")
    store.backup("copy.db")
    store.close()
    assert (here / "copy.db.key").read_text() == "K1"
    address.beside.key.write_text("K2")
    done = address.restore("copy.db", "then")
    assert done.brought_key
    assert (here / "apart" / "a.db.key").read_text() == "K1"
    assert (done.kept / "a.db.key").read_text() == "K2"
    assert not (here / "a.db.key").exists()


def test_a_key_that_lies_beside_the_file_is_not_replaced_by_a_new_one_in_the_data_folder(here):
    (here / "apart").mkdir()
    (here / "a.db.key").write_text("K")
    with pytest.raises(StoreError, match="key of the id tokens is beside") as error:
        store_at("a.db", "apart")
    assert error.value.what_to_do == "Move what belongs to it: mv a.db.key apart"
    (here / "a.db.key").rename(here / "apart" / "a.db.key")
    assert store_at("a.db", "apart").beside.key.read_text() == "K"
    with pytest.raises(StoreError, match="data folder does not exist"):
        store_at("a.db", "none")


class Shelf:
    """A store that is no file: SQLite's, in the memory of this process, under a name."""

    shelves: ClassVar = {}

    def __init__(self, name, data_folder):
        self.shown = f"shelf://{name}"
        self.beside = beside_no_file(self.shown, data_folder)
        self._name = name

    is_lasting = True

    @property
    def exists(self):
        return self._name in self.shelves

    def open(self, **_):
        if self._name not in self.shelves:
            self.shelves[self._name] = open_store(":memory:")
            self.shelves[self._name].close = lambda: None
        return self.shelves[self._name]

    def keep_to_owner(self):
        pass


def test_a_second_kind_of_store_is_a_line_of_the_registry(here, monkeypatch):
    monkeypatch.setitem(STORES, "shelf", Shelf)
    (here / "log.jsonl").write_text(LINE)
    run = CliRunner().invoke
    said = run(main, ["import", "log.jsonl", "--db", "shelf://one"])
    assert "that cannot be read, as this is not a file: shelf://one" in said.output.replace("\n", " ")
    assert "data_folder" in said.output
    (here / "data").mkdir()
    (here / "c.toml").write_text('db = "shelf://one"\ndata_folder = "data"\n')
    said = run(main, ["import", "log.jsonl", "--config", "c.toml"], catch_exceptions=False)
    assert "1 new frame of 1 charger" in said.output
    assert names(here / "data") == ["chargeboard.key", "chargeboard.rejected.jsonl"]
    place = Place(load("c.toml", {}))
    assert place.has_database
    assert place.address.beside.mark_of(here / "a.log").name.startswith("chargeboard.follow-")
    (frames,) = Shelf.shelves["one"].frames_after("DC-1", BEGINNING, 0)
    assert place.redactor().hash_of("04A1B2C3") in frames[0].frame.text
    assert "log.jsonl:2:" in run(main, ["rejected", "--config", "c.toml"]).output


def test_a_refused_url_does_not_tell_its_password():
    with pytest.raises(StoreError) as error:
        store_at("postgres://board:secret@db/board")
    assert error.value.where == "postgres://board:***@db/board"


def test_a_scheme_may_be_written_in_capitals(here):
    assert store_at("SQLITE:///a.db").shown == store_at("sqlite:///a.db").shown == "a.db"
