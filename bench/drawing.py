"""What does the page cost: over the wire, in the browser, at a step of zoom, over a year?"""

from __future__ import annotations

import gzip
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.crowd import alone
from bench.figure import Figure, at_most, spread
from bench.long_town import year
from bench.plotly_page import plotly_page
from bench.town import BUSY, NOW
from bench.workbench import Workbench
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.run.desk import Desk
from chargeboard.time.instants import text_of
from chargeboard.web.app import create_app

_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_STEPS = 20
_IDLE = "new Promise(done => setTimeout(() => requestIdleCallback(done), 500))"
_ZOOM = """() => {
  const at = document.querySelector('.view').getBoundingClientRect();
  const x = at.left + at.width / 2;
  const turn = {bubbles: true, cancelable: true, ctrlKey: true, deltaY: -100, clientX: x};
  document.querySelector('.canvas').dispatchEvent(new WheelEvent('wheel', turn));
}"""
_PLOTLY_ZOOM = """() => {
  const plot = document.querySelector('.js-plotly-plot');
  const [from, to] = plot._fullLayout.xaxis.range.map(x => new Date(x).getTime());
  const cut = (to - from) / 12;
  const range = [new Date(from + cut).toISOString(), new Date(to - cut).toISOString()];
  return Plotly.relayout(plot, {'xaxis.range': range});
}"""


class Year(msgspec.Struct):
    """What year.py says."""

    cold_ms: float
    cold_wall_ms: float
    warm_ms: list[float]
    rects: int
    panel_bytes: int


class Drawn(msgspec.Struct):
    """
    What a page costs the main thread of its renderer.

    `cpu_ms`: from before the address is opened until the page is loaded and idle: parsing, script, style,
    layout and paint, with a new renderer's own start, about 13 ms of an empty page. The browser runs, nothing
    of the page is in its cache. `step_ms`: a turn of the wheel until the second frame after it.
    Unit:    milliseconds of processor time (`threadTicks`), so that what else a machine does counts little.
    """

    cpu_ms: float
    step_ms: float


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Bytes, processor time of the page's main thread, a step of zoom; a year's server time and size."""
    yield from _year(workbench)
    if not Path(_CHROMIUM).exists():
        return
    database = alone(workbench.folder)
    with _served(database) as (origin, own_bytes, intervals), sync_playwright() as driver:
        peer_path, peer_bytes = plotly_page(database, workbench.folder)
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        times = workbench.scaled(9, 3)
        own, peer = [], []
        for _ in range(times):  # in turn, so that a slow minute slows both
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            own.append(_drawn(page, f"{origin}/chargers/{BUSY.id}", _ZOOM))
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            peer.append(_drawn(page, peer_path.as_uri(), _PLOTLY_ZOOM))
        browser.close()
    yield at_most(
        30_000,
        Figure(
            name="first page, compressed",
            value=own_bytes,
            unit="bytes",
            peer=peer_bytes,
            note="HTML, style sheet, scripts and icon of the busy charger's open page, gzip 6; peer: the same"
            " panels by Plotly, its script compressed too",
        ),
    )
    note = f"{intervals} intervals in 24 h; Chromium's TaskDuration in processor time; peer: the same panels"
    for name, most, value in (("page, main thread", 120, "cpu_ms"), ("a step of zoom", 12, "step_ms")):
        mine = [getattr(one, value) for one in own]
        yield at_most(
            most,
            Figure(
                name=name,
                value=median(mine),
                unit="ms",
                peer=median(getattr(one, value) for one in peer),
                note=f"{note} drawn by Plotly; {len(mine)} times, {spread(mine)}",
            ),
        )


def _year(workbench: Workbench) -> Iterator[Figure]:
    database, states = year(workbench.folder)
    asked = [
        workbench.ask(Year, "year.py", database, BUSY.id, "last=365d", f"at={text_of(NOW)}")
        for _ in range(workbench.scaled(5, 2))
    ]
    note = f"{states:,} states; CPU of the whole page's panels"
    cold, warm = [one.cold_ms for one in asked], [ms for one in asked for ms in one.warm_ms]
    size = f"{asked[0].panel_bytes / 1000:,.1f} kB compressed"
    yield at_most(
        500,
        Figure(name="a year, first", value=median(cold), unit="ms", note=f"{note}, {spread(cold)}; {size}"),
    )
    yield at_most(
        100, Figure(name="a year, again", value=median(warm), unit="ms", note=f"{note}, {spread(warm)}")
    )
    yield at_most(
        1_500, Figure(name="a year, rects", value=asked[0].rects, unit="", note="of the whole page")
    )


@contextmanager
def _served(database: Path) -> Iterator[tuple[str, int, int]]:
    """The busy charger's open page on a port of its own; its bytes; how many intervals it draws."""
    place = Place(from_environment(None).with_options(db=str(database)))
    with place.store() as store:
        desk = Desk(store, partial(place.profile, store), lambda: NOW)
        app = create_app(desk, token=None, now=desk.now)
        server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", *_measured(app)
        server.should_exit = True
        thread.join(10)


def _measured(app: Litestar) -> tuple[int, int]:
    client = TestClient(app)
    page = client.get(f"/chargers/{BUSY.id}")
    names = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    size = sum(len(gzip.compress(one.content, 6)) for one in (page, *map(client.get, names)))
    rows = re.search(r'(?s)<div class="canvas">.*?<svg class="axis-x"', page.text)
    return size, rows[0].count("<rect") if rows else 0


def _drawn(page: Page, url: str, zoom: str) -> Drawn:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url, wait_until="load")
    page.evaluate(_IDLE)
    loaded = _tasks(session)
    # the first step fetches what zooms
    page.evaluate(zoom)
    page.evaluate(_IDLE)
    ready = _tasks(session)
    for _ in range(_STEPS):
        page.evaluate(zoom)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    stepped = _tasks(session)
    page.close()
    return Drawn(1000 * loaded, 1000 * (stepped - ready) / _STEPS)


def _tasks(session: CDPSession) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))
