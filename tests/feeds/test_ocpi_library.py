"""A party of a library that others run is read, and what it pushes is taken (PyPI extrawest-ocpi)."""

import base64
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from taken import FeedOf
from test_ocpi import board

from chargeboard.capture.feeds.registry import kind_of
from chargeboard.run.clock import now
from chargeboard.time.instants import datetime_of
from free_ports import free_port

pytestmark = pytest.mark.soak
TOKEN = "a-token-of-our-own"
AUTHORIZED = {
    "Authorization": f"Token {base64.b64encode(TOKEN.encode()).decode()}",
    "Content-Type": "application/json",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Its address; it is installed in an environment of its own, for it needs other versions than we."""
    folder, port = tmp_path_factory.mktemp("library"), free_port()
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    packages = ["extrawest-ocpi==2025.7.16", "uvicorn==0.23.2"]
    subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    party = Path(__file__).with_name("ocpi_library.py")
    told = {
        "OCPI_HOST": f"127.0.0.1:{port}",
        "OCPI_PREFIX": "ocpi",
        "PUSH_PREFIX": "push",
        "PROTOCOL": "http",
    }
    owner = {"ENVIRONMENT": "production", "COUNTRY_CODE": "DE", "PARTY_ID": "ABC"}
    asked = [python, party, str(port), datetime_of(now()).isoformat()]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, env=told | owner) as process:
        assert process.stdout.readline() == "listening\n"
        yield f"127.0.0.1:{port}"
        process.terminate()


def test_it_is_read_whole_although_its_links_lead_nowhere(library, store):
    url = f"http://:{TOKEN}@{library}/ocpi/versions"
    with closing(FeedOf(kind_of("ocpi"), url, store, now=None)) as feed:
        feed.look(until=136)
        assert feed.frames == 136
    assert set(store.stations()) == {f"de*abc*e{n}" for n in range(4)}
    shown = board(store, "de*abc*e1", now())
    assert {one.energy_wh for one in shown.sessions} == {n * 100 for n in range(130) if n != 7} | {
        9_000,
        5_000,
    }
    assert shown.now[0].state == "charging"


def test_what_it_pushes_is_taken(library, store):
    with closing(FeedOf(kind_of("ocpi-receiver"), f"http://:{TOKEN}@127.0.0.1:0", store, now=None)) as feed:
        feed.look()
        versions = f"http://127.0.0.1:{feed.opened.door.port}/ocpi/2.2.1"

        def pushed(module, name):
            body = {
                "receivers": [{"endpoints_url": versions, "auth_token": TOKEN}],
                "module_id": module,
                "object_id": name,
            }
            asked = Request(f"http://{library}/push/2.2.1", json.dumps(body).encode(), AUTHORIZED)
            with urlopen(asked, timeout=60) as answer:  # noqa: S310 - ours
                return answer.read().decode()

        with ThreadPoolExecutor(1) as pushing:
            for module, name in (("locations", "l1"), ("sessions", "7"), ("cdrs", "c1")):
                answer = pushing.submit(pushed, module, name)
                while not answer.done():
                    feed.feeding.take(feed.part())
                assert '"status_code":201' in answer.result(), answer.result()
    assert {one.energy_wh for one in board(store, "de*abc*e1", now()).sessions} == {9_000}
