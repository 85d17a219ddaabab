"""What is captured of a network comes in as if it had been heard."""

import io
import itertools
import struct
from contextlib import closing

import dpkt
import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from two_chargers import NOW, concluded, life
from wire import Call, Line, Wire

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.mirror import KIND
from chargeboard.capture.feeds.mirror.capture import packets
from chargeboard.capture.feeds.mirror.connections import Connections
from chargeboard.capture.feeds.mirror.reading import Mirror
from chargeboard.capture.feeds.taking import Taking
from chargeboard.capture.rejects import Rejects
from chargeboard.cli import main
from chargeboard.run.receiving.feeding import Feeding
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND

BEGAN = NOW - 2 * HOUR


def heartbeat(number):
    return f'[2,"{number}","Heartbeat",{{}}]'


def answer(number):
    return f'[3,"{number}",{{"currentTime":"2026-09-21T00:00:00Z"}}]'


def talk(wire, station="CP1", at=BEGAN, *, beats=3, ends=True, line=None, **how):
    """A charger connects, says some heartbeats and leaves."""
    call = Call(line or Line(wire), station, at, **how)
    for number in range(beats):
        at += MINUTE
        call.says("in", heartbeat(number), at)
        call.says("out", answer(number), at + 1000)
    if ends:
        call.hangs_up(at + SECOND, 1001)
    return call


def read(capture, *, known=(), left_at=None):
    """All frames of a capture, and how it was read."""
    connections = Connections(known, left_at)
    found = connections.take(packets(io.BytesIO(capture), "it"))
    return [*found, *connections.rest()], connections


def told(capture):
    return [(frame.station, frame.direction, frame.text) for frame in read(capture)[0]]


def messages(frames):
    return [frame.text for frame in frames if frame.direction != "ws"]


def turns(frames):
    return [msgspec.json.decode(frame.text) for frame in frames if frame.direction == "ws"]


SAID = [text for number in range(3) for text in (heartbeat(number), answer(number))]


@pytest.mark.parametrize("compression", [False, True])
def test_a_charger_is_heard_from_its_connecting_to_its_leaving(compression):
    wire = Wire()
    talk(wire, "RDAM%7C123", compression=compression)
    frames, connections = read(wire.pcap())
    assert {frame.station for frame in frames} == {"RDAM|123"}
    assert {frame.protocol for frame in frames if frame.direction != "ws"} == {"ocpp1.6"}
    assert messages(frames) == SAID
    opened, closed = turns(frames)
    assert opened == ["open", opened[1], "ocpp1.6"]
    assert closed == ["close", opened[1], None, 1001]
    assert [frame.received_at for frame in frames][1] == BEGAN + MINUTE
    assert (connections.seen.chargers, connections.seen.missing) == (1, 0)


def vlan(packet):
    return packet[:12] + struct.pack(">HH", 0x8100, 7) + packet[12:]


def twice_tagged(packet):
    return packet[:12] + struct.pack(">HHHH", 0x88A8, 9, 0x8100, 7) + packet[12:]


def cooked(packet):
    return struct.pack(">HHH8s", 0, 1, 6, b"\2" * 8) + packet[12:]


def cooked_2(packet):
    return packet[12:14] + struct.pack(">HIHBB8s", 0, 3, 1, 0, 6, b"\2" * 8) + packet[14:]


def padded(packet):
    return packet.ljust(60, b"\0")


@pytest.mark.parametrize(
    ("link", "clothe"),
    [
        (1, bytes),
        (1, vlan),
        (1, twice_tagged),
        (1, padded),
        (113, cooked),
        (276, cooked_2),
        (101, lambda packet: packet[14:]),
        (0, lambda packet: b"\2\0\0\0" + packet[14:]),
    ],
)
@pytest.mark.parametrize("charger", ["192.0.2.7", "2001:db8::7"])
def test_it_does_not_matter_by_what_packets_travelled(link, clothe, charger):
    wire = Wire()
    csms = "2001:db8::1" if ":" in charger else "198.51.100.1"
    talk(wire, line=Line(wire, charger=charger, csms=csms))
    assert messages(read(wire.pcap(link=link, clothe=clothe))[0]) == SAID


def test_both_forms_of_captures_are_read_to_the_microsecond():
    wire = Wire()
    talk(wire, at=BEGAN + 123_457)
    usual = read(wire.pcap())[0]
    assert [frame.received_at for frame in usual][1] == BEGAN + MINUTE + 123_457
    assert read(wire.pcap(nano=True))[0] == usual
    assert read(wire.pcap(ng=True))[0] == usual


def shuffled(packets, luck):
    """Packets of one moment come in another order, and some again."""
    mixed = []
    for packet in packets:
        mixed.append(packet)
        if luck.random() < 0.3:
            mixed.append(packet)
        if len(mixed) > 12 and luck.random() < 0.3 and mixed[-1][0] == mixed[-2][0]:
            mixed[-2:] = mixed[:-3:-1]
    return mixed


@pytest.mark.threat("T6")
@settings(max_examples=15)
@given(luck=st.randoms(use_true_random=False), compression=st.booleans())
def test_what_comes_twice_or_in_another_order_changes_nothing(luck, compression):
    wire = Wire()
    call = Call(Line(wire), "CP1", BEGAN, compression=compression)
    texts = [f'[2,"{number}","DataTransfer",{{"data":"{"x" * 3000}"}}]' for number in range(6)]
    for number, text in enumerate(texts):
        call.says("in", text, BEGAN + (number + 1) * MINUTE)
    wire.packets = shuffled(wire.packets, luck)
    frames, connections = read(wire.pcap())
    assert messages(frames) == texts
    assert connections.seen.missing == 0


@pytest.mark.threat("T6")
@settings(max_examples=30)
@given(luck=st.randoms(use_true_random=False), compression=st.booleans())
def test_what_is_missing_is_a_gap_and_nothing_is_invented(luck, compression):
    wire = Wire()
    call = Call(Line(wire), "CP1", BEGAN, compression=compression)
    handshake = len(wire.packets)
    texts = [heartbeat(number) for number in range(12)]
    for number, text in enumerate(texts):
        call.says("in", text, BEGAN + (number + 1) * MINUTE)
    wire.packets = [one for n, one in enumerate(wire.packets) if n < handshake or luck.random() < 0.8]
    heard = messages(read(wire.pcap())[0])
    frames, connections = read(wire.pcap())
    assert set(heard) <= set(texts)
    assert heard == [text for text in texts if text in heard]
    last = texts.index(heard[-1]) if heard else -1
    if len(heard) < last + 1:
        assert connections.seen.missing
        assert "gap" in {turn[0] for turn in turns(frames)}


def test_a_hole_is_as_long_as_what_is_not_known():
    wire = Wire()
    call = Call(Line(wire), "CP1", BEGAN)
    for number in range(4):
        before = len(wire.packets)
        call.says("in", heartbeat(number), BEGAN + (number + 1) * MINUTE)
        call.says("out", answer(number), BEGAN + (number + 1) * MINUTE + 1000)
        if number == 1:
            # of the call; its acknowledgement and its answer are there
            del wire.packets[before]
    frames, _ = read(wire.pcap())
    assert messages(frames) == [text for text in [*SAID, heartbeat(3), answer(3)] if text != heartbeat(1)]
    ((_, since, until),) = [turn for turn in turns(frames) if turn[0] == "gap"]
    assert BEGAN + MINUTE <= since < BEGAN + 2 * MINUTE < until <= BEGAN + 3 * MINUTE + SECOND


def test_packets_that_were_cut_are_gaps_and_said():
    wire = Wire()
    call = Call(Line(wire), "CP1", BEGAN)
    long = f'[2,"1","DataTransfer",{{"data":"{"x" * 1200}"}}]'
    call.says("in", heartbeat(0), BEGAN + MINUTE)
    call.says("in", long, BEGAN + 2 * MINUTE)
    call.says("in", heartbeat(2), BEGAN + 3 * MINUTE)
    frames, connections = read(wire.pcap(snaplen=400))
    assert messages(frames) == [heartbeat(0), heartbeat(2)]
    assert (connections.seen.cut, connections.seen.missing) == (1, 1)
    assert [turn[0] for turn in turns(frames)] == ["open", "gap"]


def test_a_connection_that_began_before_is_nobody_s_and_said():
    wire = Wire()
    talk(wire, ends=False)
    wire.packets = wire.packets[5:]
    talk(wire, "CP2", BEGAN + HOUR, line=Line(wire, 40_001))
    frames, connections = read(wire.pcap())
    assert {frame.station for frame in frames} == {"CP2"}
    assert (connections.seen.unknown, connections.seen.chargers) == (1, 1)


def test_what_is_encrypted_and_what_is_no_charger_is_told_apart():
    wire = Wire()
    secret, other = Line(wire, 40_001), Line(wire, 40_002)
    for line, said in ((secret, b"\x16\x03\x01\x00\x05hello"), (other, b"SSH-2.0-x\r\n")):
        line.opens(BEGAN)
        line.says("in", said, BEGAN + 5)
        line.says("out", said, BEGAN + 6)
    page = Line(wire, 40_003)
    page.opens(BEGAN)
    page.says("in", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", BEGAN + 5)
    page.says("out", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", BEGAN + 6)
    frames, connections = read(wire.pcap())
    assert frames == []
    seen = connections.seen
    assert (seen.encrypted, seen.unknown, seen.chargers, seen.malformed) == (1, 0, 0, 0)


def test_a_new_connection_from_the_same_port_is_another_one():
    wire = Wire()
    talk(wire, ends=False)
    talk(wire, "CP2", BEGAN + HOUR, line=Line(wire, began=12345))
    frames, _ = read(wire.pcap())
    assert [
        (frame.station, turn[0]) for frame in frames if frame.direction == "ws" for turn in turns([frame])
    ] == [
        ("CP1", "open"),
        ("CP1", "close"),
        ("CP2", "open"),
        ("CP2", "close"),
    ]


def test_a_connection_that_breaks_is_closed_without_a_code():
    wire = Wire()
    line = Line(wire)
    Call(line, "CP1", BEGAN).says("in", heartbeat(0), BEGAN + MINUTE)
    line.breaks(BEGAN + 2 * MINUTE)
    opened, closed = turns(read(wire.pcap())[0])
    assert closed == ["close", opened[1]]


@pytest.mark.parametrize("compression", [False, True])
def test_a_capture_goes_on_in_the_next_file_without_a_gap(compression):
    whole = Wire()
    talk(whole, beats=6, compression=compression, ends=False)
    expected = messages(read(whole.pcap())[0])
    for cut in range(8, len(whole.packets)):
        first, second = Wire(), Wire()
        first.packets, second.packets = whole.packets[:cut], whole.packets[cut:]
        before, connections = read(first.pcap())
        after, _ = read(second.pcap(), known=connections.left(), left_at=connections.at)
        if not compression:
            assert messages([*before, *after]) == expected, cut
        # what was compressed is understood from its beginning on only
        told = messages([*before, *after])
        assert told == [text for text in expected if text in told]
        was_whole = len(told) == len(expected)
        assert was_whole or "gap" in {turn[0] for turn in turns(after)} or not messages(before + after)
        assert not any("Authorization" in repr(known) for known in connections.left())


def test_who_reads_on_later_does_not_know_what_was_said_until_it_is_seen_again():
    wire = Wire()
    talk(wire, beats=6, ends=False)
    first, second = Wire(), Wire()
    at = BEGAN + 2 * MINUTE + SECOND
    first.packets = [one for one in wire.packets if one[0] <= at]
    second.packets = [one for one in wire.packets if one[0] > at + 2 * MINUTE]
    _, connections = read(first.pcap())
    after, later = read(second.pcap(), known=connections.left(), left_at=connections.at)
    assert messages(after) == [text for n in (4, 5) for text in (heartbeat(n), answer(n))]
    gaps = [turn for turn in turns(after) if turn[0] == "gap"]
    assert min(gap[1] for gap in gaps) <= BEGAN + 2 * MINUTE + 2000
    assert max(gap[2] for gap in gaps) >= BEGAN + 5 * MINUTE
    assert later.seen.missing


@pytest.mark.threat("T6")
def test_no_capture_and_half_a_capture_are_told_apart():
    wire = Wire()
    talk(wire)
    capture = wire.pcap()
    for nothing in (b"GET / HTTP/1.1\r\n\r\n", b"\x0a\x0d\x0d\x0a" + bytes(40), b"\x1f\x8b"):
        with pytest.raises(FeedError, match="it is no capture"):
            list(packets(io.BytesIO(nothing), "it"))
    assert list(packets(io.BytesIO(b""), "it")) == []
    whole = len(list(packets(io.BytesIO(capture), "it")))
    for cut in range(24, len(capture), 37):
        assert len(list(packets(io.BytesIO(capture[:cut]), "it"))) <= whole


class Shop:
    """Takes captures in, and says what was kept."""

    def __init__(self, folder):
        self.folder, self.store = folder, open_store(str(folder / "board.db"))

    def mirror(self, *captures, mark="mark", now=NOW):
        files = []
        for number, capture in enumerate(captures):
            files.append(self.folder / f"{number}.pcap")
            files[-1].write_bytes(capture)
        with closing(Mirror([str(file) for file in files], self.folder / mark)) as source:
            feeding = Feeding(self.store, "mirror", KIND.name, lambda: now)
            taking = Taking(
                msgspec.structs.replace(KIND, open=lambda *_: source),
                str(files[0]),
                feeding,
                redact=lambda text: text,
                rejects=Rejects(None),
                clock=lambda: now,
                wait=lambda _: False,
            )
            taking.run(is_once=True)
            source.leave(feeding.cursor, now)
            feeding.ended()
            return source.seen

    def kept(self):
        return {
            station: [one.frame for batch in self.store.frames_after(station, -(2**62), 0) for one in batch]
            for station in self.store.stations()
        }


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()


def two_lives(*, compression):
    """What two chargers said in a day, as it passed on a wire."""
    wire, calls = Wire(), {}
    for frame in life(1):
        call = calls.get(frame.station)
        if call is None:
            line = Line(wire, 40_000 + len(calls))
            call = calls[frame.station] = Call(
                line,
                frame.station,
                frame.received_at - SECOND,
                protocol=frame.protocol,
                compression=compression,
            )
        call.says(frame.direction, frame.text, frame.received_at)
    wire.packets.sort(key=lambda one: one[0])
    return wire


@pytest.mark.parametrize("compression", [False, True])
def test_its_figures_are_those_of_the_same_life_that_was_heard(shop, tmp_path, compression):
    wire = two_lives(compression=compression)
    shop.mirror(wire.pcap())
    heard = open_store(str(tmp_path / "heard.db"))
    kept = shop.kept()
    opened = [frames[0] for frames in kept.values()]
    heard.append([*opened, *life(1)])
    assert {s: messages(f) for s, f in kept.items()} == {
        station: [frame.text for frame in life(1) if frame.station == station] for station in kept
    }
    assert {s: json_of(board) for s, board in concluded(shop.store).items()} == {
        s: json_of(board) for s, board in concluded(heard).items()
    }
    heard.close()


def json_of(board):
    return msgspec.json.decode(board)


def test_the_same_capture_twice_changes_nothing_and_half_of_it_first_neither(shop):
    capture = two_lives(compression=False).pcap()
    shop.mirror(capture[: len(capture) // 2], mark="another")
    shop.mirror(capture)
    kept = shop.kept()
    shop.mirror(capture)
    shop.mirror(capture, mark="third")
    assert shop.kept() == kept
    assert sum(map(len, kept.values())) > 500


def test_a_clock_that_is_ahead_is_told_and_nothing_is_kept(shop):
    wire = Wire()
    talk(wire, at=NOW + HOUR)
    with pytest.raises(FeedError, match="ahead of the clock here"):
        shop.mirror(wire.pcap())
    assert shop.kept() == {}


def test_a_part_that_was_not_kept_is_given_again(tmp_path):
    wire = Wire()
    talk(wire)
    (tmp_path / "a.pcap").write_bytes(wire.pcap())
    with closing(Mirror([str(tmp_path / "a.pcap")], tmp_path / "mark")) as source:
        part = next(part for _ in itertools.count() if (part := source.read("", NOW)).frames)
        assert source.read("", NOW) is part
        source.leave("", NOW)
        assert not (tmp_path / "mark").exists()
        source.leave(part.cursor, NOW)
        assert (tmp_path / "mark").exists()


def test_a_kind_of_link_that_is_not_known_is_said_with_its_number():
    wire = Wire()
    talk(wire)
    frames, connections = read(wire.pcap(link=dpkt.pcap.DLT_IEEE802_11))
    assert frames == []
    assert (connections.seen.foreign, connections.seen.link) == (len(wire.packets), 105)


def test_without_its_library_it_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setattr("chargeboard.capture.feeds.kind.find_spec", lambda _: None)
    result = CliRunner().invoke(main, ["mirror", "x.pcap", "--db", str(tmp_path / "b.db")])
    assert result.exit_code == 1
    assert "chargeboard[pcap]" in result.output
