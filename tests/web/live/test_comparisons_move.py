"""Pages of comparisons go on while their dates reach to now, and stand still where they are over."""

import datetime as dt

import pytest
from live_site import LiveSite, be_quick
from playwright.sync_api import expect

from chargeboard.time.instants import HOUR, MINUTE, instant_of

pytestmark = pytest.mark.page

DAY = 24 * HOUR
LIVE = "html[data-state=live]"
NOW = instant_of(dt.datetime.fromisoformat("2026-05-20T12:00:00Z"))
MAY = "from=2026-05-10&through=2026-05-19"
APRIL = "from=2026-04-01&through=2026-04-30"
PAGES = ["/comparison", "/chargers/C1/days/comparison"]


@pytest.fixture
def site(tmp_path, monkeypatch):
    be_quick(monkeypatch)
    found = LiveSite(tmp_path / "board.db", at=NOW - 3 * DAY)
    found.boots()
    found.ahead += 3 * DAY
    found.is_in("Available")
    yield found
    found.close()


@pytest.fixture
def opened(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))

    def opener(path):
        page.goto(site.url + path)
        return page

    yield opener
    assert page.complaints == []
    context.close()


def _shows(page, selector, text):
    page.wait_for_function(
        "([selector, text]) => document.querySelector(selector)?.textContent.includes(text)",
        arg=[selector, text],
        timeout=60_000,
    )


@pytest.mark.parametrize("asked", ["", f"?{MAY}&sort=name&reverse=1"])
def test_a_charger_that_begins_to_charge_and_a_new_one_are_on_the_open_list(opened, site, asked):
    page = opened(f"/comparison{asked}")
    page.wait_for_selector(LIVE, state="attached")
    page.evaluate("window.mark = 'still the same page'")
    expect(page.locator("#compared-rows")).to_contain_text("available", use_inner_text=True)
    site.is_in("Charging")
    _shows(page, "#compared-rows", "charging")
    site.boots("C2")
    _shows(page, "#compared-rows", "C2")
    _shows(page, "#compared-head", "2 chargers")
    expect(page.locator("#compared-rows tr")).to_have_count(2)
    assert page.evaluate("window.mark") == "still the same page"


def test_an_attempt_of_yesterday_that_is_decided_now_is_in_the_periods_of_an_open_page(opened, site):
    site.ahead -= DAY
    site.starts()
    site.ahead += DAY
    page = opened("/chargers/C1/days/comparison")
    page.wait_for_selector(LIVE, state="attached")
    page.evaluate("window.mark = 'still the same page'")
    success = "#compared-periods tbody tr:first-child"
    assert "100%" not in page.locator(success).inner_text()
    site.meters(9000, 7000)
    stop = site.says("StopTransaction", transactionId=7, meterStop=11_000, idTag="card")
    site.answers(stop)
    _shows(page, success, "100%")
    assert page.evaluate("window.mark") == "still the same page"


@pytest.mark.parametrize("path", PAGES)
def test_dates_that_are_over_have_no_news_and_say_nothing_of_live(opened, site, path):
    page = opened(f"{path}?{APRIL}")
    expect(page.locator("[data-live]")).to_have_count(0)
    expect(page.locator("main .link.on")).to_have_count(0)
    page = opened(f"{path}?{MAY}")
    expect(page.locator("[data-live]")).to_have_count(1)
    expect(page.locator("main .link.on")).to_have_count(1)


def test_the_past_has_no_news(opened, site):
    page = opened("/chargers/C1/days/comparison?at=2026-05-20T11:00:00Z")
    expect(page.locator("[data-live]")).to_have_count(0)


def test_after_midnight_the_usual_dates_of_an_open_page_have_moved_on(opened, site):
    page = opened("/comparison")
    page.wait_for_selector(LIVE, state="attached")
    before = page.locator("#compared-head .facts").inner_text()
    assert "19 May" in before
    site.ahead += 12 * HOUR + MINUTE
    site.is_in("Charging")
    _shows(page, "#compared-head .facts", "20 May")
