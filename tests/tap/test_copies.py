"""What the copies of a connection's bytes become."""

import json
import random

import msgspec
import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from chargeboard.capture.formats.reading import LogNotes
from chargeboard.capture.formats.systems import own
from chargeboard.capture.tap.conversation import Conversation
from chargeboard.capture.tap.copier import Copier
from chargeboard.capture.tap.ledger import read_ledger
from chargeboard.capture.tap.records import Kind, Missed, Record, Unpacker, packed
from chargeboard.capture.tap.spool import Spool
from chargeboard.domain import frame as domain
from chargeboard.time.instants import MINUTE, SECOND

T0 = 1_760_000_000 * SECOND
REQUEST = (
    b"GET /steve/ocpp/CP%201?x=1 HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Protocol: ocpp2.0.1, ocpp1.6\r\n\r\n"
)
DEFLATED = b"Sec-WebSocket-Extensions: permessage-deflate%s\r\n"


def response(extensions=b"", protocol=b"ocpp1.6"):
    said = b"Sec-WebSocket-Protocol: " + protocol + b"\r\n" if protocol else b""
    return b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" + said + extensions + b"\r\n"


def call(number):
    return f'[2,"{number}","Heartbeat",{{"x":"{"y" * (number % 300)}"}}]'


def sent(text, *, by_charger=True, extensions=None, pieces=1):
    """A message as bytes, in that many WebSocket frames."""
    data = text.encode()
    size = -(-len(data) // pieces)
    parts = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
    return b"".join(
        Frame(Opcode.CONT if n else Opcode.TEXT, part, fin=n == len(parts) - 1).serialize(
            mask=by_charger, extensions=extensions
        )
        for n, part in enumerate(parts)
    )


def agreed(**options):
    talk = Conversation(1, T0)
    found = [*talk.received(Kind.IN, REQUEST, T0), *talk.received(Kind.OUT, response(**options), T0 + 1)]
    return talk, found


def texts(frames, direction="in"):
    return [frame.text for frame in frames if frame.direction == direction]


def test_the_request_names_the_charger_and_its_answer_the_version():
    talk, found = agreed()
    assert talk.station == "CP 1"
    assert [(one.station, msgspec.json.decode(one.text)[::2]) for one in found] == [
        ("CP 1", ["open", "ocpp1.6"])
    ]
    (frame,) = talk.received(Kind.IN, sent(call(1)), T0 + 2)
    assert (frame.text, frame.protocol, frame.direction, frame.received_at) == (
        call(1), "ocpp1.6", "in", T0 + 2,
    )  # fmt: skip
    (answer,) = talk.received(Kind.OUT, sent('[3,"1",{}]', by_charger=False), T0 + 3)
    assert (answer.text, answer.direction, answer.connection) == ('[3,"1",{}]', "out", frame.connection)


@pytest.mark.parametrize("takeover", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_messages_are_found_however_they_are_cut_and_packed(takeover, compressed):
    luck = random.Random(3)
    options = b"" if takeover else b"; client_no_context_takeover; server_no_context_takeover"
    talk, _ = agreed(extensions=DEFLATED % options) if compressed else agreed()
    packing = [PerMessageDeflate(not takeover, not takeover, 15, 15)] if compressed else None
    told = [call(n) for n in range(200)]
    stream = b"".join(
        sent(text, extensions=packing, pieces=1 if compressed else luck.choice([1, 1, 3])) for text in told
    )
    heard, at = [], 0
    while at < len(stream):
        step = luck.choice([1, 5, 80, 3000])
        heard += talk.received(Kind.IN, stream[at : at + step], T0 + 2)
        at += step
    assert texts(heard) == told


def test_after_a_loss_the_next_message_is_found_and_the_time_between_is_a_gap():
    talk, _ = agreed()
    assert texts(talk.received(Kind.IN, sent(call(1)), T0 + SECOND)) == [call(1)]
    torn = sent(call(299))
    assert list(talk.received(Kind.IN, torn[:50], T0 + 2 * SECOND)) == []
    (gap,) = talk.missed(Missed(T0 + 2 * SECOND, 249, b"", b""), T0 + 5 * SECOND)
    assert gap.text == f'["gap",{T0 + 2 * SECOND},{T0 + 5 * SECOND}]'
    assert texts(talk.received(Kind.IN, torn[-100:], T0 + 6 * SECOND)) == []
    heard = list(talk.received(Kind.IN, sent(call(2)) + sent(call(3)), T0 + 7 * SECOND))
    assert texts(heard) == [call(2), call(3)]
    assert texts(heard, "ws") == [f'["gap",{T0 + 6 * SECOND},{T0 + 7 * SECOND}]']


def test_who_was_not_heard_connecting_is_known_by_what_the_relay_remembers():
    talk = Conversation(9, T0)
    (gap,) = talk.missed(Missed(T0, 0, REQUEST, response()), T0 + SECOND)
    assert (talk.station, gap.station) == ("CP 1", "CP 1")
    heard = list(talk.received(Kind.IN, sent(call(1)), T0 + MINUTE))
    assert texts(heard) == [call(1)]
    assert texts(heard, "ws") == [], "the charger was silent, and nothing was lost"


def test_a_compressed_stream_that_lost_its_past_is_a_gap_until_the_end():
    talk, _ = agreed(extensions=DEFLATED % b"")
    packing = [PerMessageDeflate(*[False] * 2, 15, 15)]
    assert texts(talk.received(Kind.IN, sent(call(1), extensions=packing), T0 + 2)) == [call(1)]
    list(talk.missed(Missed(T0 + 3, 10, b"", b""), T0 + 4))
    sent(call(2), extensions=packing)
    assert texts(talk.received(Kind.IN, sent(call(3), extensions=packing), T0 + 5)) == []
    assert texts(talk.time_passed(T0 + 2 * MINUTE), "ws") == [f'["gap",{T0 + 5},{T0 + 2 * MINUTE}]']
    gap, close = talk.closed(T0 + 3 * MINUTE)
    assert gap.text == f'["gap",{T0 + 2 * MINUTE},{T0 + 3 * MINUTE}]'
    assert close.text.startswith('["close"')


def test_pings_of_the_charger_are_signs_of_life_and_those_of_the_csms_are_not():
    talk, _ = agreed()
    pong = Frame(Opcode.PONG, b"").serialize(mask=True)
    ping = Frame(Opcode.PING, b"").serialize(mask=False)
    heard = []
    for n in range(20):
        heard += talk.received(Kind.OUT, ping, T0 + n * 55 * SECOND)
        heard += talk.received(Kind.IN, pong, T0 + n * 55 * SECOND + 1000)
    assert {msgspec.json.decode(one.text)[2] for one in heard} == {60}
    assert 3 < len(heard) < 10


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (REQUEST, b"HTTP/1.1 401 Unauthorized\r\n\r\n"),
        (b"GET / HTTP/1.1\r\n\r\n", response()),
        (b"\x16\x03\x01 TLS hello\r\n\r\n", response()),
        (b"POST /x HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        (REQUEST, response(DEFLATED.replace(b"permessage-deflate", b"x-webkit-thing") % b"")),
    ],
)
def test_what_is_no_ocpp_connection_says_nothing(request_, answer):
    talk = Conversation(1, T0)
    heard = [*talk.received(Kind.IN, request_, T0), *talk.received(Kind.OUT, answer, T0)]
    heard += [*talk.received(Kind.IN, random.Random(1).randbytes(5000), T0), *talk.closed(T0 + 1)]
    assert heard == []


@pytest.mark.threat("T2")
def test_no_bytes_whatever_stop_the_reading():
    luck = random.Random(11)
    for _ in range(300):
        talk, _ = agreed(
            extensions=luck.choice([b"", DEFLATED % b"", DEFLATED % b"; client_max_window_bits=9"])
        )
        good = bytearray(sent(call(5)) * 3)
        for _ in range(luck.randint(1, 5)):
            good[luck.randrange(len(good))] = luck.randrange(256)
        heard = [*talk.received(Kind.IN, bytes(good), T0), *talk.received(Kind.IN, luck.randbytes(200), T0)]
        heard += [*talk.received(Kind.OUT, luck.randbytes(200), T0), *talk.closed(T0 + 9)]
        assert heard[-1].text.startswith('["close"')


def test_a_huge_message_keeps_its_head_and_one_without_end_is_a_gap():
    talk, _ = agreed()
    whole = "[2," + "x" * ((16 << 20) - 3)
    (frame,) = talk.received(Kind.IN, sent(whole), T0 + 2)
    assert frame.text == whole
    (frame,) = talk.received(Kind.IN, sent(whole + "x"), T0 + 3)
    assert len(frame.text) < 5000
    assert "16,777,217 bytes" in frame.text
    endless = b"\x81\xff" + (1 << 40).to_bytes(8, "big") + b"mask"
    assert list(talk.received(Kind.IN, endless, T0 + SECOND)) == []
    heard = list(talk.received(Kind.IN, sent(call(1)), T0 + 2 * SECOND))
    assert texts(heard, "ws") == [f'["gap",{T0 + SECOND},{T0 + 2 * SECOND}]']
    assert texts(heard) == [call(1)]


def test_records_survive_any_cut():
    records = [Record(Kind.OPENED, 1, T0), Record(Kind.IN, 1, T0 + 1, b"x" * 70_000), Record(Kind.TICK, 0, 5)]
    stream, luck = b"".join(map(packed, records)), random.Random(2)
    unpacker, found, at = Unpacker(), [], 0
    while at < len(stream):
        step = luck.choice([1, 20, 4000])
        found += unpacker.feed(stream[at : at + step])
        at += step
    assert found == records


def test_a_frame_survives_its_line_in_the_spool():
    luck = random.Random(4)
    given = [
        domain.Frame("CP 1", T0 + n, luck.choice(["in", "out"]), text, "c", "ocpp1.6")
        for n, text in enumerate(
            [call(1), '[2, "a" , "ü\\u00fc" ]\n', "no json \x00 \\xff", '"quoted"', "{}", "5"]
        )
    ] + [domain.Frame("CP 1", T0 + 9, "ws", f'["gap",{T0},{T0 + 5},"down"]')]
    lines = b"".join(map(own.line_of, given)).splitlines()
    assert list(own.read(lines, LogNotes("spool"))) == given


def spooled(folder):
    spool, lines = Spool(folder), b""
    while found := spool.batch(0):
        spool.sent(found[0])
        lines += found[1]
    spool.close()
    return list(own.read(lines.splitlines(), LogNotes("spool")))


def copier(folder, quota=1 << 30):
    spool = Spool(folder, quota)
    return Copier(spool, folder, lambda text: text.replace("secret", "***")), spool


def talk_of(number, at, *messages):
    yield Record(Kind.OPENED, number, at)
    yield Record(Kind.IN, number, at, REQUEST)
    yield Record(Kind.OUT, number, at, response())
    for message in messages:
        yield Record(Kind.IN, number, at, sent(message))


def test_the_spool_sends_each_line_once_over_restarts_and_cuts_a_torn_one(tmp_path):
    lines = [b"%06d " % n + b"x" * 200 + b"\n" for n in range(3000)]
    first = Spool(tmp_path, 1 << 20)
    for line in lines[:2000]:
        assert first.append(line)
    place, early = first.batch(0)
    first.sent(place)
    first.close()
    torn = max(tmp_path.glob("*.jsonl"))
    with torn.open("ab") as file:
        file.write(b"002000 torn")
    second = Spool(tmp_path, 1 << 20)
    for line in lines[2000:]:
        assert second.append(line)
    got = early
    while found := second.batch(0):
        got += found[1]
        second.sent(found[0])
    second.close()
    assert got == b"".join(lines)
    assert len(list(tmp_path.glob("*.jsonl"))) == 1


def test_a_line_longer_than_a_batch_is_sent_whole(tmp_path):
    spool = Spool(tmp_path)
    long, short = b"x" * (3 << 20) + b"\n", b"y\n"
    spool.append(short + long + short)
    got = b""
    while found := spool.batch(0):
        assert found[1].endswith(b"\n")
        spool.sent(found[0])
        got += found[1]
    spool.close()
    assert got == short + long + short


def test_a_full_spool_loses_frames_as_a_counted_gap_and_goes_on_when_there_is_room(tmp_path):
    one, spool = copier(tmp_path, quota=8192)
    one.take(talk_of(1, T0, call(1), call(2)))
    for n in range(1, 61):
        one.take([Record(Kind.IN, 1, T0 + n * SECOND, sent(call(200 + n)))])
    kept = len(spooled(tmp_path)) - 3
    assert 5 < kept < 40
    while found := spool.batch(0):
        spool.sent(found[0])
    one.take([Record(Kind.IN, 1, T0 + 90 * SECOND, sent(call(8)))])
    one.end()
    after = [frame for frame in spooled(tmp_path) if frame.received_at > T0 + 60 * SECOND]
    assert [frame.text for frame in after if frame.direction == "in"] == [call(8)]
    gaps = [msgspec.json.decode(frame.text) for frame in after if frame.direction == "ws"]
    assert gaps == [["gap", T0 + (kept + 1) * SECOND, T0 + 60 * SECOND]]
    assert read_ledger(tmp_path / "ledger.json").lost_frames == 60 - kept


def test_what_was_lost_is_told_even_if_the_tap_ends_before_it_could_be(tmp_path):
    one, _ = copier(tmp_path, quota=64)
    one.take(talk_of(1, T0, call(1)))
    one.end()
    again, _ = copier(tmp_path)
    again.take([Record(Kind.BEGAN, 0, T0 + MINUTE)])
    again.end()
    gaps = [msgspec.json.decode(frame.text) for frame in spooled(tmp_path)]
    assert [gap[0] for gap in gaps] == ["gap", "gap"]
    assert sorted(gap[3:] for gap in gaps) == [[], ["down"]]


def test_a_tap_that_was_away_says_since_when_and_that_connections_were_lost(tmp_path):
    one, _ = copier(tmp_path)
    one.take(talk_of(1, T0, call(1)))
    one.take([Record(Kind.TICK, 0, T0 + 30 * SECOND)])
    one.end()
    again, _ = copier(tmp_path)
    again.take([Record(Kind.BEGAN, 0, T0 + MINUTE)])
    again.end()
    last = spooled(tmp_path)[-1]
    assert (last.station, last.text) == ("CP 1", f'["gap",{T0 + 30 * SECOND},{T0 + MINUTE},"down"]')


@pytest.mark.threat("T4")
def test_secrets_never_reach_the_disk(tmp_path):
    one, spool = copier(tmp_path)
    one.take(talk_of(1, T0, '[2,"1","DataTransfer",{"data":"secret"}]'))
    one.end()
    spool.close()
    whole = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"***" in whole
    assert b"secret" not in whole


def test_no_two_frames_share_an_instant(tmp_path):
    one, _ = copier(tmp_path)
    one.take(talk_of(1, T0, call(1), call(1), call(1)))
    one.end()
    stamps = [frame.received_at for frame in spooled(tmp_path)]
    assert len(set(stamps)) == len(stamps) == 4


def test_a_clock_that_was_ahead_and_set_back_leaves_the_next_stamps_right(tmp_path):
    copies, spool = copier(tmp_path)
    copies.take(talk_of(1, T0, call(1)))
    copies.take([Record(Kind.IN, 1, T0 + 86_400 * SECOND, sent(call(2)))])
    copies.take([Record(Kind.IN, 1, T0 + 9, sent(call(3)))])
    spool.close()
    stamps = [frame.received_at for frame in spooled(tmp_path)]
    assert stamps == [T0, T0 + 1, T0 + 86_400 * SECOND, T0 + 9]


def test_a_message_in_as_many_pieces_as_it_has_bytes_is_put_together():
    talk, _ = agreed()
    text = call(7)
    (frame,) = talk.received(Kind.IN, sent(text, pieces=len(text)), T0 + 2)
    assert frame.text == text
    assert talk.held_bytes == 0


@pytest.mark.threat("T2")
def test_what_has_begun_and_does_not_end_is_bounded_over_all_connections_and_becomes_a_gap(tmp_path):
    copies, spool = copier(tmp_path)
    copies.most_held = 3_000_000
    endless = b"\x81\xff" + (1 << 24).to_bytes(8, "big") + b"mask"
    for number in range(1, 6):
        copies.take(talk_of(number, T0))
        for _ in range(number):
            copies.take([Record(Kind.IN, number, T0 + 1, endless if not _ else b"x" * 400_000)])
            assert sum(talk.held_bytes for talk in copies._live.values()) <= 3_000_000
    assert any(talk.held_bytes for talk in copies._live.values())
    for number in range(1, 6):
        copies.take(
            [
                Record(Kind.IN, number, T0 + MINUTE, sent(call(1))),
                Record(Kind.CLOSED, number, T0 + 2 * MINUTE),
            ]
        )
    assert (copies._held, copies._held_bytes) == ({}, 0)
    spool.close()
    assert any(json.loads(text)[0] == "gap" for text in texts(spooled(tmp_path), "ws"))


def test_a_frame_of_16_mib_survives_its_line_in_the_spool_however_it_is_escaped(tmp_path):
    text = "\x01" * (16 << 20)
    spool = Spool(tmp_path)
    assert spool.append(own.line_of(domain.Frame("A", T0, "in", text)))
    assert spool.append(own.line_of(domain.Frame("A", T0 + 1, "in", "[]")))
    assert [frame.text for frame in read_back(spool)] == [text, "[]"]


def read_back(spool):
    while found := spool.batch(0):
        spool.sent(found[0])
        yield from own.read(found[1].splitlines(), LogNotes("spool"))
    spool.close()
