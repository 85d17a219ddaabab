"""
A charger is faulted, and whoever is to know does: by a server as it is installed, over real channels.

One channel never answers and one refuses at first, repeating its secret; the third is told at once all the
same, what was refused comes again under its number, and no log holds a secret.
"""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import contextmanager

import pytest
import websockets
from daemon import Daemon, asked

from in_a_thread import run
from receiver import receiving

HUSH = "hush-4711"


@contextmanager
def who_never_answers():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield f"http://127.0.0.1:{silent.getsockname()[1]}"


def told(receiver):
    return [json.loads(body) for _, _, body in receiver.took]


async def faulted(address, then):
    async with websockets.connect(f"{address}CP1", subprotocols=["ocpp1.6"]) as link:
        for number, (action, payload) in enumerate(
            [
                ("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}),
                ("StatusNotification", {"connectorId": 2, "errorCode": "GroundFailure", "status": "Faulted"}),
            ]
        ):
            await link.send(json.dumps([2, f"{number}", action, payload]))
            await link.recv()
        await asyncio.to_thread(then)


@pytest.mark.threat("L2")
def test_a_fault_reaches_all_who_are_there_and_no_log_holds_a_secret(tmp_path):
    database = tmp_path / "a.db"

    def alerts(*arguments, **options):
        code, output = asked(*arguments, "--db", database, **options)
        assert code == 0, output
        return output

    with receiving() as well, receiving() as refuses, who_never_answers() as silent:
        refuses.answers, refuses.says = [503, 200], "no {path} for {headers}"
        for name, url in (("well", well.url), ("refuses", refuses.url), ("silent", silent)):
            alerts("alerts", "channel", "add", name, "webhook", f"url={url}/{HUSH}")
        alerts("alerts", "add", "fault", "faulted", "after_s=0", "--no-test")
        with Daemon(database) as daemon:
            alerts("charger", "set", "CP1", "name=Berth 1", "socket_names=2=left")

            def then():
                with well.news:
                    assert well.news.wait_for(lambda: well.took, 60), daemon.output
                with refuses.news:
                    assert refuses.news.wait_for(lambda: len(refuses.took) > 1, 60), daemon.output

            run(faulted(daemon.address, then))
            (first, *_), again = told(well), told(refuses)
            alert = first["alert"]
            alerts("alerts", "ack", alert, "--note", "on my way")
            assert "on my way" in alerts("alerts", "now")
            alerts("alerts", "snooze", alert, "8h", "--note", "tomorrow")
            assert "snoozed until" in alerts("alerts", "now")
            log = alerts("alerts", "log")
        output = daemon.output
    assert first["title"] == "Berth 1 (CP1), socket 2 (left): faulted"
    assert first["url"].startswith(f"{daemon.url}/chargers/CP1?at=")
    assert again[0] == again[1] == first
    keys = {headers["idempotency-key"] for _, headers, _ in refuses.took}
    assert keys == {first["id"]}
    assert "it answered 503: no …" in output
    assert "well: sent" in log
    assert HUSH not in output + log
