"""Who looks at the fleet? Streams that stay open, a browser at one charger, somebody who opens pages."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from random import Random

import msgspec
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PageTimeoutError
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.changing import delay_ms, opened, watch
from bench.system.serving import Served
from bench.system.slowest import Kind, Opened
from chargeboard.run.clock import now
from chargeboard.time.instants import text_of

_WATCHED = "WATCHED-1"
_STATUSES = ("Faulted", "Available")
_BOOT = {"chargePointVendor": "Bench", "chargePointModel": "Watched"}
_STATE = "#panel-header .now b"
_DRAWN_WITHIN_S = 30.0
_PAGES_A_SECOND = 4


class Reader(threading.Thread):
    """Opens pages of chargers by chance, every tenth time the list, and notes how long each took."""

    def __init__(self, served: Served, chargers: int) -> None:
        super().__init__(daemon=True)
        self._port, self._chargers = served.page_port, chargers
        self._ends = threading.Event()
        self.opened: list[Opened] = []
        self.refused: list[int] = []
        """The status of each answer that is no page."""

    def run(self) -> None:
        dice = Random(14)  # noqa: S311 - the same pages each time
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        seen = set[str]()
        for number in count():
            if self._ends.wait(1 / _PAGES_A_SECOND):
                break
            path = f"/chargers/LOAD-{dice.randrange(self._chargers):05d}" if number % 10 else "/"
            kind = Kind.LIST if path == "/" else Kind.AGAIN if path in seen else Kind.FIRST
            seen.add(path)
            begin_s = time.monotonic()
            link.request("GET", path)
            answer = link.getresponse()
            answer.read()
            self.opened.append(Opened(path, begin_s, time.monotonic() - begin_s, kind))
            if answer.status != http.HTTPStatus.OK:
                self.refused.append(answer.status)
        link.close()

    @property
    def took_s(self) -> list[float]:
        """Each of the pages."""
        return [page.took_s for page in self.opened]

    def stop(self) -> None:
        self._ends.set()
        self.join()


class Browser:
    """A page of one charger in Chromium, and that charger."""

    def __init__(self, page: Page, link: ClientConnection) -> None:
        self._page, self._link = page, link
        self._numbers = count(1)

    def delay_ms(self) -> float:
        """From a status of the charger to the page that shows it, in milliseconds; no more than is waited."""
        try:
            return delay_ms(self._page, self.say, _DRAWN_WITHIN_S)
        except PageTimeoutError:
            return 1000 * _DRAWN_WITHIN_S

    def say(self) -> float:
        """Another status than before; the moment at which it was sent, in seconds since the epoch."""
        number, at = next(self._numbers), now()
        status = {
            "connectorId": 1,
            "errorCode": "NoError",
            "status": _STATUSES[number % 2],
            "timestamp": text_of(at),
        }
        _call(self._link, f"{number}", "StatusNotification", status)
        return at / 1e6


@contextmanager
def browser(served: Served, chromium: str) -> Iterator[Browser]:
    """Somebody looks at a charger of the bench's own."""
    address = f"{served.endpoint}{_WATCHED}"
    with sync_playwright() as driver, connect(address, subprotocols=[Subprotocol("ocpp1.6")]) as link:
        _call(link, "boot", "BootNotification", _BOOT)
        chrome = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = opened(chrome, f"{served.page}/chargers/{_WATCHED}", _STATE)
        with suppress(PageTimeoutError):
            page.wait_for_selector("html[data-state=live]", state="attached", timeout=1000 * _DRAWN_WITHIN_S)
        watch(page, _STATE)  # where it was not understood yet, it was loaded again
        yield Browser(page, link)
        chrome.close()


def _call(link: ClientConnection, number: str, action: str, payload: object) -> None:
    link.send(msgspec.json.encode([2, number, action, payload]).decode())
    while msgspec.json.decode(link.recv())[1] != number:
        pass
