import asyncio
import json
import socket

from yard import on_loop, yard

from chargeboard.demo import Pace, call_in, simulated
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of

REGISTER = "Energy.Active.Import.Register"


def frame(at, direction, said, connection="A/1"):
    return Frame("A", at, direction, json.dumps(said), connection, "ocpp1.6")


def test_a_town_at_60_times_speed_charges_loses_its_link_and_tells_the_rest_later(tmp_path):
    begin = now()
    start = {"connectorId": 1, "idTag": "C", "meterStart": 1000, "timestamp": text_of(begin + MINUTE)}
    meter = {
        "connectorId": 1,
        "transactionId": 5,
        "meterValue": [
            {
                "timestamp": text_of(begin + 2 * MINUTE),
                "sampledValue": [{"value": "7000"}, {"value": "7400", "measurand": "Power.Active.Import"}],
            }
        ],
    }
    stop = {"transactionId": 5, "meterStop": 31_000, "timestamp": text_of(begin + 3 * MINUTE)}
    boot = {"chargePointVendor": "v", "chargePointModel": "m"}
    frames = [
        frame(begin, "in", [2, "1", "BootNotification", boot]),
        frame(begin + MINUTE, "in", [2, "2", "StartTransaction", start]),
        frame(begin + MINUTE + 1, "out", [3, "2", {"transactionId": 5}]),
        frame(begin + 2 * MINUTE, "in", [2, "3", "MeterValues", meter]),
        frame(begin + 2 * MINUTE, "out", [2, "9", "Reset", {"type": "Soft"}]),
        frame(begin + 2 * MINUTE, "in", [3, "9", {"status": "Accepted"}]),
        frame(begin + 3 * MINUTE, "ws", ["close", "A/1"]),
        frame(begin + 4 * MINUTE, "ws", ["open", "A/2"], "A/2"),
        frame(begin + 4 * MINUTE, "in", [2, "4", "StopTransaction", stop], "A/2"),
    ]

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            lines = {"A": frame(begin, "ws", ["open", "A/1"])}
            life = asyncio.create_task(
                call_in(iter(frames), lines, ours.ours.address, now, lambda _: Pace(begin, 60))
            )
            await ours.until(lambda: '[3,"4"' in "".join(ours.said("A", "out")))
            life.cancel()
            assert [turn for turn in ours.turns("A") if turn != "pong"][:3] == ["open", "close", "open"]
            board = await ours.board("A")
            (session,) = board["sessions"]
            assert session["energy_wh"] == 500
            assert board["data_quality"]["orphan_stops"] == board["data_quality"]["clock_repaired"] == 0
            assert len(ours.said("A", "in")) == 4

    on_loop(story())


def test_a_simulated_charger_connects_charges_and_says_what_happens(tmp_path):
    told = []

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            begin = now()
            life = asyncio.create_task(
                call_in(
                    simulated("SIM", begin),
                    {},
                    ours.ours.address,
                    now,
                    lambda _: Pace(begin, 60),
                    told.append,
                )
            )
            await ours.until(lambda: len(ours.said("SIM", "in")) > 12)
            life.cancel()
            board = await ours.board("SIM")
            (session,) = board["ongoing"]["sessions"]
            assert session["power_w"] > 20_000
            quality = board["data_quality"]
            assert quality["nonconformant"] == quality["orphan_stops"] == quality["clock_repaired"] == 0

    on_loop(story())
    assert told[:4] == [f"SIM: {what}" for what in HAPPENS]


HAPPENS = ("is connected", "socket 1 is Available", "socket 1 is Preparing", "socket 1 is Charging")


def test_who_finds_nobody_at_the_address_is_told_so_once_and_tries_again():
    told, is_told = [], asyncio.Event()

    def tell(text):
        told.append(text)
        is_told.set()

    async def story():
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # and nobody listens
            address = f"ws://127.0.0.1:{taken.getsockname()[1]}/ocpp/"
            life = asyncio.create_task(
                call_in(simulated("SIM", now()), {}, address, now, lambda _: Pace(0, 1), tell)
            )
            await is_told.wait()
            life.cancel()

    on_loop(story())
    assert told == ["SIM: cannot connect, trying again: nobody listens there"]


def test_at_the_clocks_own_speed_nothing_is_changed():
    said = {"meterStart": 5, "timestamp": "2026-01-01T00:00:00Z"}
    assert Pace(0, 1).said(said) is said
    assert Pace(SECOND, 1).moment(HOUR) == HOUR


def test_power_stays_what_it_was_when_time_is_short():
    pace = Pace(0, 10)
    shown = []
    for energy_wh in (500.0, 1500.0):
        value = {"value": energy_wh, "measurand": REGISTER}
        said = pace.said({"evse": {"id": 1}, "meterValue": [{"sampledValue": [value]}]})
        shown.append(said["meterValue"][0]["sampledValue"][0]["value"])
    assert shown == [500.0, 600.0]
    assert pace.moment(10 * HOUR) == HOUR
