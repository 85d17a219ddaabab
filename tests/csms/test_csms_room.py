"""What chargers may have us hold: unfinished messages are bounded, one by one and in all."""

import asyncio
import json

import pytest
import websockets
from websockets.frames import Frame, Opcode
from yard import call, on_loop, yard

from chargeboard.capture.csms.answers import answer_to
from chargeboard.capture.csms.envelope import opened
from chargeboard.capture.csms.link import Answering, answer_of
from chargeboard.capture.csms.room import Room

MEBIBYTE = 1 << 20


class Someone:
    station = "A"

    def __init__(self):
        self.is_gone = False

    def make_way(self):
        self.is_gone = True


@pytest.mark.threat("C11")
def test_who_holds_the_most_makes_way_for_the_others():
    room, large, small = Room(100), Someone(), Someone()
    room.holds(small, 30)
    room.holds(large, 60)
    assert not large.is_gone
    room.holds(small, 41)
    assert large.is_gone
    assert not small.is_gone
    assert (room.held_bytes, room.cut) == (41, 1)
    room.holds(small, 0)
    assert room.held_bytes == 0


@pytest.mark.threat("C11")
@pytest.mark.parametrize("pieces", [1, 50])
def test_messages_without_end_are_bounded_in_all_and_a_charger_beside_them_is_answered(tmp_path, pieces):
    async def story():
        async with yard(tmp_path / "b.db", held_most_mib=4) as ours:
            space = ours.ours.endpoint._space
            hostile = [await ours.connect(f"H{number}", ping_interval=None) for number in range(4)]
            for link in hostile:
                if pieces > 1:
                    for number in range(pieces):
                        opcode = Opcode.CONT if number else Opcode.TEXT
                        link.protocol.send_frame(Frame(opcode, b"x" * (3 * MEBIBYTE // pieces), fin=False))
                    link.transport.writelines(link.protocol.data_to_send())
                else:
                    # the head says 8 MiB, 3 come
                    link.transport.write(
                        b"\x81\xff" + (8 << 20).to_bytes(8) + b"mask" + b"x" * (3 * MEBIBYTE)
                    )
            await ours.until(lambda: space.cut >= 3)
            assert space.held_bytes <= 4 * MEBIBYTE
            async with ours.connect("CALM") as calm:
                assert (await call(calm, "Heartbeat"))[0] == 3
            for link in hostile:
                link.transport.abort()
            await ours.until(lambda: space.held_bytes == 0)

    on_loop(story())


def test_a_few_bytes_that_stand_for_many_end_their_connection_alone(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", compression=True, message_most_mib=2, held_most_mib=4) as ours:
            async with ours.connect("CALM") as calm, ours.connect("BOMB", compression="deflate") as bomb:
                await bomb.send("x" * (40 * MEBIBYTE))
                with pytest.raises(websockets.ConnectionClosed):
                    await bomb.recv()
                assert bomb.close_code == 1009
                assert (await call(calm, "Heartbeat"))[0] == 3
            await ours.until(lambda: ours.ours.endpoint._space.held_bytes == 0)

    on_loop(story())


def test_nothing_is_counted_as_held_once_it_is_kept(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as link:
            for number in range(20):
                text = json.dumps(
                    [2, str(number), "DataTransfer", {"data": "x" * (40_000 * (number % 4 + 1))}]
                )
                await link.send([text[:100], text[100:]] if number % 3 else text)
            answered = [json.loads(await link.recv())[1] for _ in range(20)]
            assert answered == list(map(str, range(20)))
            await ours.until(lambda: ours.ours.endpoint._space.held_bytes == 0)

    on_loop(story())


@pytest.mark.threat("C14")
@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("GetCertificateChainStatus", {"certificateStatusRequests": [{}] * 30_000}),
        ("VatNumberValidation", {"vatNumber": "x" * 90_000}),
        ("Y" * 90_000, {}),
    ],
)
def test_an_answer_never_repeats_more_than_the_standard_has_room_for(action, payload):
    asked = opened(json.dumps([2, "1", action, payload]))
    answering = Answering(
        keep=None, redact=str, authorize=str, heartbeat_interval_s=300, now=lambda: 0, aside=None
    )
    assert len(answer_of(answering, "ocpp2.1", 0, asked, None)) < 1_000


def test_a_message_id_of_a_kilobyte_is_none():
    assert opened(json.dumps([2, "x" * 1_000, "Heartbeat", {}])) is not None
    assert opened(json.dumps([2, "x" * 1_100, "Heartbeat", {}])) is None
    assert answer_to("ocpp1.6", "Heartbeat") is not None


@pytest.mark.threat("C12")
def test_a_handshake_that_is_sent_slowly_ends(tmp_path, monkeypatch):
    async def slowly():
        async with yard(tmp_path / "b.db") as ours:
            host, port = ours.ours.address.split("/")[2].split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /ocpp/A HTTP/1.1\r\nHost: x\r\n")
            assert not await reader.read()
            writer.close()

    async def at_length():
        async with yard(tmp_path / "b.db") as ours:
            with pytest.raises(websockets.InvalidStatus):
                async with ours.connect("A", open_timeout=60, additional_headers={"X": "y" * 300_000}):
                    pass

    with monkeypatch.context() as impatient:
        impatient.setattr("chargeboard.capture.csms.endpoint.HANDSHAKE_S", 0.2)
        on_loop(slowly())
    on_loop(at_length())
