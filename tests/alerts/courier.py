"""A process that delivers an outbox to a webhook, and may be killed at any moment."""

import asyncio
import sys

from chargeboard.channels.webhook import CHANNEL
from chargeboard.run.alerting import post
from chargeboard.run.clock import now
from chargeboard.store import open_store

post._LOOK_EVERY_S = 0.01
path, url = sys.argv[1:]
store = open_store(path)
values = CHANNEL.checked({"url": url})


async def send(message):
    await CHANNEL.send(values, message, 0)


asyncio.run(post.Post(store, lambda: {"ops": send}, now).deliver(asyncio.Event()))
