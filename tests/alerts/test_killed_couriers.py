"""An alert is never lost, and is repeated under its own id alone, however often who delivers it is killed."""

import asyncio
import json
import random
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import msgspec
import pytest
from aiosmtpd.controller import Controller

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.notice import Event, Member, Notice
from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import Message
from chargeboard.store import open_store
from long_run import IS_LONG
from of_engine import address_of
from receiver import receiving

COURIER = Path(__file__).parent / "courier.py"
KILLS = 20 if IS_LONG else 7
LETTERS = 10 * KILLS
TAKES_S = 0.005


class Taken:
    """Under which ids a real server took messages, whoever was killed meanwhile."""

    def __init__(self):
        self.ids, self.news = [], threading.Condition()

    def add(self, id_):
        with self.news:
            self.ids.append(id_)
            self.news.notify_all()

    def until(self, is_so):
        with self.news:
            assert self.news.wait_for(lambda: is_so(self.ids), 60), len(self.ids)


@contextmanager
def webhook():
    taken = Taken()
    with receiving() as receiver:
        receiver.delay_s = TAKES_S
        receiver.heard = lambda headers: taken.add(headers["idempotency-key"])
        yield taken, {"url": receiver.url}


class Mailbox:
    def __init__(self, taken):
        self.taken = taken

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its API
        self.taken.add(message_from_bytes(envelope.content)["Message-ID"].strip("<>").partition("@")[0])
        await asyncio.sleep(TAKES_S)
        return "250 OK"


class AnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def email():
    taken = Taken()
    controller = AnyPort(Mailbox(taken), hostname="127.0.0.1", port=0, ready_timeout=60)
    controller.start()
    try:
        asked = {"host": "127.0.0.1", "port": str(controller.port), "security": "none"}
        yield taken, asked | {"sender": "board@example.org", "to": "ops@example.org"}
    finally:
        controller.stop()


@pytest.mark.parametrize("channel", [webhook, email])
def test_after_many_kills_every_alert_was_taken_and_none_twice_but_one_a_kill(tmp_path, channel):
    store = open_store(tmp_path / "a.db")
    store.save_alert_channel(StoredChannel(name="ops", kind=channel.__name__))
    ids = [f"x-{number}" for number in range(LETTERS)]
    for id_ in ids:
        notice = Notice(
            id=id_,
            alert="x",
            rule="r",
            kind=Kind.FAULTED,
            event=Event.FIRED,
            at=0,
            members=(Member(station="A", since=0, known_at=0),),
        )
        body = msgspec.json.encode(Message(id=id_, event="fired", title=id_, lines=()))
        store.keep_notice(notice, [Letter(id=id_, channel="ops", body=body, kept_at=0)])
    luck = random.Random(15)
    with channel() as (taken, asked):
        told = [
            sys.executable,
            COURIER,
            address_of(tmp_path / "a.db"),
            tmp_path,
            channel.__name__,
            json.dumps(asked),
        ]
        for _ in range(KILLS):
            wanted = min(len(taken.ids) + luck.randint(1, 9), LETTERS)
            courier = subprocess.Popen(told)
            taken.until(lambda took, wanted=wanted: len(took) >= wanted)
            courier.kill()
            courier.wait()
        courier = subprocess.Popen(told)
        taken.until(lambda took: set(took) >= set(ids))
        courier.terminate()
        courier.wait()
    times = Counter(taken.ids)
    assert set(times) == set(ids)
    assert sum(times.values()) - LETTERS <= KILLS + 1
    store.close()
