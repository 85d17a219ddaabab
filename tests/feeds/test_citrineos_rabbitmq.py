"""What goes through CitrineOS' exchange comes in beside its own modules, from a real RabbitMQ."""

import json
import signal
import sys
from contextlib import closing

import pika
import pytest
from daemon import command, started
from taken import FeedOf, texts
from two_chargers import NOW, concluded, life

from certificates import signed_in
from chargeboard.capture.feeds.citrineos_rabbitmq.citrineos_rabbitmq import found_in
from chargeboard.capture.feeds.delivered import Delivery
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.formats.reading import Rejected
from chargeboard.run.clock import now as present
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, datetime_of
from rabbit import rabbitmq

KIND = kind_of("citrineos-rabbitmq")
EXCHANGE = "citrineos"


def body_of(frame):
    """As its sender publishes it."""
    kind, identity, *rest = json.loads(frame.text)
    at = datetime_of(frame.received_at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    error = {"_messageId": identity, "_errorCode": rest[0], "message": rest[1]} if kind == 4 else None
    return {
        "_origin": "cs" if frame.direction == "in" else "csms",
        "_eventGroup": "general",
        "_action": rest[0] if kind == 2 else "Any",
        "_state": 1 if kind == 2 else 2,
        "_context": {"correlationId": identity, "stationId": frame.station, "tenantId": 1, "timestamp": at},
        "_payload": {**error, "_errorDetails": rest[2]} if error else rest[-1],
        "_protocol": frame.protocol,
    }


def found(body):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    (one,) = found_in(Delivery(EXCHANGE, text, NOW, 1, is_again=False), "it")
    return one


def test_a_frame_is_made_of_the_parts_of_a_message():
    for frame in life(days=1)[-300:]:
        made = found(body_of(frame))
        assert json.loads(made.text) == json.loads(frame.text)
        assert (made.station, made.direction, made.received_at, made.protocol) == (
            frame.station,
            frame.direction,
            frame.received_at,
            frame.protocol,
        )


def test_an_error_is_one():
    frame = life(days=1)[0]
    body = body_of(frame) | {
        "_state": 2,
        "_payload": {
            "_messageId": "1",
            "_errorCode": "FormatViolation",
            "_errorDetails": {"a": 1},
            "message": "no",
        },
    }
    identity = json.loads(frame.text)[1]
    assert json.loads(found(body).text) == [4, identity, "FormatViolation", "no", {"a": 1}]


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"{}", b'{"_origin":"moon"}'])
def test_what_is_no_message_is_kept_aside(body):
    assert isinstance(found(body), Rejected)


def test_it_says_which_extra_it_needs(monkeypatch, store):
    monkeypatch.setitem(sys.modules, "pika", None)
    with pytest.raises(FeedError, match=r"pip install 'chargeboard\[rabbitmq\]'"):
        FeedOf(KIND, "amqp://localhost", store)


class Citrine:
    """Publishes, and has a module of its own that listens."""

    def __init__(self, rabbit):
        self._connection = pika.BlockingConnection(
            pika.ConnectionParameters(
                "127.0.0.1", rabbit.port, credentials=pika.PlainCredentials("guest", "guest")
            )
        )
        self.channel = self._connection.channel()
        self.channel.exchange_declare(EXCHANGE, "headers", durable=False)
        self.channel.queue_declare("rabbit_queue_module", auto_delete=True)
        self.channel.queue_bind("rabbit_queue_module", EXCHANGE, "", {"x-match": "all", "state": "1"})
        self.channel.confirm_delivery()

    def publish(self, *frames):
        for frame in frames:
            body = body_of(frame)
            headers = {"state": str(body["_state"]), "origin": body["_origin"]}
            self.channel.basic_publish(
                EXCHANGE, "", json.dumps(body).encode(), pika.BasicProperties(headers=headers)
            )

    def heard(self):
        """How many its module has."""
        return self.channel.queue_declare("rabbit_queue_module", passive=True).method.message_count

    def close(self):
        self._connection.close()


@pytest.fixture(scope="module")
def rabbit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rabbit")
    with rabbitmq(folder, signed_in(folder, "localhost")) as one:
        yield one


@pytest.fixture
def citrine(rabbit):
    with closing(Citrine(rabbit)) as one:
        yield one


def url_of(rabbit, login="", more=""):
    return f"amqp://{login}127.0.0.1:{rabbit.port}/{more}"


@pytest.fixture
def feed(rabbit, citrine, store):
    with closing(FeedOf(KIND, url_of(rabbit), store, now=NOW + HOUR)) as feed:
        feed.look()
        feed.look()
        yield feed


@pytest.mark.soak
@pytest.mark.threat("O1")
def test_its_figures_are_those_of_the_same_life_and_its_own_modules_get_all(citrine, store, feed, tmp_path):
    frames = life(days=1)
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    before = citrine.heard()
    citrine.publish(*frames)
    feed.look(until=len(frames))
    assert concluded(store) == concluded(heard)
    assert citrine.heard() - before == sum(json.loads(frame.text)[0] == 2 for frame in frames)
    heard.close()


@pytest.mark.soak
def test_what_is_published_while_nobody_reads_is_held_and_what_was_kept_is_kept_once(citrine, store, feed):
    frames = life(days=1)[:600]
    citrine.publish(*frames[:300])
    part = feed.part()
    while not part.frames:
        part = feed.part()
    feed.feeding.take(part)
    feed.opened.close()  # as it ends that was killed before it told the broker
    citrine.publish(*frames[300:])
    feed.opened = KIND.open(feed.url, feed.name)
    feed.look(until=len(frames) - len(part.frames))
    assert sum(len(texts(store, station)) for station in store.stations()) == len(frames)


@pytest.mark.soak
def test_who_is_killed_again_and_again_brings_each_message_once(citrine, rabbit, tmp_path):
    database, frames = tmp_path / "board.db", life(days=1, now=present() - MINUTE)[-900:]
    command("feed", KIND.name, url_of(rabbit), "--db", database, "--once")
    for part in range(3):
        citrine.publish(*frames[part * 300 : (part + 1) * 300])
        process = started("feed", KIND.name, url_of(rabbit), "--db", database)
        assert any("behind when it came" in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    code, said = command("feed", KIND.name, url_of(rabbit), "--db", database, "--once")
    assert code == 0, said
    store = open_store(str(database))
    assert sum(len(texts(store, station)) for station in store.stations()) == len(frames)
    store.close()


@pytest.mark.soak
def test_what_is_wrong_is_said_in_words(rabbit, citrine, store):
    with pytest.raises(FeedError, match="neither by this user nor by this password") as told:
        _looked(FeedOf(KIND, url_of(rabbit, "guest:wrong@"), store))
    assert told.value.is_lasting
    with pytest.raises(FeedError, match="no exchange nothing yet: is CitrineOS running") as told:
        _looked(FeedOf(KIND, url_of(rabbit, more="?exchange=nothing"), store))
    assert not told.value.is_lasting
    rabbit.told("add_user", "reader", "right")
    rabbit.told("set_permissions", "reader", "^none$", "^none$", "^none$")
    with pytest.raises(
        FeedError, match=r"rabbitmqctl set_permissions -p / reader '([^']*)' '([^']*)' '([^']*)'"
    ) as told:
        _looked(FeedOf(KIND, url_of(rabbit, "reader:right@"), store))
    assert told.value.is_lasting
    advised = str(told.value).split("'")[1:6:2]
    rabbit.told("set_permissions", "reader", *advised)
    _looked(FeedOf(KIND, url_of(rabbit, "reader:right@"), store))


@pytest.mark.soak
def test_by_tls_it_is_believed_by_the_authority_that_is_named_and_else_told_why_not(rabbit, citrine, store):
    frames, at = life(days=1)[:20], f"{rabbit.tls_port}/?exchange={EXCHANGE}"
    authority = f"&ca={rabbit.folder / 'ca.pem'}"
    with closing(FeedOf(KIND, f"amqps://localhost:{at}{authority}", store, now=NOW + HOUR)) as feed:
        feed.look()
        citrine.publish(*frames)
        feed.look(until=len(frames))
    for url, said in (
        (f"amqps://guest:secret@127.0.0.1:{at}{authority}", "its certificate is not for 127.0.0.1"),
        (f"amqps://guest:secret@localhost:{at}", "not known here: name its file"),
        (f"amqps://guest:secret@localhost:{rabbit.port}/?ca=/none.pem", "none.pem holds no certificate"),
        (f"amqps://guest:secret@localhost:{rabbit.port}/", "speaks no TLS at that port"),
    ):
        with pytest.raises(FeedError, match=said) as told:
            _looked(FeedOf(KIND, url, store))
        assert (told.value.is_lasting, "secret" in str(told.value)) == (True, False)


def _looked(feed):
    with closing(feed):
        feed.look()
        feed.look()


@pytest.mark.soak
def test_a_broker_that_is_gone_and_comes_back_is_read_again(tmp_path, store):
    frames = life(days=1)[:20]
    with rabbitmq(tmp_path) as rabbit, closing(FeedOf(KIND, url_of(rabbit), store, now=NOW + HOUR)) as feed:
        with closing(Citrine(rabbit)) as citrine:
            feed.look()
            feed.look()
            citrine.publish(*frames[:10])
            feed.look(until=10)
        rabbit.stop()
        with pytest.raises(FeedError):
            feed.look(until=20)
        with pytest.raises(FeedError, match="cannot be reached"):
            feed.look()
        rabbit.start()
        with pytest.raises(FeedError, match="no exchange citrineos yet"):
            feed.look()
        with closing(Citrine(rabbit)) as citrine:
            feed.look()
            citrine.publish(*frames[10:])
            feed.look(until=20)
    assert sum(len(texts(store, station)) for station in store.stations()) == len(frames)
