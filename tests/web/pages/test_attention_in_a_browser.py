"""What needs somebody: at most three things stand at the top, the rest is a key away, and the list agrees."""

import datetime as dt

import pytest
from live_site import LiveSite
from playwright.sync_api import expect

from chargeboard.time.instants import HOUR, MINUTE, instant_of, text_of

pytestmark = pytest.mark.page

BEGAN = instant_of(dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC))
BROKEN, FINE = "BROKEN", "FINE"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One charger with everything that can be wrong at once, and one of which a quiet day is known."""
    found = LiveSite(tmp_path_factory.mktemp("attention") / "board.db", at=BEGAN)

    def told(ago, socket, status, code="NoError"):
        found.stands_at = BEGAN + 10 * HOUR - ago
        found.says(
            "StatusNotification",
            station=BROKEN,
            connectorId=socket,
            status=status,
            errorCode=code,
        )

    def boots(station):
        call = found.says("BootNotification", station=station, chargePointVendor="A", chargePointModel="B")
        # a heartbeat a day is enough
        found.answers(call, station, status="Accepted", interval=86_400, currentTime=text_of(found.now()))
        found.is_in("Available", station)

    found.stands_at = BEGAN - 28 * HOUR
    boots(FINE)
    found.stands_at = BEGAN
    boots(BROKEN)
    for socket in range(2, 7):
        told(9 * HOUR, socket, "Available")
    told(5 * HOUR, 5, "Preparing")
    told(4 * HOUR, 3, "Faulted", "InternalError")
    told(3 * HOUR, 4, "Unavailable")
    told(2 * HOUR, 1, "Available", "HighTemperature")
    told(90 * MINUTE, 2, "Faulted", "GroundFailure")
    told(80 * MINUTE, 2, "Available")
    found.stands_at = BEGAN + 10 * HOUR
    yield found
    found.close()


@pytest.fixture
def opened(browser, site):
    contexts = []

    def opener(path, width=1280):
        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.goto(site.url + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def visible(page):
    lines = page.locator(".attention li")
    return [lines.nth(n).inner_text() for n in range(lines.count()) if lines.nth(n).is_visible()]


@pytest.mark.parametrize("width", [1280, 320])
def test_three_things_stand_at_the_top_with_what_to_do_and_the_rest_opens_by_keyboard(opened, width):
    page = opened(f"/chargers/{BROKEN}", width)
    expect(page.locator(".attention h2")).to_have_text("Needs attention: 5 things", use_inner_text=True)
    shown = visible(page)
    assert [line.split(" Socket")[0] for line in shown] == ["Danger", "Inspect", "Out of service"]
    assert all(
        "→" in line or page.locator(".attention .do").nth(n).inner_text() for n, line in enumerate(shown)
    )
    page.locator(".attention li a").nth(2).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "2 more"
    page.keyboard.press("Enter")
    folded = visible(page)[3:]
    assert [line.split(" Socket")[0] for line in folded] == ["Out of service", "Drivers fail"]
    assert all(page.locator(".attention li .do").nth(n).is_visible() for n in range(5))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_list_tells_the_most_urgent_first_and_who_is_all_right(opened):
    page = opened("/")
    told = page.locator("td.att").all_inner_texts()
    assert told[0].startswith("Danger Socket 1: too hot since 12:00")
    assert told[0].endswith("and 4 more")
    assert "All right" in told
    page.goto(page.url.rstrip("/") + f"/chargers/{FINE}")
    expect(page.locator(".attention h2")).to_have_text("All right", use_inner_text=True)
    expect(page.locator(".attention p")).to_have_text(
        "Checked: connected, its socket in service, no fault in 1 day, no charging attempts in 1 day.",
        use_inner_text=True,
    )
