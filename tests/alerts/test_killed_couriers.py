"""An alert is never lost, and is repeated under its own id alone, however often who delivers it is killed."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.notice import Event, Member, Notice
from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import Message
from chargeboard.store import open_store
from receiver import receiving

COURIER = Path(__file__).parent / "courier.py"
KILLS, LETTERS = 20, 200


def test_after_20_kills_every_alert_was_taken_and_none_twice_but_one_a_kill(tmp_path):
    store = open_store(tmp_path / "a.db")
    store.save_alert_channel(StoredChannel(name="ops", kind="webhook"))
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
    with receiving() as receiver:
        receiver.delay_s = 0.005
        for _ in range(KILLS):
            taken = len(receiver.took)
            courier = subprocess.Popen([sys.executable, COURIER, tmp_path / "a.db", receiver.url])
            receiver.await_requests(min(taken + luck.randint(1, 9), LETTERS))
            courier.kill()
            courier.wait()
        courier = subprocess.Popen([sys.executable, COURIER, tmp_path / "a.db", receiver.url])
        with receiver.news:
            assert receiver.news.wait_for(lambda: set(receiver.ids()) >= set(ids), 60)
        courier.terminate()
        courier.wait()
        times = Counter(receiver.ids())
        keys = Counter(headers["idempotency-key"] for _, headers, _ in receiver.took)
    assert set(times) == set(ids)
    assert times == keys
    assert sum(times.values()) - LETTERS <= KILLS + 1
    store.close()
