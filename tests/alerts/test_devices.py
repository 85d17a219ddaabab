"""Does a real broker show chargers as devices, and only what changes?"""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager

import pytest
from click.testing import CliRunner
from harbour import Harbour

from broker import listening, mosquitto
from chargeboard.alerts.channel import StoredChannel, Unshown
from chargeboard.channels.channel import Showing
from chargeboard.channels.mqtt import CHANNEL, link
from chargeboard.channels.mqtt import mqtt as channel_module
from chargeboard.channels.mqtt.naming import announcement_topic, state_topic, station_in
from chargeboard.cli import main
from chargeboard.cli.alerts import following
from chargeboard.cli.alerts.sending import present, seal_of
from chargeboard.cli.place import Place
from chargeboard.config.settings import Settings
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Charger
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.alerting.unshown import tell_unshown
from chargeboard.time.instants import MINUTE
from in_a_thread import run

CP1, CP2 = "board/devices/CP1/state", "board/devices/CP%2F2%2B/state"
CONFIGS = {announcement_topic("board", "homeassistant", one) for one in ("CP1", "CP/2+")}


@pytest.fixture
def broker(tmp_path):
    with mosquitto(tmp_path) as one:
        yield one


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    monkeypatch.setattr(following, "_EVERY_S", 0.02)
    made = Harbour(tmp_path / "chargeboard.db").a_day()
    yield made
    made.close()


def shown(harbour, broker, **values):
    """What shows the chargers of the harbour, as it is made for a channel."""
    place = Place(Settings().with_options(db=str(harbour.path)))
    asked = broker.asked(topic="board", **{"chargers": "all", **values})
    harbour.store.save_alert_channel(seal_of(place).stored("home", "mqtt", asked))
    return present(place, harbour.store, harbour.looked_at)["home"]()


@asynccontextmanager
async def showing(harbour, broker, **values):
    harbour.watched = []
    harbour.looked_at = harbour.watched.append
    task = asyncio.create_task(shown(harbour, broker, **values))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(queue, *topics):
    """What came, by topic, up to when each of these was published."""
    found = {}
    async with asyncio.timeout(60):
        while not found.keys() >= set(topics):
            topic, payload, _ = await queue.get()
            found[topic] = payload
    return found


async def awaited(holds):
    async with asyncio.timeout(60):
        while True:
            if holds():
                return
            await asyncio.sleep(0.01)


async def kept(broker, number):
    async with listening(broker, "#") as queue, asyncio.timeout(60):
        return {topic: payload for topic, payload, _ in [await queue.get() for _ in range(number)]}


def test_each_charger_is_a_device_with_its_state_and_both_are_kept(broker, harbour):
    async def story():
        async with listening(broker) as queue, showing(harbour, broker):
            await until(queue, CP1, CP2, *CONFIGS)
            found = await kept(broker, 5)
            assert found.keys() == {CP1, CP2, *CONFIGS, "board/status"}
            assert json.loads(found[CP1])["sockets"]["1"]["power_w"] == 7400
            for where in CONFIGS:
                device = json.loads(found[where])
                assert device["state_topic"] in {CP1, CP2}
                assert device["availability_topic"] == "board/status"
            assert b"TAG-OF" not in b"".join(found.values())
            assert found["board/status"] == b"online"

    run(story())


def test_only_what_changes_is_published(broker, harbour):
    async def story():
        async with listening(broker) as queue, showing(harbour, broker):
            await until(queue, CP1, CP2, *CONFIGS)
            harbour.meter(93, "CP1", 1, 8, 2600, 7300, soc=63)
            harbour.understand()
            found = await until(queue, CP1)
            assert found.keys() - {"board/status"} == {CP1}
            socket = json.loads(found[CP1])["sockets"]["1"]
            assert (socket["power_w"], socket["session_energy_wh"]) == (7300, 1600)
            # it says that it is there: nothing that is told changes, whatever is written of it
            harbour.say(94, "CP1", "Heartbeat")
            harbour.understand()
            harbour.status(95, "CP/2+", 1, "Preparing")
            harbour.understand()
            assert (await until(queue, CP2)).keys() == {CP2}

    run(story())


def test_who_begins_anew_publishes_nothing_that_the_broker_has(broker, harbour):
    async def story():
        async with listening(broker) as queue:
            async with showing(harbour, broker):
                await until(queue, CP1, CP2, *CONFIGS)
            await until(queue, "board/status")
            harbour.status(96, "CP/2+", 1, "Preparing")
            harbour.understand()
            async with showing(harbour, broker):
                found = await until(queue, CP2)
                assert found.keys() - {"board/status"} == {CP2}

    run(story())


def test_home_assistant_that_begins_anew_is_told_all_again(broker, harbour):
    async def story():
        async with listening(broker) as queue, showing(harbour, broker):
            await until(queue, CP1, CP2, *CONFIGS)
            async with listening(broker, "nothing") as _, home(broker) as client:
                await client.publish("homeassistant/status", b"online", qos=1)
                found = await until(queue, CP1, CP2, *CONFIGS)
                assert json.loads(found[CP2])["sockets"]["1"]["state"] == "available"

    run(story())


@asynccontextmanager
async def home(broker):
    import aiomqtt  # noqa: PLC0415 - an extra

    async with aiomqtt.Client("127.0.0.1", broker.port) as client:
        yield client


def test_of_a_charger_that_is_gone_the_broker_keeps_nothing(broker, harbour):
    """Also where it went while nobody was connected."""

    async def story():
        async with listening(broker) as queue:
            async with showing(harbour, broker):
                await until(queue, CP1, CP2, *CONFIGS)
                harbour.store.save_charger(Charger(id="CP1", name="", site="", deleted=True))
                config = announcement_topic("board", "homeassistant", "CP1")
                gone = await until(queue, CP1, config)
                assert (gone[CP1], gone[config]) == (b"", b"")
            await until(queue, "board/status")
            harbour.store.save_charger(Charger(id="CP/2+", name="", site="", deleted=True))
            async with showing(harbour, broker):
                gone = await until(queue, CP2)
                assert gone[CP2] == b""
                assert (await kept(broker, 1)).keys() == {"board/status"}

    run(story())


def test_one_site_may_be_shown_and_nothing_announced(broker, tmp_path):
    one = Harbour(tmp_path / "sites.db", CP1="Yard 7").a_day()

    async def story():
        async with (
            listening(broker) as queue,
            showing(one, broker, chargers="Quay, Yard 7", discovery="none"),
        ):
            await until(queue, CP1)
            assert (await kept(broker, 2)).keys() == {CP1, "board/status"}

    run(story())
    one.close()


def test_of_none_nothing_is_shown_and_a_charger_that_charges_is_looked_at(broker, harbour):
    async def story():
        async with listening(broker) as queue:
            async with showing(harbour, broker, chargers="none"):
                await until(queue, "board/status")
            assert harbour.watched == []
            async with showing(harbour, broker):
                await until(queue, CP1, CP2)
            assert harbour.watched[0] == ["CP1"]

    run(story())


def test_while_it_is_shown_lines_are_made_as_if_somebody_looked(harbour):
    from chargeboard.run.alerting.watch import Watch  # noqa: PLC0415 - for this test alone

    watch = Watch(harbour.store, harbour.profile_of, lambda: harbour.now)
    harbour.store.save_alert_channel(StoredChannel(name="home", kind="mqtt", settings={"chargers": "none"}))
    watch.unlooked()
    assert not watch.are_lines_followed
    harbour.store.save_alert_channel(StoredChannel(name="home", kind="mqtt", settings={"chargers": "all"}))
    watch.unlooked()
    assert watch.are_lines_followed


def test_a_broker_that_is_not_there_is_told_of_on_every_page_and_by_doctor(harbour, monkeypatch):
    monkeypatch.setattr(channel_module, "_AGAIN_S", 0.01)
    trouble = []

    async def story():
        async with showing(harbour, Nowhere()):
            await awaited(harbour.store.unshown)
            trouble.append(harbour.store.unshown()["home"])

    run(story())
    [told] = trouble
    assert "could not be reached" in told.why
    soon = with_outbox(Impairment(), harbour.store, lambda: told.since + MINUTE)
    later = with_outbox(Impairment(), harbour.store, lambda: told.since + 3 * MINUTE)
    assert (soon.unshown, later.unshown) == ("", f"home: {told.why}")
    assert later.is_fault


def test_doctor_names_it(harbour):
    harbour.store.put_unshown({"home": Unshown(harbour.now, "the broker refused: Not authorized")})
    told = CliRunner().invoke(main, ["doctor", "--db", str(harbour.path)]).output
    assert "The channel home could not show how chargers stand for " in told
    assert "the broker refused: Not authorized" in told
    assert "chargeboard alerts test home" in told


def test_a_broker_that_says_nothing_is_given_up_for_a_while(monkeypatch):
    monkeypatch.setattr(link, "_PATIENCE_S", 0.2)
    wrong = []

    async def hold(_, writer):
        await asyncio.sleep(60)
        writer.close()

    async def story():
        server = await asyncio.start_server(hold, "127.0.0.1")
        silent = {"host": "127.0.0.1", "port": str(server.sockets[0].getsockname()[1]), "security": "none"}
        staying = asyncio.create_task(
            CHANNEL.present(CHANNEL.checked(silent), Showing(tell_wrong=wrong.append))
        )
        await awaited(lambda: wrong)
        staying.cancel()
        await asyncio.gather(staying, return_exceptions=True)
        server.close()

    run(story())
    assert "could not be reached" in wrong[0]


def test_since_when_it_cannot_be_shown_stays_while_the_reason_changes(harbour):
    clock = iter((5, 6, 7))
    for why in ("away", "refuses", "refuses"):
        tell_unshown(harbour.store, lambda: next(clock), "home", why)
    tell_unshown(harbour.store, lambda: next(clock), "yard", "away")
    assert harbour.store.unshown() == {"home": Unshown(5, "refuses"), "yard": Unshown(6, "away")}
    tell_unshown(harbour.store, lambda: next(clock), "home", "")
    assert harbour.store.unshown().keys() == {"yard"}


class Nowhere:
    port = 1

    def asked(self, **values):
        return {"host": "127.0.0.1", "port": "1", "security": "none", **values}


def test_what_was_wrong_is_forgotten_when_it_is_right_or_the_channel_is_gone(broker, harbour):
    harbour.store.put_unshown({"home": Unshown(1, "away"), "gone": Unshown(1, "away")})

    async def story():
        async with listening(broker, "board/status") as queue, showing(harbour, broker):
            await until(queue, "board/status")
            await awaited(lambda: not harbour.store.unshown())

    run(story())


def test_who_is_killed_is_unavailable_and_what_was_kept_stays(broker, harbour):
    program = (
        "import asyncio, sys; sys.path[:0] = ['tests/alerts', 'tests/outlets', 'tests']\n"
        "from chargeboard.cli.alerts.sending import present; from chargeboard.cli.place import Place\n"
        "from chargeboard.config.settings import Settings\n"
        f"place = Place(Settings().with_options(db={str(harbour.path)!r}))\n"
        "with place.store() as store: asyncio.run(present(place, store)['home']())\n"
    )
    place = Place(Settings().with_options(db=str(harbour.path)))
    asked = broker.asked(topic="board", chargers="all")
    harbour.store.save_alert_channel(seal_of(place).stored("home", "mqtt", asked))

    async def story():
        async with listening(broker) as queue:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", program, env=dict(os.environ)
            )
            try:
                assert json.loads((await until(queue, CP1, CP2))[CP1])["connected"] == "on"
            finally:
                process.kill()
                await process.wait()
            async with asyncio.timeout(60):
                while (await queue.get())[:2] != ("board/status", b"offline"):
                    pass
            assert len(await kept(broker, 5)) == 5

    run(story())


@pytest.mark.parametrize("station", ["CP1", "CP/2+", "a b#", "ä/state"])
def test_a_charger_is_found_again_by_its_topic(station):
    assert station_in("board", state_topic("board", station)) == station
    assert station_in("other", state_topic("board", station)) is None


def test_who_shows_no_chargers_needs_no_database(broker):
    async def story():
        async with listening(broker, "chargeboard/status") as queue:
            staying = asyncio.create_task(CHANNEL.present(CHANNEL.checked(broker.asked()), Showing()))
            assert (await queue.get())[1] == b"online"
            staying.cancel()
            await asyncio.gather(staying, return_exceptions=True)

    run(story())
