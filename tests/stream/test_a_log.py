"""A log of three real servers: what was acknowledged is read once and in order; what is wrong is told."""

import asyncio
import os

import pytest
from nats.errors import Error

from chargeboard.domain.entries import Entry, Turn
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import HowItIs, Member
from chargeboard.stream import opening, publishing
from chargeboard.stream.address import log_at
from chargeboard.stream.errors import LogAwayError, LogError
from chargeboard.stream.gateways import Gateways
from chargeboard.stream.opening import connected, opened
from chargeboard.stream.packing import packed, unpacked
from chargeboard.stream.publishing import Publisher
from chargeboard.stream.reading import PartReader
from chargeboard.stream.signals import LogSignals
from free_ports import free_ports
from in_a_thread import run as in_a_thread
from nats_servers import cluster

NAMES = (f"log-{n}" for n in range(99))


@pytest.fixture(scope="module")
def servers():
    with cluster(more="authorization { user: board, password: secret }") as found:
        yield found


@pytest.fixture
def address(servers):
    places = ",".join(one.address for one in servers.servers)
    return log_at(f"nats://board:secret@{places}/{next(NAMES)}")


def of(address, talk):
    """What is found out over an open log."""

    async def ask():
        async with connected(address, "test") as client:
            return await talk(await opened(client, address))

    return in_a_thread(asyncio.wait_for(ask(), 180))


async def until(claim):
    while not claim():  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.02)


def entry(station, text="[2]"):
    return Entry((Frame(station, 5, "in", text),))


async def published(publisher, entries):
    told = []
    for n, one in enumerate(entries):
        publisher.submit(one, lambda n=n: told.append(n))
    await publisher.drain()
    await asyncio.sleep(0)  # they are told by then
    return told


async def read(log, part, position=0, least=0):
    """What is there. `least`: so many will be, as soon as servers that were away hand out again."""
    reader, found = PartReader(log, part, position), []
    while True:
        try:
            messages = await reader.next()
            found += messages
            if messages and messages[-1].position == (await log.asked.stream_info(log.stream)).state.last_seq:
                break
        except (Error, OSError):  # it may be asked again
            if len(found) >= least:
                raise
            await asyncio.sleep(0.1)
            continue
        if not messages and len(found) >= least:
            break
    await reader.close()
    return found


def test_what_was_published_is_read_in_its_order_and_from_any_position(address):
    async def talk(log):
        publisher = Publisher(log, "g", lambda: 7)
        part = log.part_of("A")
        told = await published(publisher, [entry("A", str(n)) for n in range(1_200)])
        assert told == list(range(1_200))
        messages = await read(log, part)
        assert [frame.text for one in messages for said in one.entries for frame in said.frames] == [
            str(n) for n in range(1_200)
        ]
        assert [one.number for one in messages] == [1, 2, 3]
        assert [one.number for one in await read(log, part, messages[0].position)] == [2, 3]

    of(address, talk)


def test_a_message_that_is_longer_than_servers_take_is_put_together_again(address):
    long = os.urandom(3 << 20).hex()

    async def talk(log):
        publisher = Publisher(log, "g", lambda: 7)
        await published(publisher, [entry("A", long), entry("A", "next")])
        found = await read(log, log.part_of("A"))
        assert [said.frames[0].text for one in found for said in one.entries] == [long, "next"]

    of(address, talk)


def test_what_was_lost_on_its_way_to_a_reader_is_asked_for_again(address):
    async def talk(log):
        publisher, part = Publisher(log, "g", lambda: 7), log.part_of("A")
        reader = PartReader(log, part, 0)
        for n in range(3):
            await published(publisher, [entry("A", str(n))])
        # as where the connection was cut after the log had handed it out
        first = await reader.next()
        reader._count -= 1
        await published(publisher, [entry("A", "3")])
        assert await reader.next() == []
        rest = [message for _ in range(2) for message in await reader.next()][:4]
        told = [said.frames[0].text for one in [*first, *rest] for said in one.entries]
        assert told == ["0", "1", "2", "3"]
        await reader.close()

    of(address, talk)


def test_what_cannot_be_put_into_the_log_keeps_nothing_else_out(address, monkeypatch, caplog):
    def packing(entries):
        if any(one.station == "bad" for one in entries):
            raise ValueError("bad")
        return packed(entries)

    monkeypatch.setattr(publishing, "packed", packing)

    async def talk(log):
        bad = next(name for name in map(str, range(999)) if log.part_of(name) == log.part_of("bad"))
        return await published(Publisher(log, "g", lambda: 7), [entry("bad"), entry(bad), entry("bad")])

    assert of(address, talk) == [1]
    assert "left out" in caplog.text


def test_half_a_surrogate_pair_and_a_turn_survive():
    turn = Entry((Frame("\ud800", 5, "ws", "x\ud800"),), Turn("open", "A", "c"))
    (found,) = unpacked(packed([turn]))
    assert (found.frames[0].text, found.turn) == ("x?", turn.turn)


def test_the_number_of_parts_is_kept_and_another_one_is_refused(address):
    async def talk(log):
        with pytest.raises(LogError, match=r"16 parts.*told of 8"):
            await opened(log.client, address, parts=8)
        return log.parts, log.doubts

    assert of(address, talk) == (16, ())


def test_nobody_is_answered_by_a_log_that_took_the_place_of_ours(address):
    async def talk(log):
        publisher, part, told = Publisher(log, "g", lambda: 7), log.part_of("A"), []
        await published(publisher, [entry("A")])
        await log.asked.delete_stream(log.stream)
        with pytest.raises(LogError, match="no log of this name"):
            await opened(log.client, address, is_made=False)
        other = await opened(log.client, address)
        publisher.submit(entry("A"), lambda: told.append(1))
        await until(lambda: publisher.impairment)
        publisher.stop()
        return told, await read(other, part)

    assert of(address, talk) == ([], [])


def test_a_log_that_was_put_back_to_an_older_copy_is_said(address):
    async def talk(log):
        publisher, part = Publisher(log, "g", lambda: 7), log.part_of("A")
        reader = PartReader(log, part, 5)  # as far as this was read before
        await published(publisher, [entry("A")])
        with pytest.raises(LogError, match="put back to an older copy"):
            await reader.next()

    of(address, talk)


def test_a_stream_that_is_not_ours_is_left_alone(address):
    async def talk(log):
        await log.asked.add_stream(name="other", subjects=["other.>"])
        with pytest.raises(LogError, match="not ours"):
            await opened(log.client, log_at("nats://one/other"))

    of(address, talk)


def test_wrong_credentials_and_servers_that_are_away_are_said(address, monkeypatch):
    for url in (f"nats://board:wrong@{address.servers[0][7:]}", f"nats://{address.servers[0][7:]}"):
        with pytest.raises(LogError, match="does not let us in"):
            of(log_at(url), None)
    monkeypatch.setattr(opening, "_CONNECT_WITHIN_S", 1)
    with pytest.raises(LogAwayError, match="cannot be reached"):
        of(log_at(f"nats://127.0.0.1:{free_ports(1)[0]}"), None)


@pytest.mark.parametrize(
    "url", ["nats://", "http://a", "nats:a", "nats://a:b", "nats://a/b c", "nats://a,,b", "nats://a?x=1"]
)
def test_a_url_that_names_no_log_is_refused(url):
    with pytest.raises(LogError, match="no address of a log"):
        log_at(url)


def test_a_server_that_writes_to_its_disk_later_is_doubted():
    with cluster(("127.0.0.1", "127.0.0.2", "127.0.0.3"), lax=(1,)) as found:
        address = log_at(f"{found.url}/x?monitor={found.servers[0].monitor}")

        async def doubts(log):
            return [doubt for doubt, _ in log.doubts]

        (doubt,) = of(address, doubts)
        assert doubt.startswith("127.0.0.2 acknowledges what is not on its disk")
        found.servers[1].kill()
        (doubt,) = of(address, doubts)
        assert "could not be seen" in doubt


def test_a_password_is_never_shown():
    found = log_at("nats://board:se%40cret@a,b:1/x")
    assert (found.user, found.password, found.name) == ("board", "se@cret", "x")
    assert found.shown == "nats://a:4222,nats://b:1/x"


def test_processes_hear_of_news(address):
    one, other = LogSignals(address), LogSignals(address)
    try:
        for each in (one, other):
            assert each.hear(20) is None
        one.tell(["A", "B"])
        assert other.hear(20) == ("heard", ["A", "B"])
        other.look(["C"])
        assert [one.hear(20) for _ in range(2)] == [("heard", ["A", "B"]), ("looked_at", ["C"])]
    finally:
        one.close()
        other.close()


class Held:
    def __init__(self, since, *, lives=True):
        self.held, self._lives, self.left = since, lives, []

    def since(self, station):
        return self.held.get(station)

    async def lives(self, station):
        return self._lives

    def let_go(self, station):
        self.left.append(station)


def test_gateways_ask_each_other_and_the_older_connection_ends(address):
    async def talk():
        async with connected(address, "one") as one, connected(address, "two") as two:
            held = [Held({"A": 5}), Held({"B": 5}, lives=False)]
            gateways = [
                Gateways(client, address, Member(name, "gateway", "here", "1"), HowItIs)
                for client, name in ((one, "g1"), (two, "g2"))
            ]
            living = [asyncio.create_task(g.live(h, lambda: 9)) for g, h in zip(gateways, held, strict=True)]
            await until(lambda: all(one.held("A") for one in gateways))
            assert await gateways[1].lives("A") is True
            assert await gateways[0].lives("B") is False
            assert await gateways[0].lives("C") is False
            await gateways[1].came("A", 9)
            await gateways[0].came("B", 4)  # theirs is newer
            await until(lambda: held[0].left)
            assert (held[0].left, held[1].left) == (["A"], [])
            await one.publish(address.live("gone"), b"g2")
            await until(lambda: gateways[1].was_given_up)
            assert not gateways[0].was_given_up
            for task in living:
                task.cancel()
            await asyncio.wait(living)

    in_a_thread(asyncio.wait_for(talk(), 60))


def test_who_waits_is_told_only_once_a_majority_has_it(servers, address):
    async def talk(log):
        publisher, told = Publisher(log, "g", lambda: 7), []
        for one in servers.servers[:2]:
            one.kill()
        publisher.submit(entry("A"), lambda: told.append(1))
        await until(lambda: publisher.impairment)
        assert told == []
        assert "does not take" in publisher.impairment.why
        for one in servers.servers[:2]:
            one.start()
        await publisher.drain()
        await until(lambda: told)
        assert (told, bool(publisher.impairment)) == ([1], False)
        assert len(await read(log, log.part_of("A"), least=1)) == 1

    of(address, talk)
