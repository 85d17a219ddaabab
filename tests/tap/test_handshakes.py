"""A handshake that is not the first request of its connection is copied like any other."""

import random

import pytest
from websockets.frames import Frame, Opcode

from chargeboard.capture.tap.conversation import Conversation
from chargeboard.capture.tap.handshake import Handshake
from chargeboard.capture.tap.records import Kind, Missed

T0 = 1_760_000_000_000_000
UPGRADE = (
    b"GET /ocpp/KEEP-1 HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n%s\r\n"
)
SWITCHED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
)
CALL = b'[2,"1","Heartbeat",{}]'
MESSAGE = bytes(Frame(Opcode.TEXT, CALL).serialize(mask=True))
GET = b"GET /health HTTP/1.1\r\nHost: h\r\n\r\n"

BEFORE = {
    "a 401": [(UPGRADE % b"", b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")],
    "a 401 with a body that looks like heads": [
        (UPGRADE % b"", b"HTTP/1.1 401 No\r\ncontent-length: 40\r\n\r\n" + SWITCHED[:40])
    ],
    "two in turn": [(UPGRADE % b"", b"HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno")] * 2,
    "chunks": [
        (
            GET,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
        )
    ],
    "chunks without trailer": [
        (GET, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\r\n\r\r\n0\r\n\r\n")
    ],
    "a HEAD": [(b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")],
    "a 204": [(GET, b"HTTP/1.1 204 No Content\r\n\r\n")],
    "a POST": [
        (
            b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx\r\n\r\nGET ",
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        )
    ],
}


def heard(talk, told):
    return [frame for kind, data in told for frame in talk.received(kind, data, T0 + 1)]


def cut(luck, told):
    """The same bytes in other pieces."""
    for kind, data in told:
        at = 0
        while at < len(data):
            size = luck.randrange(1, 40)
            yield kind, data[at : at + size]
            at += size


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_request_that_is_answered_by_101_names_the_charger(before, seed):
    told = [
        (kind, data) for pair in BEFORE[before] for kind, data in zip((Kind.IN, Kind.OUT), pair, strict=True)
    ]
    told += [(Kind.IN, UPGRADE % b"Authorization: Basic eDp4\r\n"), (Kind.OUT, SWITCHED), (Kind.IN, MESSAGE)]
    talk = Conversation(1, T0)
    opened, call = heard(talk, told if seed is None else cut(random.Random(seed), told))
    assert (opened.station, opened.direction, opened.protocol) == ("KEEP-1", "ws", "")
    assert (call.text, call.protocol) == (CALL.decode(), "ocpp1.6")


@pytest.mark.parametrize("before", BEFORE)
def test_requests_that_do_not_wait_for_their_answers_are_paired_in_turn(before):
    requests = b"".join(request for request, _ in BEFORE[before])
    answers = b"".join(answer for _, answer in BEFORE[before])
    talk = Conversation(1, T0)
    told = [(Kind.IN, requests + UPGRADE % b"" + MESSAGE), (Kind.OUT, answers + SWITCHED)]
    assert [frame.direction for frame in heard(talk, told)] == ["ws", "in"]


def test_what_the_relay_remembers_is_the_request_that_was_answered_by_101():
    (request, answer), *_ = BEFORE["a 401"]
    handshake = Handshake()
    for kind, data in [(Kind.IN, request), (Kind.OUT, answer), (Kind.IN, UPGRADE % b"A: b\r\n")]:
        assert handshake.feed(kind, data) is None
    agreed = handshake.feed(Kind.OUT, SWITCHED + b"rest")
    assert (agreed.request + b"\r\n\r\n", agreed.rest) == (UPGRADE % b"A: b\r\n", b"rest")
    talk = Conversation(1, T0)
    missed = Missed(T0, 5, agreed.request + b"\r\n\r\n", agreed.response + b"\r\n\r\n")
    assert [frame.station for frame in talk.missed(missed, T0 + 9)] == ["KEEP-1"]


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (GET, b"HTTP/1.1 200 OK\r\n\r\nuntil the end"),
        (GET, b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        (GET, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        (GET, b"no HTTP\r\n\r\n"),
        (b"x" * 70_000, b""),
    ],
)
def test_what_can_become_no_websocket_any_more_is_let_go(request_, answer):
    handshake = Handshake()
    handshake.feed(Kind.IN, request_)
    handshake.feed(Kind.OUT, answer)
    assert handshake.is_foreign


def test_a_connection_that_is_kept_for_long_holds_no_more_than_a_head():
    handshake = Handshake()
    for _ in range(1_000):
        handshake.feed(Kind.IN, GET)
        handshake.feed(Kind.OUT, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000)
        assert not handshake.request
        assert not handshake.response
