"""What reaches the reader of the copies, and what it is told of the rest."""

import asyncio
import itertools
import socket

import msgspec
import pytest

from chargeboard.capture.tap.outlet import Outlet
from chargeboard.capture.tap.records import CONFIRMED, Kind, Missed, Unpacker

ANSWER = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
HEAD = b"GET /CP1 HTTP/1.1\r\n\r\n"


class Reader:
    """The other end of the pipe, which reads when it is told to."""

    def __init__(self, outlet):
        self.outlet, self.records, self.unpacker = outlet, [], Unpacker()

    async def attach(self):
        ours, self.pipe = socket.socketpair()
        for one in (ours, self.pipe):
            one.setblocking(False)  # noqa: FBT003 - the standard library asks it so
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
        await asyncio.get_running_loop().create_unix_connection(lambda: self.outlet, sock=ours)
        return self

    async def reads_until(self, holds):
        loop = asyncio.get_running_loop()
        while not holds(self.records):
            self.records += self.unpacker.feed(await loop.sock_recv(self.pipe, 1 << 18))

    def of(self, *kinds):
        return [record for record in self.records if record.kind in kinds]


@pytest.fixture
def clock():
    return itertools.count(1_000_000).__next__


def test_copies_arrive_in_order_and_none_is_left_out(lab, clock):
    async def story():
        outlet = lab.closes(Outlet(clock))
        reader = await Reader(outlet).attach()
        link = outlet.opened()
        for number in range(3000):
            outlet.said(link, Kind.IN, b"%06d" % number * 50)
            if number % 100 == 0:
                await asyncio.sleep(0)
        outlet.closed(link)
        await reader.reads_until(lambda records: records and records[-1].kind is Kind.CLOSED)
        return reader

    reader = lab.run(story())
    assert [one.kind for one in reader.of(Kind.BEGAN, Kind.OPENED, Kind.CLOSED, Kind.MISSED)] == [
        Kind.BEGAN, Kind.OPENED, Kind.CLOSED,
    ]  # fmt: skip
    assert b"".join(one.data for one in reader.of(Kind.IN)) == b"".join(b"%06d" % n * 50 for n in range(3000))


def test_what_the_queue_cannot_hold_is_told_with_its_time_and_size_and_memory_stays_bounded(lab, clock):
    piece = HEAD + b"x" * 5000

    async def story():
        outlet = lab.closes(Outlet(clock, most_bytes=1 << 20))
        reader = await Reader(outlet).attach()
        link, other = outlet.opened(), outlet.opened()
        most = 0
        outlet.said(link, Kind.IN, HEAD)
        outlet.said(link, Kind.OUT, ANSWER)
        for _ in range(1000):
            outlet.said(link, Kind.IN, piece)
            most = max(most, outlet.held_bytes)
            await asyncio.sleep(0)
        outlet.closed(link)
        await reader.reads_until(lambda records: records and records[-1].kind is Kind.CLOSED)
        outlet.said(other, Kind.OUT, b"later")
        await reader.reads_until(lambda records: records[-1].data == b"later")
        return reader, most, outlet.lost_bytes

    reader, most, lost = lab.run(story())
    assert most < (1 << 20) + 10_000
    told = [(one.at, msgspec.msgpack.decode(one.data, type=Missed)) for one in reader.of(Kind.MISSED)]
    assert {missed.request for _, missed in told} == {HEAD}
    assert sum(missed.lost_bytes for _, missed in told) == lost > 1 << 20
    assert sum(len(one.data) for one in reader.of(Kind.IN)) + lost == len(HEAD) + 1000 * len(piece)
    for until, missed in told:
        assert not [one for one in reader.of(Kind.IN) if missed.since <= one.at <= until]


def test_a_reader_that_dies_is_followed_by_one_that_is_told_of_each_connection(lab, clock):
    async def story():
        outlet = lab.closes(Outlet(clock))
        died = asyncio.Event()
        outlet.on_lost = died.set
        first = await Reader(outlet).attach()
        quiet, over, link = outlet.opened(), outlet.opened(), outlet.opened()
        for one in (quiet, over, link):
            outlet.said(one, Kind.IN, HEAD + b"early")
        await first.reads_until(lambda records: len(records) >= 7)
        confirmed = first.records[-1].at
        await asyncio.get_running_loop().sock_sendall(first.pipe, CONFIRMED.pack(confirmed))
        outlet.said(link, Kind.IN, b"on its way")
        outlet.closed(over)
        await asyncio.sleep(0.05)
        first.pipe.close()
        await died.wait()
        new = outlet.opened()
        outlet.said(link, Kind.IN, b"while nobody reads")
        outlet.said(new, Kind.IN, b"new")
        second = await Reader(outlet).attach()
        await second.reads_until(lambda records: records and records[-1].data == b"new")
        return confirmed, (quiet, over, link, new), second

    confirmed, (quiet, over, link, new), second = lab.run(story())
    missed = {one.link: msgspec.msgpack.decode(one.data, type=Missed) for one in second.of(Kind.MISSED)}
    assert missed.keys() == {quiet.number, over.number, link.number}
    assert {one.request for one in missed.values()} == {HEAD}
    assert all(one.since <= confirmed for one in missed.values())
    assert [one.link for one in second.of(Kind.CLOSED)] == [over.number]
    assert [one.link for one in second.of(Kind.OPENED)] == [new.number]
    assert [one.data for one in second.of(Kind.IN)] == [b"while nobody reads", b"new"]
    assert second.of(Kind.BEGAN) == []
