"""When did an open page change?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page

_QUIET_S = 2.1
_WATCH = """selector => {
    const said = () => [...document.querySelectorAll(selector)].map(one => one.textContent).join();
    let before = said();
    new MutationObserver(() => {
        if (said() === before) return;
        before = said();
        window.changed = performance.timeOrigin + performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def opened(browser: Browser, address: str, selector: str) -> Page:
    """A page that notes when the text of what is selected changes."""
    page = browser.new_page()
    page.goto(address)
    watch(page, selector)
    return page


def watch(page: Page, selector: str) -> None:
    """Have the page note it; one that was loaded again forgets that."""
    page.evaluate(_WATCH, selector)


def delay_ms(page: Page, say: Callable[[], float], within_s: float = 10) -> float:
    """Milliseconds from the moment that `say` gives (seconds since the epoch), after two seconds of quiet."""
    page.wait_for_timeout(_QUIET_S * 1000)
    page.evaluate("() => { window.changed = 0 }")
    said_at = say()
    page.wait_for_function("() => window.changed", polling=20, timeout=1000 * within_s)
    return float(page.evaluate("() => window.changed")) - 1000 * said_at
