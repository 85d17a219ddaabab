import shutil
from contextlib import closing

import pytest
from lake import write_lake
from log_folder import EVER, fill_folder, in_order, key_of

from chargeboard.store import store_at


@pytest.fixture(scope="session")
def logs_of_all(tmp_path_factory):
    return fill_folder(tmp_path_factory.mktemp("made") / "logs")


@pytest.fixture
def logs(tmp_path, logs_of_all):
    return shutil.copytree(logs_of_all, tmp_path / "logs")


@pytest.fixture(scope="session")
def lake_of_all(tmp_path_factory):
    return write_lake(tmp_path_factory.mktemp("lake"))


@pytest.fixture
def calm(run, logs, new, known):
    """What an import of the same knows."""
    database = new("calm")
    run("import", *in_order(logs), "--db", database)
    return known(database)


@pytest.fixture
def new(tmp_path):
    """Makes a path of a database that hides as all others here."""

    def make(name):
        path = tmp_path / f"{name}.db"
        key_of(path).write_text("6b" * 32)
        return path

    return make


@pytest.fixture
def known(run):
    """All that a database knows: frames, facts, sessions, days, and lines that could not be read."""

    def look(database, data_folder=""):
        with closing(store_at(str(database), data_folder).open()) as store:
            of_each = {
                station: (
                    [one.frame for batch in store.frames_in(station, EVER) for one in batch],
                    store.facts(station, EVER),
                    store.is_log(station),
                )
                for station in store.stations()
            }
        dates = ("--from", "2025-10-01", "--through", "2025-11-01", "--db", database)
        where = {"CHARGEBOARD_DATA_FOLDER": data_folder} if data_folder else {}
        lists = [run("export", what, *dates, env=where).output for what in ("sessions", "days")]
        beside = store_at(str(database), data_folder).beside
        rejected = sorted(beside.rejected.read_text().splitlines()) if beside.rejected.exists() else []
        return of_each, lists, rejected

    return look
