"""
What do the pages look like today?

Takes the pictures of README and docs from the demo in a real browser: `.venv/bin/python docs/screenshots.py
[CHARGER]`. The charger's own page is the README's, the others are those of its evidence and of its timeline.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

_IMAGE = Path(__file__).parent / "images" / "charger.png"
_PATIENCE_S = 120


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(_PATIENCE_S * 2):
        if server.poll() is not None:
            raise SystemExit("the demo ended by itself")
        try:
            with urlopen(address) as answer:
                if b"still being filled in" not in answer.read():
                    return
        except URLError:
            pass
        time.sleep(0.5)
    raise SystemExit(f"no answer from {address}")


def _evidence(address: str, charger: str) -> list[tuple[str, str]]:
    """Pages behind the figures: yesterday, its longest session, the attempts that failed, their frames."""
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the demo ends now, in whatever zone
    page = f"/chargers/{charger}"
    with urlopen(f"{address}/api/v1{page}/sessions?kind=counted&sort=-energy&limit=1") as answer:
        key = json.load(answer)["sessions"][0]["key"]
    return [
        ("day", f"{page}/days/{yesterday}"),
        ("session", f"{page}/sessions/{quote(key, safe='')}"),
        ("attempts", f"{page}/attempts?outcome=failed"),
        ("errors", f"{page}/errors"),
        ("frames", f"{page}/frames"),
        ("quality", f"{page}/quality"),
    ]


def _timelines(browser: Browser, address: str) -> None:
    """The timeline, as docs/explanation/timeline.md tells it: each window, close up, told, in other light."""

    def taken(name: str, charger: str, query: str = "", width: int = 1280, *, is_dark: bool = False) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": 1000},
            device_scale_factor=1.5,
            color_scheme="dark" if is_dark else "light",
        )
        page.goto(f"{address}/chargers/{charger}?{query}", wait_until="load")
        if name:
            _panel(page, name)
        return page

    def ago(days: int) -> str:
        return str(date.today() - timedelta(days=days))  # noqa: DTZ011 - the demo ends now, in whatever zone

    taken("24h", "LIN-DC-4")
    taken("day", "LIN-AC-9", f"day={ago(1)}")
    taken("7-days", "LIN-DC-4", "last=7d")
    taken("30-days", "LIN-HUB-1", "last=30d")
    taken("year", "LIN-DC-4", "last=365d")
    update = datetime.now(UTC) - timedelta(days=12)  # noqa: TID251 - the demo ends now
    begun, over = (f"{update + timedelta(minutes=far):%Y-%m-%dT%H:%M:00Z}" for far in (-70, 70))
    taken("update", "LIN-HUB-1", f"timeline_from={begun}&timeline_to={over}")
    taken("dark", "LIN-HUB-1", is_dark=True)
    taken("phone", "LIN-AC-9", width=390)
    page = taken("", "LIN-DC-4")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    page.locator(".view").evaluate("view => view.scrollLeft = view.scrollWidth")
    page.locator(".view").hover(position={"x": 580, "y": 100})
    page.locator(".readout b").wait_for()
    _panel(page, "zoomed")
    page = taken("", "LIN-DC-4", "table=1")
    page.locator("#panel-events .told .scroll").screenshot(path=_IMAGE.with_name("timeline-table.png"))


def _panel(page: Page, name: str) -> None:
    page.locator("#panel-events").screenshot(path=_IMAGE.with_name(f"timeline-{name}.png"))


def main(charger: str) -> None:
    """Start the demo, take the picture, stop the demo."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    address = f"http://127.0.0.1:{_free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "chargeboard", "demo", "--db", f"{folder}/demo.db"]
        server = subprocess.Popen([*command, "--port", address.rpartition(":")[2]])
        try:
            _await(address, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1280, "height": 1370}, device_scale_factor=1.5)
                page.goto(f"{address}/chargers/{charger}", wait_until="load")
                page.locator("html[data-state=live]").wait_for(state="attached")
                _IMAGE.parent.mkdir(exist_ok=True)
                page.screenshot(path=_IMAGE)
                page = browser.new_page(viewport={"width": 1280, "height": 1150})
                for name, path in _evidence(address, charger):
                    page.goto(address + path, wait_until="load")
                    if name == "session":
                        page.locator(".course").first.hover()
                        page.locator(".at b").first.wait_for()
                    page.screenshot(path=_IMAGE.with_name(f"{name}.png"))
                _timelines(browser, address)
                browser.close()
        finally:
            server.terminate()
            server.wait(10)
    print(f"{_IMAGE}: {_IMAGE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "LIN-DC-4")
