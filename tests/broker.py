"""A real mosquitto for a test, and who listens to it."""

import asyncio
import os
import shutil
import subprocess
from contextlib import asynccontextmanager, contextmanager

import aiomqtt
import pytest

from free_ports import free_port

MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Broker:
    def __init__(self, port):
        self.port = port

    def asked(self, **values):
        return {"host": "127.0.0.1", "port": str(self.port), "security": "none", **values}


@contextmanager
def mosquitto(folder, *lines, users=(), port=0):
    """It runs meanwhile, by itself; who may come, and how, is said by `lines` of its configuration."""
    if MOSQUITTO is None:
        if os.environ.get("NOTHING_IS_SKIPPED"):
            pytest.fail("mosquitto is missing; `make broker` installs it")
        pytest.skip("mosquitto is missing; `make broker` installs it")
    port = port or free_port()
    known = [f"password_file {folder}/users"] if users else ["allow_anonymous true"]
    for index, (name, password) in enumerate(users):
        create = ["-c"] if not index else []
        subprocess.run(["mosquitto_passwd", *create, "-b", folder / "users", name, password], check=True)
    as_whom = ["user root"] if os.geteuid() == 0 else []
    config = [f"listener {port} 127.0.0.1", "persistence false", *as_whom, *known, *lines]
    (folder / "mosquitto.conf").write_text("\n".join(config) + "\n")
    process = subprocess.Popen(
        [MOSQUITTO, "-c", folder / "mosquitto.conf"], stderr=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        for line in process.stderr:
            if " running" in line:
                break
        else:
            pytest.fail("mosquitto did not start")
        yield Broker(port)
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close()


@asynccontextmanager
async def listening(broker, topic="#", **options):
    """What is published there, as it comes: topic, payload, whether it was retained."""
    async with aiomqtt.Client("127.0.0.1", broker.port, **options) as client:
        await client.subscribe(topic, qos=1)
        heard = asyncio.Queue()

        async def hear():
            async for message in client.messages:
                heard.put_nowait((str(message.topic), message.payload, message.retain))

        task = asyncio.create_task(hear())
        try:
            yield heard
        finally:
            task.cancel()
