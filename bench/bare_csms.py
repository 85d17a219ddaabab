"""What `websockets` on uvloop can do if an answer costs nothing: no journal. Prints its address."""

import asyncio

import uvloop
import websockets


async def main() -> None:
    """Until it is ended."""

    async def handle(link: websockets.ServerConnection) -> None:
        async for message in link:
            number = str(message).split(",", 2)[1]
            await link.send(f"[3,{number},{{}}]")

    server = await websockets.serve(
        handle, "127.0.0.1", 0, subprotocols=["ocpp1.6"], compression=None, ping_interval=None, backlog=4096
    )
    print(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Event().wait()


uvloop.run(main())
