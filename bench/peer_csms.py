"""A minimal central system on the `ocpp` package, as its documentation has it. Prints its address."""

import asyncio
import logging
from datetime import UTC, datetime

import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result


class Central(ChargePoint):
    """Answers what the load sends; validation by schema is on, as it is by default."""

    @on("BootNotification")
    def boot(self, **_: object) -> call_result.BootNotification:
        at = datetime.fromtimestamp(0, UTC).isoformat()
        return call_result.BootNotification(current_time=at, interval=300, status="Accepted")

    @on("MeterValues")
    def meter_values(self, **_: object) -> call_result.MeterValues:
        return call_result.MeterValues()

    @on("StatusNotification")
    def status(self, **_: object) -> call_result.StatusNotification:
        return call_result.StatusNotification()

    @on("Heartbeat")
    def heartbeat(self) -> call_result.Heartbeat:
        return call_result.Heartbeat(current_time=datetime.fromtimestamp(0, UTC).isoformat())


async def main() -> None:
    """Until it is ended."""
    logging.getLogger("ocpp").setLevel(logging.ERROR)

    async def handle(link: websockets.ServerConnection) -> None:
        await Central(link.request.path.rsplit("/", 1)[1], link).start()

    server = await websockets.serve(
        handle, "127.0.0.1", 0, subprotocols=["ocpp1.6"], compression=None, backlog=4096
    )
    print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
