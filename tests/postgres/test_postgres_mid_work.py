"""The server goes away in the middle of the work: chargers wait, pages say so, and all goes on afterwards."""

import json
import urllib.error
import urllib.request

import pytest
from daemon import Daemon
from websockets.sync.client import connect

from chargeboard.store import store_at
from postgres_server import running

DURABLE = ("fsync=on", "synchronous_commit=on", "autovacuum=off", "max_connections=40")


def call(number):
    return json.dumps([2, str(number), "DataTransfer", {"vendorId": "Y", "data": str(number)}])


def page_of(served):
    try:
        with urllib.request.urlopen(f"{served.url}/", timeout=60) as answer:  # noqa: S310 - ours
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_chargers_wait_while_the_server_is_away_and_nothing_is_lost(tmp_path):
    folder = {"CHARGEBOARD_DATA_FOLDER": str(tmp_path)}
    with running(DURABLE) as server:
        server.asked("create database board")
        url = server.url("board")
        with (
            Daemon(url, **folder) as served,
            connect(f"{served.address}CP", subprotocols=["ocpp1.6"], ping_interval=None) as link,
        ):
            link.send(call(0))
            assert json.loads(link.recv(timeout=60))[1] == "0"
            server.stop("immediate")
            link.send(call(1))
            served.until(lambda: page_of(served)[0] == 503)
            assert "It is so since" in page_of(served)[1]
            served.until_said("cannot be reached")
            with pytest.raises(TimeoutError):
                link.recv(timeout=0.2)
            server.start()
            assert json.loads(link.recv(timeout=60))[1] == "1", "it is answered now, on the same connection"
            link.send(call(2))
            assert json.loads(link.recv(timeout=60))[1] == "2"
            served.until(lambda: page_of(served)[0] == 200)
            link.close()
            served.stop(may_complain=True)
        store = store_at(url, str(tmp_path)).open()
        kept = [one.frame.text for batch in store.frames_after("CP", 0, 0) for one in batch]
        store.close()
    assert [json.loads(text)[1] for text in kept if text.startswith("[2,")] == ["0", "1", "2"]
    assert [json.loads(text)[1] for text in kept if text.startswith("[3,")] == ["0", "1", "2"]
