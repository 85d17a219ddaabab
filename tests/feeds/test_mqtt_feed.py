"""What proxies publish comes in as if it had been heard, from a real mosquitto."""

import json
import signal
import socket
from contextlib import closing, contextmanager

import paho.mqtt.client as paho
import pytest
from daemon import command, started
from taken import FeedOf, texts
from two_chargers import NOW, concluded, life

from broker import mosquitto
from certificates import signed_in
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.rejects import Rejects
from chargeboard.run.clock import now as present
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, datetime_of

KIND = kind_of("mqtt")
STATION = "CP-1"


@pytest.fixture
def broker(tmp_path):
    with mosquitto(tmp_path, "max_queued_messages 0") as one:
        yield one


@contextmanager
def proxy(broker, ca="", **login):
    """Publishes, and knows that the broker has it."""
    client = paho.Client(paho.CallbackAPIVersion.VERSION2)
    if ca:
        client.tls_set(ca)
    if login:
        client.username_pw_set(**login)
    client.connect("localhost" if ca else "127.0.0.1", broker.port)
    client.loop_start()

    def publish(*messages):
        sent = [client.publish(topic, body, qos=1) for topic, body in messages]
        for one in sent:
            one.wait_for_publish(20)

    try:
        yield publish
    finally:
        client.disconnect()
        client.loop_stop()


def of_proxy(frame):
    """As damasiormoura's ocpp-proxy publishes it."""
    said = json.loads(frame.text)
    kind = {2: "Call", 3: "CallResult", 4: "CallError"}[said[0]]
    action = said[2] if said[0] == 2 else kind
    way = "charger" if frame.direction == "in" else "central_system"
    at = datetime_of(frame.received_at).isoformat()
    body = json.dumps({"timestamp": at, "message_type": kind, "payload": said})
    return f"ocpp/{frame.station}/{way}/{action}", body


def heartbeat(number, at=NOW):
    at = datetime_of(at + number * SECOND).isoformat()
    body = {"timestamp": at, "message_type": "Call", "payload": [2, str(number), "Heartbeat", {}]}
    return f"ocpp/{STATION}/charger/Heartbeat", json.dumps(body)


def beat(number):
    return f'[2, "{number}", "Heartbeat", {{}}]'


def beat_of_maeve(number):
    return beat(number).replace(", ", ",")


def url_of(broker, login="", path=""):
    return f"mqtt://{login}127.0.0.1:{broker.port}{path}"


@pytest.fixture
def feed(broker, store):
    with closing(FeedOf(KIND, url_of(broker), store, now=NOW + HOUR)) as feed:
        feed.look()
        yield feed


def test_its_figures_are_those_of_the_same_life_that_was_heard(broker, store, feed, tmp_path):
    frames = life(days=1)
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    with proxy(broker) as publish:
        publish(*map(of_proxy, frames))
    feed.look(until=len(frames))
    assert concluded(store) == concluded(heard)
    heard.close()


def test_what_maeve_publishes_has_the_time_at_which_it_came(broker, store, feed):
    feed.now = None
    call = {"type": 2, "action": "Heartbeat", "id": "1", "request": {}}
    answer = {
        "type": 3,
        "action": "Heartbeat",
        "id": "1",
        "response": {"currentTime": "2026-09-21T14:13:20Z"},
    }
    with proxy(broker) as publish:
        publish(("cs/in/ocpp1.6/MV-1", json.dumps(call)), ("cs/out/ocpp1.6/MV-1", json.dumps(answer)))
    feed.look(until=2)
    frames = [one.frame for batch in store.frames_after("MV-1", -(2**62), 0) for one in batch]
    assert [(frame.direction, frame.protocol) for frame in frames] == [("in", "ocpp1.6"), ("out", "ocpp1.6")]
    assert all(abs(frame.received_at - feed.now) < 20 * SECOND for frame in frames)


def test_topics_may_begin_with_another_word(broker, store):
    with closing(FeedOf(KIND, url_of(broker, path="/chargers"), store)) as feed, proxy(broker) as publish:
        feed.look()
        publish(("chargers/in/ocpp1.6/MV-1", '{"type": 2, "action": "Heartbeat", "id": "1", "request": {}}'))
        feed.look(until=1)
    assert texts(store, "MV-1") == [beat_of_maeve(1)]


def test_what_is_published_while_nobody_reads_is_held_and_read_later(broker, store, feed):
    feed.close()
    with proxy(broker) as publish:
        publish(*map(heartbeat, range(700)))
    feed.look(until=700)
    assert texts(store) == [beat(number) for number in range(700)]


def test_what_was_not_kept_is_handed_on_again_and_what_was_kept_is_kept_once(broker, store, feed):
    feed.now, call = None, '{"type": 2, "action": "Heartbeat", "id": "%d", "request": {}}'
    with proxy(broker) as publish:
        publish(*(("cs/in/ocpp1.6/MV-1", call % number) for number in range(20)))
        part = feed.part()
        feed.feeding.take(part)
        feed.opened.close()  # as it ends that was killed before it told the broker
        feed.opened = KIND.open(feed.url, feed.name)
        publish(("cs/in/ocpp1.6/MV-1", call % 20))
        feed.look(until=21 - len(part.frames))
    assert texts(store, "MV-1") == [*map(beat_of_maeve, range(21))]


def test_what_could_not_be_kept_is_handed_on_again(broker, store, feed):
    with proxy(broker) as publish:
        publish(*map(heartbeat, range(20)))
    while not feed.part().frames:
        pass
    assert feed.part().frames
    feed.look(until=20)
    assert texts(store) == [beat(number) for number in range(20)]


def test_what_cannot_be_read_is_kept_aside_and_stops_nothing(broker, store, tmp_path):
    rejects = Rejects(tmp_path / "rejected.jsonl")
    with closing(FeedOf(KIND, url_of(broker), store, rejects=rejects)) as feed, proxy(broker) as publish:
        feed.look()
        publish(
            (f"ocpp/{STATION}/charger/Heartbeat", "not json [2, 1"),
            (f"ocpp/{STATION}/charger/Heartbeat", b"\xff\xfe[2"),
            (f"ocpp/{STATION}/charger/x", '{"timestamp":"never","message_type":"Call","payload":[2]}'),
            ("cs/in/ocpp1.6/MV-1", '{"type": 7, "id": "1"} [2,"x"'),
            heartbeat(0, NOW + 48 * HOUR),
            (
                f"ocpp/{STATION}/charger/Call",
                json.dumps(
                    {"timestamp": "2026-09-21T14:13:20Z", "message_type": "Call", "payload": '[2, "7", '}
                ),
            ),
            heartbeat(1),
        )
        feed.look(until=2)
    assert texts(store) == ['[2, "7", ', beat(1)]
    assert len(list(rejects)) == 5
    assert {one.file for one in rejects} == {KIND.called(feed.url)}


def test_a_clock_that_is_an_hour_ahead_is_said_and_nothing_is_lost(broker, store):
    with closing(FeedOf(KIND, url_of(broker), store)) as feed, proxy(broker) as publish:
        feed.look()
        publish(heartbeat(1, NOW + HOUR))
        with pytest.raises(FeedError, match="ahead of ours"):
            feed.look(until=1)
        feed.now = NOW + HOUR
        feed.look(until=1)
    assert texts(store) == [beat(1)]


def test_who_killed_again_and_again_brings_each_message_once(broker, tmp_path):
    database, frames = tmp_path / "board.db", life(days=1, now=present() - MINUTE)[-900:]
    command("feed", "mqtt", url_of(broker), "--db", database, "--once")
    with proxy(broker) as publish:
        for part in range(3):
            publish(*map(of_proxy, frames[part * 300 : (part + 1) * 300]))
            process = started("feed", "mqtt", url_of(broker), "--db", database)
            assert any("behind when it came" in line for line in process.stdout)
            process.send_signal(signal.SIGKILL)
            process.communicate()
    code, said = command("feed", "mqtt", url_of(broker), "--db", database, "--once")
    assert code == 0, said
    store = open_store(str(database))
    for station in {frame.station for frame in frames}:
        assert len(texts(store, station)) == sum(frame.station == station for frame in frames)
    store.close()


def test_a_broker_that_is_gone_and_comes_back_is_read_again(tmp_path, store):
    with mosquitto(tmp_path) as broker:
        feed = FeedOf(KIND, url_of(broker), store)
        feed.look()
        with proxy(broker) as publish:
            publish(heartbeat(1))
        feed.look(until=1)
    with pytest.raises(FeedError, match="broker ended the connection"):
        feed.look(until=2)
    with pytest.raises(FeedError, match="cannot be reached") as told:
        feed.look()
    assert not told.value.is_lasting
    with mosquitto(tmp_path, port=broker.port), proxy(broker) as publish:
        feed.look()
        publish(heartbeat(2))
        feed.look(until=2)
        feed.close()
    assert texts(store) == [beat(1), beat(2)]


def test_a_wrong_password_is_said_and_the_right_one_may_stand_in_the_environment(
    tmp_path, store, monkeypatch
):
    with mosquitto(tmp_path, users=[("reader", "right")]) as broker:
        with pytest.raises(FeedError, match="neither by this user nor by this password") as told:
            FeedOf(KIND, url_of(broker, "reader:wrong@"), store).look()
        assert told.value.is_lasting
        monkeypatch.setenv("MQTT_PASSWORD", "right")
        with closing(FeedOf(KIND, url_of(broker, "reader@"), store)) as feed:
            feed.look()
            with proxy(broker, username="reader", password="right") as publish:
                publish(heartbeat(1))
            feed.look(until=1)
    assert texts(store) == [beat(1)]


@pytest.fixture
def guarded(tmp_path):
    """A broker that is reached by TLS alone, under the name of this machine; where its authority stands."""
    authority, certificate, key = signed_in(tmp_path, "localhost")
    with mosquitto(tmp_path, f"certfile {certificate}", f"keyfile {key}") as broker:
        yield f"mqtts://{{}}:{broker.port}", f"?ca={authority}", broker


def test_a_broker_by_tls_is_believed_by_the_authority_that_is_named(guarded, store):
    address, authority, broker = guarded
    with closing(FeedOf(KIND, address.format("localhost") + authority, store)) as feed:
        feed.look()
        with proxy(broker, ca=authority.removeprefix("?ca=")) as publish:
            publish(heartbeat(1))
        feed.look(until=1)
    assert texts(store) == [beat(1)]


@pytest.mark.parametrize(
    ("host", "names_authority", "said"),
    [
        ("127.0.0.1", True, "its certificate is not for 127.0.0.1"),
        ("localhost", False, r"not known here: name its file behind the address, like \?ca="),
    ],
)
def test_a_broker_that_is_not_believed_is_told_why_and_hears_no_password(
    guarded, store, host, names_authority, said
):
    address, authority, _ = guarded
    url = address.format(f"reader:secret@{host}") + (authority if names_authority else "")
    with pytest.raises(FeedError, match=said) as told:
        FeedOf(KIND, url, store).look()
    assert told.value.is_lasting
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_authority_is_said(broker, store, tmp_path):
    (tmp_path / "none.pem").write_text("nothing")
    for file in ("none.pem", "missing.pem"):
        with pytest.raises(FeedError, match=f"{file} holds no certificate of an authority"):
            FeedOf(KIND, f"mqtts://localhost:{broker.port}?ca={tmp_path / file}", store).look()


def test_what_is_no_broker_is_said_within_its_patience(store, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.feeds.mqtt.link._PATIENCE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"mqtt://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(FeedError, match="cannot be reached"):
            FeedOf(KIND, url, store).look()


def test_a_second_process_over_the_same_database_takes_the_feed_over_and_that_is_said(broker, store, feed):
    other = FeedOf(KIND, url_of(broker), store)
    other.look()
    with pytest.raises(FeedError, match=r"another process reads this feed|ended the connection"):
        feed.look(until=1)
    other.close()


def test_an_empty_look_writes_nothing_and_asks_the_broker_nothing(broker, store, feed):
    revision, cursor = store.data_version(), feed.feeding.cursor
    part = feed.part()
    assert (part.frames, part.cursor, part.is_all) == ([], cursor, True)
    feed.feeding.take(part)
    assert store.data_version() == revision
