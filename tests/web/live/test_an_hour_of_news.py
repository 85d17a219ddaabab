"""Does a page that stays open for hours hold what it held at first?"""

import pytest
from live_site import LiveSite, be_quick
from looks import turned_to_timeline

from chargeboard.time.instants import HOUR, MINUTE, SECOND
from long_run import IS_LONG

pytestmark = pytest.mark.page

BETWEEN = 5 * SECOND
READINGS = HOUR // BETWEEN if IS_LONG else 60
"""A long run goes through a whole hour of a charger that speaks each five seconds."""


@pytest.fixture
def site(tmp_path, monkeypatch):
    be_quick(monkeypatch)
    found = LiveSite(tmp_path / "board.db")
    found.boots()
    yield found
    found.close()


class Held:
    """What the browser holds of a page, once nothing is left that it could let go."""

    def __init__(self, page):
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        session.detach()
        self.nodes, self.listeners = told["Nodes"], told["JSEventListeners"]
        self.heap_bytes = told["JSHeapUsedSize"]


def _goes_on(page, site, readings, register_wh):
    """A session that goes on, each reading of which is seen before the next; the register after it."""
    for _ in range(readings):
        site.ahead += BETWEEN
        register_wh += 100
        site.meters(register_wh, 7000 + register_wh % 900)
        shown = f"{(register_wh - 1000) / 1000:,.1f}"
        page.wait_for_function(
            "shown => document.querySelector('.ongoing [data-unit=kWh]')?.textContent === shown", arg=shown
        )
    return register_wh


def test_an_hour_of_news_leaves_nothing_behind(browser, site):
    site.starts(at=site.now() - 10 * MINUTE)
    register_wh = 1000
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.url}/chargers/C1")
        page.wait_for_selector("html[data-state=live]", state="attached")
        turned_to_timeline(page)
        register_wh = _goes_on(page, site, 20, register_wh)
        before = Held(page)
        _goes_on(page, site, READINGS, register_wh)
        after = Held(page)
    assert after.listeners == before.listeners
    assert after.nodes <= before.nodes + 50
    assert after.heap_bytes <= before.heap_bytes + 200_000
