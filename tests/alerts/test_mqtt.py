"""Does a real broker take alerts, and does Home Assistant find what it needs?"""

import asyncio
import json
import re
import sys

import msgspec
import pytest
from aiomqtt import TLSParameters

from broker import listening, mosquitto
from certificates import certificate_in
from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import Message, Standing
from chargeboard.channels.channel import ChannelError, NotSentError, Showing
from chargeboard.channels.mqtt import CHANNEL, link
from chargeboard.channels.mqtt import mqtt as channel_module
from in_a_thread import run

CONTACT = Standing(
    rule="contact",
    kind=Kind.OUT_OF_CONTACT,
    group="site Yard",
    chargers={"CP/1+": "Berth 1 (CP/1+)", "CP2": "Berth 2 (CP2)"},
    lasting=("CP/1+",),
)
FIRED = Message(
    id="abc-0",
    event="fired",
    title="Berth 1: out of contact",
    lines=("Since noon.",),
    url="https://board.example.org/chargers/CP1?at=1",
    standing=CONTACT,
    document=msgspec.Raw(b'{"id":"abc-0"}'),
)
OVER = msgspec.structs.replace(
    FIRED, id="abc-1", event="recovered", standing=msgspec.structs.replace(CONTACT, lasting=())
)
STATE = "chargeboard/chargers/CP%2F1%2B/contact"


@pytest.fixture
def broker(tmp_path):
    with mosquitto(tmp_path) as one:
        yield one


async def send(broker, message=FIRED, **values):
    await CHANNEL.send(CHANNEL.checked(broker.asked(**values)), message, 0)


async def heard(queue, number):
    async with asyncio.timeout(60):
        return [await queue.get() for _ in range(number)]


async def kept(broker, number, **options):
    """What who comes later finds."""
    async with listening(broker, **options) as queue:
        found = await heard(queue, number)
        assert all(is_retained for _, _, is_retained in found)
        return {topic: payload for topic, payload, _ in found}


def test_what_is_told_is_told_once_and_how_it_stands_is_kept(broker):
    async def story():
        async with listening(broker, "chargeboard/#") as queue:
            await send(broker)
            said = {topic: (payload, is_retained) for topic, payload, is_retained in await heard(queue, 3)}
        assert said["chargeboard/alerts"] == (b'{"id":"abc-0"}', False)
        assert set(said) == {"chargeboard/alerts", STATE, "chargeboard/chargers/CP2/contact"}
        found = await kept(broker, 4)
        assert "chargeboard/alerts" not in found
        assert json.loads(found[STATE]) == {"state": "alert", "title": FIRED.title, "url": FIRED.url}
        assert json.loads(found["chargeboard/chargers/CP2/contact"]) == {"state": "fine"}
        await send(broker, OVER)
        assert json.loads((await kept(broker, 4))[STATE]) == {"state": "fine"}

    run(story())


def test_home_assistant_finds_a_device_a_charger_with_a_sensor_a_rule(broker):
    async def story():
        await send(broker)
        found = await kept(broker, 4)
        topics = [topic for topic in found if topic.startswith("homeassistant/")]
        assert all(
            re.fullmatch(r"homeassistant/binary_sensor/[\w-]+/[\w-]+/config", topic, re.ASCII)
            for topic in topics
        )
        sensors = {json.loads(found[topic])["state_topic"]: json.loads(found[topic]) for topic in topics}
        sensor = sensors[STATE]
        assert (sensor["device_class"], sensor["payload_on"], sensor["payload_off"]) == (
            "connectivity",
            "fine",
            "alert",
        )
        assert sensor["device"]["name"] == "Berth 1 (CP/1+)"
        assert sensor["device"]["configuration_url"] == "https://board.example.org/chargers/CP1"
        assert sensor["availability_topic"] == "chargeboard/status"
        assert "state_class" not in sensor  # a binary sensor has none
        assert len({one["unique_id"] for one in sensors.values()}) == 2
        assert len({one["device"]["identifiers"][0] for one in sensors.values()}) == 2

    run(story())


@pytest.mark.parametrize(
    ("kind", "device_class"),
    [(Kind.DANGER, "safety"), (Kind.FAULTED, "problem"), (Kind.NO_SESSION, "problem")],
)
def test_a_sensor_is_on_while_something_is_wrong_and_of_the_right_class(broker, kind, device_class):
    async def story():
        standing = Standing(rule="r", kind=kind, group="charger A", chargers={"A": "A"}, lasting=("A",))
        await send(broker, msgspec.structs.replace(FIRED, standing=standing))
        (sensor,) = [
            json.loads(payload)
            for topic, payload in (await kept(broker, 2)).items()
            if topic.startswith("homeassistant/")
        ]
        assert (sensor["device_class"], sensor["payload_on"]) == (device_class, "alert")

    run(story())


def test_a_site_is_a_device_and_its_chargers_are(broker):
    async def story():
        site = msgspec.structs.replace(CONTACT, site="Yard / north")
        await send(broker, msgspec.structs.replace(FIRED, standing=site))
        found = await kept(broker, 6)
        assert json.loads(found["chargeboard/sites/Yard %2F north/contact"])["state"] == "alert"

    run(story())


def test_of_a_rule_that_is_gone_the_broker_keeps_nothing_and_home_assistant_no_sensor(broker):
    """But for a charger of which it lasts again, since a rule of that name is back."""
    gone = Message(id="abc-9", event="withdrawn", title="", lines=())

    def standing(*lasting, site=""):
        return msgspec.structs.replace(CONTACT, site=site, is_gone=True, lasting=lasting)

    async def story():
        fired = msgspec.structs.replace(CONTACT, site="Yard")
        await send(broker, msgspec.structs.replace(FIRED, standing=fired))
        assert len(await kept(broker, 6)) == 6
        async with listening(broker, "chargeboard/alerts") as queue:
            await send(broker, msgspec.structs.replace(gone, standing=standing("CP2")))
            found = await kept(broker, 4)
            assert json.loads(found["chargeboard/chargers/CP2/contact"])["state"] == "alert"
            assert "chargeboard/sites/Yard/contact" in found
            assert STATE not in found
            await send(broker, msgspec.structs.replace(gone, standing=standing(site="Yard")))
            await send(broker, msgspec.structs.replace(FIRED, standing=None))
            assert [payload for _, payload, _ in await heard(queue, 1)] == [b'{"id":"abc-0"}']
        async with listening(broker) as queue:
            await send(broker, msgspec.structs.replace(FIRED, standing=None))
            assert (await heard(queue, 1))[0][0] == "chargeboard/alerts", "nothing is kept"

    run(story())


def test_nothing_is_announced_and_other_topics_are_used_where_it_is_said_so(broker):
    async def story():
        await send(broker, topic="yard/7", discovery="none")
        assert set(await kept(broker, 2)) == {
            "yard/7/chargers/CP%2F1%2B/contact",
            "yard/7/chargers/CP2/contact",
        }

    run(story())


def test_a_message_without_an_end_is_told_and_kept_nowhere(broker):
    async def story():
        async with listening(broker) as queue:
            await send(broker, msgspec.structs.replace(FIRED, standing=None))
            assert await heard(queue, 1) == [("chargeboard/alerts", b'{"id":"abc-0"}', False)]

    run(story())


def test_it_is_shown_that_alerts_are_sent_and_who_leaves_says_so(broker):
    async def story():
        async with listening(broker, "chargeboard/status") as queue:
            staying = asyncio.create_task(CHANNEL.present(CHANNEL.checked(broker.asked()), Showing()))
            assert await heard(queue, 1) == [("chargeboard/status", b"online", False)]
            assert await kept(broker, 1) == {"chargeboard/status": b"online"}
            staying.cancel()
            assert await heard(queue, 1) == [("chargeboard/status", b"offline", False)]
            await asyncio.gather(staying, return_exceptions=True)

    run(story())


def test_who_is_killed_is_taken_back_by_the_broker(broker):
    staying = (
        "import asyncio, sys; from chargeboard.channels.mqtt import CHANNEL; "
        "from chargeboard.channels.channel import Showing; "
        f"asyncio.run(CHANNEL.present(CHANNEL.checked({broker.asked()!r}), Showing()))"
    )

    async def story():
        async with listening(broker, "chargeboard/status") as queue:
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", staying)
            try:
                assert (await heard(queue, 1))[0][1] == b"online"
            finally:
                process.kill()
                await process.wait()
            assert (await heard(queue, 1))[0][1] == b"offline"

    run(story())


def test_a_broker_that_is_back_is_told_again(tmp_path, monkeypatch):
    monkeypatch.setattr(channel_module, "_AGAIN_S", 0.05)

    async def story():
        with mosquitto(tmp_path) as broker:
            staying = asyncio.create_task(CHANNEL.present(CHANNEL.checked(broker.asked()), Showing()))
            async with listening(broker, "chargeboard/status") as queue:
                await heard(queue, 1)
        with mosquitto(tmp_path, port=broker.port) as back:
            async with listening(back, "chargeboard/status") as queue:
                assert (await heard(queue, 1))[0][1] == b"online"
            staying.cancel()
            await asyncio.gather(staying, return_exceptions=True)

    run(story())


USERS = [("board", "hush-4711")]


def test_who_has_the_password_is_let_in(tmp_path):
    with mosquitto(tmp_path, users=USERS) as broker:

        async def story():
            await send(broker, user="board", password="hush-4711")
            assert STATE in await kept(broker, 4, username="board", password="hush-4711")

        run(story())


@pytest.mark.threat("L2")
def test_a_wrong_password_is_tried_again_and_not_told(tmp_path):
    with mosquitto(tmp_path, users=USERS) as broker:
        for values in ({"user": "board", "password": "wrong-4712"}, {}):
            with pytest.raises(NotSentError, match="the broker refused: Not authorized") as error:
                run(send(broker, **values))
            assert not error.value.is_final
            assert "4712" not in str(error.value)


def test_what_the_broker_acknowledges_but_throws_away_is_not_accepted(tmp_path):
    (tmp_path / "acl").write_text("user board\ntopic read #\ntopic write homeassistant/#\n")
    with (
        mosquitto(tmp_path, f"acl_file {tmp_path}/acl", users=USERS) as broker,
        pytest.raises(NotSentError, match=r"did not take chargeboard/chargers/.*: Not authorized"),
    ):
        run(send(broker, user="board", password="hush-4711"))


def test_it_is_encrypted_to_a_broker_that_is_known(tmp_path, monkeypatch):
    cert, key = certificate_in(tmp_path)
    link._trusted.cache_clear()
    with mosquitto(tmp_path, f"certfile {cert}", f"keyfile {key}", users=USERS) as broker:
        asked = {"security": "tls", "user": "board", "password": "hush-4711"}
        with pytest.raises(NotSentError, match="certificate verify failed"):
            run(send(broker, **asked))
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        link._trusted.cache_clear()

        async def story():
            await send(broker, **asked)
            who = {"username": "board", "password": "hush-4711"}
            assert STATE in await kept(broker, 4, tls_params=TLSParameters(ca_certs=str(cert)), **who)

        run(story())
    link._trusted.cache_clear()


@pytest.mark.parametrize("port", [1])
def test_who_is_not_there_is_tried_again(port):
    with pytest.raises(NotSentError, match="the broker could not be reached") as error:
        run(CHANNEL.send(CHANNEL.checked({"host": "127.0.0.1", "port": str(port)}), FIRED, 0))
    assert not error.value.is_final


@pytest.mark.threat("L1")
def test_an_address_that_leads_to_no_service_is_refused():
    with pytest.raises(NotSentError, match="is not sent to") as error:
        run(CHANNEL.send(CHANNEL.checked({"host": "169.254.169.254"}), FIRED, 0))
    assert error.value.is_final


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"port": "0"}, "port"),
        ({"topic": "yard/#"}, "topic"),
        ({"topic": "/yard"}, "topic"),
        ({"discovery": "home assistant"}, "discovery"),
        ({"security": "ssl"}, "security"),
        ({"password": "x"}, "user"),
        ({"host": ""}, "host"),
    ],
)
def test_a_wrong_field_is_named(values, field):
    with pytest.raises(ChannelError) as error:
        CHANNEL.checked({"host": "127.0.0.1", **values})
    assert error.value.field == field


def test_without_its_library_it_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "aiomqtt", None)
    with pytest.raises(ChannelError, match=r"mqtt needs aiomqtt.*pip install 'chargeboard\[mqtt\]'"):
        CHANNEL.checked({"host": "127.0.0.1"})
