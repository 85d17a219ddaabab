"""Two connections claim to be one charger."""

import asyncio
import ssl

import pytest
import websockets
from test_csms_handshake import basic, made, needs_openssl, status
from yard import call, on_loop, yard

from chargeboard.capture.csms.admission import new_password
from chargeboard.capture.csms.rivals import Rivals


def without_pongs(link):
    """The charger hears nothing any more, as behind a cable that was cut."""
    link.transport.pause_reading()


def impatient(ours, within_s=0):
    ours.ours.endpoint._rivals = Rivals(within_s)


@pytest.mark.threat("C7")
def test_a_living_connection_does_not_yield_to_a_stranger_who_knows_the_id(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as older:
            assert await status(ours.url("A")) == 409
            assert (await call(older, "Heartbeat"))[0] == 3
            assert ours.turns("A").count("open") == 1
            assert await status(ours.url("B")) == 101

    on_loop(story())


@pytest.mark.threat("C7")
def test_a_connection_that_answers_no_ping_in_time_makes_way(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            older = await ours.connect("A", ping_interval=None)
            without_pongs(older)
            impatient(ours)
            async with ours.connect("A") as newer:
                assert (await call(newer, "Heartbeat"))[0] == 3
                await ours.until(lambda: ours.turns("A").count("close") == 1)
                assert ours.ours.endpoint.connected == 1
                assert (await ours.board("A"))["charger"]["is_online"]
            older.transport.abort()

    on_loop(story())


@pytest.mark.threat("C7")
def test_of_many_strangers_who_wait_for_a_dead_connection_one_takes_its_place(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            older = await ours.connect("A", ping_interval=None)
            without_pongs(older)
            impatient(ours, 1)
            attempts = [asyncio.create_task(ours.connect("A").__aenter__()) for _ in range(4)]
            links = await asyncio.gather(*attempts, return_exceptions=True)
            opened = [link for link in links if isinstance(link, websockets.ClientConnection)]
            heard = [asyncio.create_task(answered(link)) for link in opened]
            told = await asyncio.gather(*heard)
            assert told.count(True) == 1
            assert set(told) <= {True, 1008}
            older.transport.abort()

    on_loop(story())


async def answered(link):
    try:
        return (await call(link, "Heartbeat"))[0] == 3
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code


class Silent:
    """A connection whose ping finds no answer."""

    seen_s = 0.0
    aborted = False

    def __init__(self, *, waits_for_us=False, speaks=False):
        self.transport, self.waits_for_us, self.speaks = self, waits_for_us, speaks

    async def ping(self):
        self.seen_s += self.speaks
        return asyncio.get_running_loop().create_future()

    def abort(self):
        self.aborted = True


@pytest.mark.parametrize(
    ("link", "lives"),
    [
        (Silent(), False),
        (Silent(speaks=True), True),
        # its pong waits behind messages that we do not take for now
        (Silent(waits_for_us=True), True),
    ],
)
def test_who_speaks_or_waits_for_our_disk_is_not_called_dead_for_want_of_a_pong(link, lives):
    assert on_loop(Rivals(0).lives(link)) is lives
    assert link.aborted is not lives


@pytest.mark.threat("C7")
def test_who_has_the_password_takes_the_place_of_a_living_connection(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            stranger = await ours.connect("A")
            key, credential = new_password("A")
            ours.desk.store.save_credential(credential)
            assert await status(ours.url("A")) == 401
            async with ours.connect("A", additional_headers=basic("A", key.encode())) as charger:
                with pytest.raises(websockets.ConnectionClosed):
                    await stranger.recv()
                assert (await call(charger, "Heartbeat"))[0] == 3

    on_loop(story())


@pytest.mark.threat("C7")
@needs_openssl
def test_who_has_the_certificate_takes_the_place_of_a_living_connection(tmp_path):
    server, key = made(tmp_path, "server")
    made(tmp_path, "authority")
    tls = {"tls_certificate": server, "tls_key": key, "tls_ca": str(tmp_path / "authority.pem")}
    own, other = (made(tmp_path, name, authority="authority") for name in ("A", "B"))

    def context(*chain):
        trusting = ssl.create_default_context(cafile=server)
        if chain:
            trusting.load_cert_chain(*chain)
        return trusting

    async def story():
        async with yard(tmp_path / "b.db", **tls) as ours:
            stranger = await ours.connect("A", ssl=context())
            assert await status(ours.url("A"), ssl=context(*other)) == 409
            async with ours.connect("A", ssl=context(*own)) as charger:
                with pytest.raises(websockets.ConnectionClosed):
                    await stranger.recv()
                assert (await call(charger, "Heartbeat"))[0] == 3

    on_loop(story())


@pytest.mark.parametrize(
    ("yields_to", "approved", "found"),
    [
        ([], True, 409),
        (["password"], True, 409),
        (["approval"], True, 101),
        (["approval"], False, 409),
        (["anybody"], False, 101),
    ],
)
def test_the_settings_say_by_what_a_living_connection_yields(tmp_path, yields_to, approved, found):
    async def story():
        async with yard(tmp_path / "b.db", yields_to=yields_to) as ours, ours.connect("A"):
            if approved:
                ours.desk.admission.approve("A")
            assert await status(ours.url("A")) == found

    on_loop(story())


def test_where_no_connection_of_the_id_is_open_nobody_is_asked_for_a_sign_of_life(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            ours.ours.endpoint._rivals = None
            for _ in range(3):
                async with ours.connect("A") as link:
                    assert (await call(link, "Heartbeat"))[0] == 3
                await ours.until(lambda: ours.ours.endpoint.connected == 0)

    on_loop(story())
