"""Does the API keep to its own description, whatever it is asked for?"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import httpx
import little_town as town
import pytest
from litestar import Request
from litestar.datastructures import MultiDict
from litestar.types import Empty
from serving import served
from staff import staff
from whole_app import whole_app

from long_run import IS_LONG

HERE = Path(__file__).parent
SITE, DAY, WEEK = "Linden", "2026-03-28", "2026-W12"
HUB = {"station": town.HUB}


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    desk = town.little_town(site=SITE)
    people = staff(lambda: town.NOW, store=desk.store, is_open=True)
    named = {station: (f"The {station}", SITE) for station in desk.store.stations()}
    app = whole_app(desk, people, lambda: town.NOW, tmp_path_factory.mktemp("described"), named=named)
    yield from served(app)
    desk.store.close()


@pytest.fixture(scope="module")
def document(board):
    return httpx.get(f"{board}/api/v1/openapi.json").json()


def what_is_there(board):
    """What parts of paths may be, those of a path together."""
    sessions = httpx.get(f"{board}/api/v1/chargers/{town.HUB}/sessions").json()["sessions"]
    return [
        HUB,
        HUB | {"key": sessions[0]["key"]},
        HUB | {"day": DAY},
        HUB | {"period": WEEK},
        {"name": SITE},
        {"name": SITE, "period": WEEK},
        {"period": WEEK},
    ]


HOW_MUCH = ("coverage,fuzzing", "-n", "300") if IS_LONG else ("coverage", "--seed", "1")


def test_whatever_is_asked_is_answered_as_the_description_says(board, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml"),
            *("run", f"{board}/api/v1/openapi.json", "--include-method", "GET", "--checks", "all"),
            *("--continue-on-failure", "--phases", *HOW_MUCH),
        ],
        cwd=tmp_path,
        env=os.environ
        | {
            "BOARD_HAS": json.dumps(what_is_there(board)),
            "PYTHONPATH": str(HERE),
            "SCHEMATHESIS_HOOKS": "known_names",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_what_goes_wrong_is_a_problem_everywhere(document):
    for name, operation in operations(document):
        wrong = {status: told for status, told in operation["responses"].items() if status >= "400"}
        assert {"401", "403", "429", "503"} <= set(wrong), name
        for status, told in wrong.items():
            assert list(told["content"]) == ["application/problem+json"], (name, status)
            assert told["description"], (name, status)


def test_a_method_that_an_address_does_not_take_is_answered_with_those_that_it_does(board):
    answer = httpx.request("PUT", f"{board}/api/v1/exclusions")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert httpx.post(f"{board}/api/v1/activity").headers["allow"] == "GET, HEAD, OPTIONS"
    assert httpx.post(f"{board}/activity").headers["allow"] == "GET, HEAD, OPTIONS"


COPIED = "all of them"
READ_ANYWHERE = {
    COPIED,
    "at",
    "code",
    "kind",
    "socket",
    "stage",
    "text",
    "vendor_code",
    "timeline_from",
    "timeline_to",
}
"""By what reads for several lists, where nothing follows from it."""


class Read(MultiDict):
    """Parameters of an address, and which of them were read."""

    names: ClassVar[set[str]] = set()

    def keys(self):
        self.names.add(COPIED)
        return super().keys()

    def get(self, key, default=None):
        self.names.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)

    def getall(self, key, default=Empty):
        self.names.add(key)
        return super().getall(key, default)


def test_every_parameter_that_is_read_is_described_and_the_other_way_round(board, document, monkeypatch):
    monkeypatch.setattr(Request, "query_params", property(lambda asked: Read(asked.url.query_params)))
    there = {frozenset(parts): parts for parts in what_is_there(board)}
    asked = 0
    for name, operation in operations(document):
        described = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        parts = there.get(frozenset(re.findall("{([^}]+)}", name)), {})
        if not name.startswith("GET ") or "/people/" in name:
            continue
        Read.names.clear()
        path = name.removeprefix("GET ").format(**{part: quote(one, safe="") for part, one in parts.items()})
        assert (
            httpx.get(board + path, params={"site": SITE} if "site" in described else {}).status_code == 200
        ), name
        assert described <= Read.names or COPIED in Read.names, name
        assert Read.names <= described | READ_ANYWHERE, name
        asked += 1
    assert asked > 35
