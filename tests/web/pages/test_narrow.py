"""Does any page have to be scrolled sideways on a phone?"""

from urllib.parse import quote

import little_town as town
import pytest
from crawling import crawled
from litestar.testing import TestClient
from playwright.sync_api import expect
from serving import served

from chargeboard.web.app import create_app

pytestmark = pytest.mark.page

WIDTHS = (320, 360, 375, 740)
"""Phones, and where two columns and tables have the least room."""
CUT = """() => {
  const SCROLLS = "[role=region][aria-label][tabindex='0'], .view, pre";
  const room = document.documentElement.clientWidth;
  const scrolls = (one) => {
    for (let at = one.parentElement; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return at.matches(SCROLLS);
    return false;
  };
  const cut = [...document.querySelectorAll("main *:not(.vh *)")].filter((one) => {
    const box = one.getBoundingClientRect();
    const isOut = box.width && box.right > room + 1 && getComputedStyle(one).position !== "absolute";
    return isOut && !scrolls(one);
  });
  const wide = document.documentElement.scrollWidth;
  const told = cut.slice(0, 3).map((one) => `${one.tagName} is cut`);
  return wide > room ? [`${wide} px wide`, ...told] : told;
}"""

FOCUSED = """() => {
  const { left, right, height } = document.activeElement.getBoundingClientRect();
  return [left, right, height];
}"""


@pytest.fixture(scope="module")
def site(little_desk):
    yield from served(create_app(little_desk, token=None, now=lambda: town.NOW))


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


def _cut(page):
    found = []
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 14).forEach(one => { one.open = true })"
    )
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px, {page.url}: {told}" for told in page.evaluate(CUT)]
    return found


@pytest.mark.parametrize("start", [f"/chargers/{town.HUB}", f"/chargers/{quote(town.ODD, safe='')}"])
def test_no_kind_of_page_scrolls_sideways_and_nothing_is_cut(browser, site, client, start):
    page, found = browser.new_page(), []
    for url, _ in crawled(client, start, by_query=False):
        page.goto(site + url)
        found += _cut(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("path", ["/", "/?text=hub", "/api", "/login", "/nowhere", "/chargers/NOBODY"])
def test_neither_do_the_pages_around_them(browser, site, path):
    page = browser.new_page()
    page.goto(site + path)
    assert _cut(page) == []
    page.close()


def test_every_tab_is_reached_by_keyboard_at_the_narrowest(browser, site):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(f"{site}/chargers/{town.HUB}/uptime")
    tabs = page.get_by_role("navigation", name="Pages of the charger").get_by_role("link")
    names = tabs.all_inner_texts()
    page.get_by_role("link", name=f"The {town.HUB}").focus()
    seen = []
    for _ in names:
        page.keyboard.press("Tab")
        box = page.evaluate(FOCUSED)
        assert 0 <= box[0] < box[1] <= 320
        assert box[2] >= 24
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen == names
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/frames")
    expect(page.locator("[aria-current=page]").first).to_have_text("Frames", use_inner_text=True)
    page.close()
