"""What a charger's pages and documents say is the same from both engines, sign by sign."""

import re

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from chargeboard.cli import main
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.records import Unavailable
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.web.app import create_app
from postgres_server import running

API = "/api/v1/chargers"
DOCUMENTS = (
    "board",
    "sessions?limit=200",
    "sessions?sort=-energy&limit=20",
    "sessions?sort=duration&limit=20",
    "sessions?kind=not_counted",
    "attempts?kind=failed&limit=50",
    "errors",
    "days",
    "oddities",
    "frames?limit=100",
)
PAGES = ("", "/sessions", "/attempts", "/errors", "/uptime", "/frames", "/data-quality")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample.jsonl"
    assert CliRunner().invoke(main, ["sample", str(path)]).exit_code == 0
    return path


def told(database, log, moment):
    """What is answered to each question, over a new database."""
    done = CliRunner().invoke(main, ["import", str(log), "--db", database])
    assert done.exit_code == 0, done.output
    place = Place(from_environment("").with_options(db=database))
    with place.store() as store:
        desk = Desk(store, lambda station: place.profile(store, station), lambda: moment)
        client = TestClient(create_app(desk, token=None, now=lambda: moment))
        (charger,) = client.get(API).json()
        asked = [f"{API}/{charger['id']}/{document}" for document in DOCUMENTS]
        asked += [f"/chargers/{charger['id']}{page}" for page in PAGES] + ["/", API, "/?q=haf&sort=name"]
        return {question: client.get(question) for question in asked}


def test_pages_and_documents_are_those_of_sqlite(log, postgres, tmp_path, monkeypatch):
    # with one key, as the files of both have one name
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    moment = now()
    file = tmp_path / "file" / "chargeboard"
    file.parent.mkdir()
    found, wanted = told(postgres, log, moment), told(str(file), log, moment)
    assert {question: answer.status_code for question, answer in found.items()} == {
        question: answer.status_code for question, answer in wanted.items()
    }
    assert sum(answer.status_code == 200 for answer in wanted.values()) > 12
    for question, answer in wanted.items():
        assert plain(found[question].text) == plain(answer.text), question


def plain(text):
    """Without what is drawn anew for each answer."""
    return re.sub(r'nonce[-="]+[\w+/=-]+|revision":\d+', "", text)


def test_while_the_store_cannot_be_read_pages_and_documents_say_so(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    place = Place(from_environment("").with_options(db=postgres))

    def away(*_, **__):
        raise Unavailable("postgresql://board:***@db is away")

    with place.desk() as desk, TestClient(create_app(desk, token=None, now=now)) as client:
        monkeypatch.setattr(type(desk.store), "reading", away)
        monkeypatch.setattr(type(desk.store), "revisions", away)
        for question in ("/", API):
            answer = client.get(question)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
            assert "cannot be read at the moment" in answer.text
            assert "board:" not in answer.text


def test_pages_say_since_when_the_server_is_away(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    with running() as server:
        server.asked("create database board")
        place = Place(from_environment("").with_options(db=server.url("board")))
        clock = 1_760_313_600_000_000
        with (
            place.desk(is_made=True) as desk,
            TestClient(create_app(desk, token=None, now=lambda: clock)) as client,
        ):
            server.stop()
            for question in ("/", API):
                answer = client.get(question)
                assert answer.status_code == 503
                assert "It is so since 2025-10-1" in answer.text
            server.start()
            assert client.get(API).status_code == 200
            assert desk.store.database._pool.away_s() is None
