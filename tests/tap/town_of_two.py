"""A CSMS and a charger made of the PyPI `ocpp` package, a tap between them, and chargeboard beside it."""

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action

import chargeboard
from free_ports import free_port

HOME = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}
TOKEN = "04A1B2C3"
SECRET = "hunter2hunter2hunter2"
PATIENCE_S = 120


@contextmanager
def running(*arguments, says, **environment):
    """`chargeboard` with these arguments, once it has said that it is there."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "chargeboard", *map(str, arguments)],
        env=os.environ | HOME | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = []
        while says not in (lines[-1:] or [""])[0]:
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.send_signal(signal.SIGINT)
        try:
            output, _ = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert "Traceback" not in output, output


@asynccontextmanager
async def beside(begun):
    """It begins and ends in a thread: who lives on this loop is answered meanwhile."""
    found = await asyncio.to_thread(begun.__enter__)
    try:
        yield found
    finally:
        await asyncio.to_thread(begun.__exit__, *sys.exc_info())


@contextmanager
def serving(folder, *options, **environment):
    """The page, with a socket for taps; its address."""
    port = free_port()
    with running(
        "serve", "--db", folder / "board.db", "--port", port, "--ingest-socket", folder / "ingest",
        *options, says="chargeboard is at", **environment,
    ) as process:  # fmt: skip
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def tapping(folder, csms_port, *options):
    """A tap to that CSMS; its port and process."""
    port = free_port()
    with running(
        "tap", "--listen", f"127.0.0.1:{port}", "--upstream", f"ws://127.0.0.1:{csms_port}",
        "--ingest", f"unix:{folder / 'ingest'}", "--spool", folder / "spool", "--db", folder / "board.db",
        *options, says="leads to",
    ) as process:  # fmt: skip
        yield port, process


def children_of(process):
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def eventually(holds, patience_s=PATIENCE_S):
    """Waits until it holds, and gives what it gave."""
    give_up = time.monotonic() + patience_s
    while True:
        try:
            if found := holds():
                return found
        except OSError:
            pass
        assert time.monotonic() < give_up, "it never came to hold"
        time.sleep(0.05)


def board(url, station):
    address = f"{url}/api/v1/chargers/{station}/board"
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
        return msgspec.json.decode(answer.read())


class Central(ChargePoint):
    """What an operator's own CSMS does."""

    numbers = itertools.count(4711)

    @on(Action.boot_notification)
    def boot(self, **_):
        return call_result.BootNotification(current_time=stamp(), interval=300, status="Accepted")

    @on(Action.heartbeat)
    def heartbeat(self, **_):
        return call_result.Heartbeat(current_time=stamp())

    @on(Action.status_notification)
    def status(self, **_):
        return call_result.StatusNotification()

    @on(Action.authorize)
    def authorize(self, **_):
        return call_result.Authorize(id_tag_info={"status": "Accepted"})

    @on(Action.start_transaction)
    def began(self, **_):
        return call_result.StartTransaction(
            transaction_id=next(self.numbers), id_tag_info={"status": "Accepted"}
        )

    @on(Action.meter_values)
    def meter(self, **_):
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    def stop(self, **_):
        return call_result.StopTransaction()

    @on(Action.data_transfer)
    def transfer(self, **_):
        return call_result.DataTransfer(status="Accepted")


async def central_system(**options):
    """The `ocpp` package as a CSMS; its server and port."""

    async def serve_charger(connection):
        central = Central(connection.request.path.rsplit("/", 1)[-1], connection)
        with suppress(websockets.ConnectionClosed):
            await central.start()

    server = await websockets.serve(serve_charger, "127.0.0.1", 0, subprotocols=["ocpp1.6"], **options)
    return server, server.sockets[0].getsockname()[1]


class Charger(ChargePoint):
    """A charger that charges 6 kWh."""

    async def boots(self):
        await self.call(call.BootNotification(charge_point_model="M", charge_point_vendor="V"))
        await self.call(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))

    async def charges(self, beats=3):
        await self.call(call.DataTransfer(vendor_id="V", data=f'{{"password":"{SECRET}"}}'))
        await self.call(call.Authorize(id_tag=TOKEN))
        started = await self.call(
            call.StartTransaction(connector_id=1, id_tag=TOKEN, meter_start=1000, timestamp=stamp())
        )
        await self.call(call.StatusNotification(connector_id=1, error_code="NoError", status="Charging"))
        for beat in range(1, beats + 1):
            sample = {"value": str(1000 + 6000 * beat // beats), "measurand": "Energy.Active.Import.Register"}
            await self.call(
                call.MeterValues(
                    connector_id=1,
                    transaction_id=started.transaction_id,
                    meter_value=[{"timestamp": stamp(), "sampled_value": [sample | {"unit": "Wh"}]}],
                )
            )
        await self.call(
            call.StopTransaction(
                transaction_id=started.transaction_id, meter_stop=7000, timestamp=stamp(), reason="Local"
            )
        )
        await self.call(call.StatusNotification(connector_id=1, error_code="NoError", status="Available"))
        return started.transaction_id


async def visit(port, station, story, **options):
    """Connect a charger, let it do its story, and say goodbye."""
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/ocpp/{station}", subprotocols=["ocpp1.6"], **options
    ) as link:
        charger = Charger(station, link, response_timeout=PATIENCE_S)
        listening = asyncio.create_task(charger.start())
        try:
            return await story(charger)
        finally:
            listening.cancel()


def stamp():
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: TID251 - a charger has a clock of its own
