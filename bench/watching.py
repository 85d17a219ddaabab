"""How soon does an open page show what a charger said, and what do many viewers cost?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from statistics import median
from time import sleep

from playwright.sync_api import sync_playwright

from bench.audience import Audience
from bench.bare import bare_page, writing_s
from bench.changing import delay_ms, opened
from bench.figure import Figure, at_most, shown, spread
from bench.town import BUSY
from bench.town_live import Town, town
from bench.workbench import Workbench

_QUIET_S = 2.1
_SOON_MS = 300
_VIEWERS = 200
_LITTLE_PCT = 1.0
_TIMES_ONE = 5
_DRAWN_WITHIN_S = 120
_STATUSES = ("Faulted", "Available")


def figures(workbench: Workbench) -> Iterator[Figure]:
    """A frame's way into the page, then two hundred viewers."""
    with town(workbench.folder) as live:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        if chromium:
            yield _soon(live, chromium, workbench.scaled(15, 4))
        yield from _many(live, workbench.scaled(60, 10))
        yield _different(live, workbench.scaled(60, 20))


def _soon(live: Town, chromium: str, times: int) -> Figure:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = opened(browser, f"{live.address}/chargers/{BUSY.id}", "#panel-header .now b")
        page.wait_for_selector("html[data-state=live]", state="attached")
        found = [delay_ms(page, lambda n=n: live.is_in(_STATUSES[n % 2])) for n in range(times)]
        with bare_page() as plain:
            bare = opened(browser, plain.address, "#said")
            least = [delay_ms(bare, plain.say) for _ in range(min(times, 5))]
        browser.close()
    return at_most(
        _SOON_MS,
        Figure(
            name="frame received to page changed, after 2 s of quiet",
            value=median(found),
            unit="ms",
            limit=median(least),
            note=f"Chromium, {BUSY.sockets} sockets and 31 days of history, one process keeps and another "
            f"serves; {times} times, {spread(found)}; limit: a bare event stream into a bare page",
        ),
    )


def _many(live: Town, seconds: int) -> Iterator[Figure]:
    for every_s in (10, 1):
        used, received, limit_s = _watched(live, seconds, every_s)
        figure = Figure(
            name=f"{_VIEWERS} viewers, a message every {every_s} s"
            if every_s > 1
            else f"{_VIEWERS} viewers, a message a second",
            value=100 * used / seconds,
            unit="% of core",
            limit=100 * limit_s / seconds,
            note=f"CPU of the process that serves the page over {seconds} s; "
            f"{shown(received / seconds / _VIEWERS / 1024)} KiB a second and viewer; "
            "limit: a plain loop that writes the same bytes to as many sockets",
        )
        yield at_most(_LITTLE_PCT, figure)


def _watched(live: Town, seconds: int, every_s: int) -> tuple[float, int, float]:
    """Processor seconds of the server, bytes received, and what writing those bytes alone takes."""
    audience = _audience(live, [""] * _VIEWERS)
    sleep(1.5)
    before, seen = live.cpu_s(), audience.received
    for _ in range(seconds // every_s):
        live.meters()
        sleep(every_s)
    used, received = live.cpu_s() - before, audience.received - seen
    audience.stop()
    return used, received, writing_s(received, seconds, _VIEWERS)


def _different(live: Town, seconds: int) -> Figure:
    """As many pages of one charger that differ, beside a single one: processor of the page's process."""
    used = {}
    for pages in (1, _VIEWERS):
        audience = _audience(live, [f"?last={hours}h" for hours in range(1, pages + 1)])
        for _ in range(_DRAWN_WITHIN_S):
            if audience.begun == pages:
                break
            sleep(1)
        else:
            raise RuntimeError(f"{audience.begun} of {pages} pages were drawn within {_DRAWN_WITHIN_S} s")
        sleep(_QUIET_S)
        before = live.cpu_s()
        for _ in range(seconds):
            live.meters()
            sleep(1)
        used[pages] = live.cpu_s() - before
        audience.stop()
    return at_most(
        _TIMES_ONE,
        Figure(
            name=f"{_VIEWERS} different pages of one charger : one, a message a second",
            value=used[_VIEWERS] / used[1],
            unit="times",
            note=f"CPU over {seconds} s: {used[_VIEWERS]:.1f} s : {used[1]:.1f} s",
        ),
    )


def _audience(live: Town, queries: Sequence[str]) -> Audience:
    port = int(live.address.rpartition(":")[2])
    audience = Audience(port, [f"/chargers/{BUSY.id}/live{query}" for query in queries])
    audience.start()
    return audience
