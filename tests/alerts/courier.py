"""A process that delivers an outbox to a channel, and may be killed at any moment."""

import asyncio
import json
import sys

from chargeboard.channels.registry import channel_of
from chargeboard.run.alerting import post
from chargeboard.run.clock import now
from chargeboard.store import store_at

post._LOOK_EVERY_S = 0.01
address, folder, kind, said = sys.argv[1:]
store = store_at(address, folder).open()
channel = channel_of(kind)
values = channel.checked(json.loads(said))


async def send(message):
    await channel.deliver(values, message, 0)


asyncio.run(post.Post(store, lambda: {"ops": send}, now).deliver(asyncio.Event()))
