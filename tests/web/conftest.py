"""A browser, and our pages served to it."""

import os
import threading
import time

import pytest
import ready_desk
import sample_boards as sample
import uvicorn
from playwright.sync_api import sync_playwright

from chargeboard.web.app import create_app

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    if not os.path.exists(CHROMIUM):  # noqa: PTH110 - one question
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to its path")
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def _served(token):
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=token, now=lambda: sample.NOW)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def site():
    yield from _served(None)


@pytest.fixture(scope="session")
def locked_site():
    yield from _served(ready_desk.TOKEN)
