"""A screen on a wall looks after itself: it turns, survives our restarts and a day without a network."""

import re

import pytest
from live_site import LiveSite, be_quick
from looks import axe_finds_nothing, nothing_is_cut
from playwright.sync_api import expect

from chargeboard.domain.shares import Share, ShareKind
from chargeboard.web.kiosk import kiosk

pytestmark = pytest.mark.page

LIVE, LOST = "html[data-state=live]", "html[data-state=lost]"
WALL = {"width": 1920, "height": 1080}
DAY_MS = 86_400_000


@pytest.fixture
def site(tmp_path, monkeypatch):
    be_quick(monkeypatch)
    found = LiveSite(tmp_path / "board.db")
    for station in ("C1", "C2", "C3"):
        found.boots(station)
    yield found
    found.close()


@pytest.fixture
def opened(browser, site):
    contexts = []

    def opener(path, *, is_faked=False, **options):
        context = browser.new_context(**({"viewport": WALL} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if is_faked:
            page.clock.install()
        page.goto(site.url + path)
        if is_faked:
            page.clock.run_for(500)
        page.wait_for_selector(LIVE, state="attached")
        page.evaluate("window.mark = 'still the same page'")
        return page

    yield opener
    for context in contexts:
        for page in context.pages:
            assert page.complaints == []
        context.close()


def shown(page):
    """The charger that the screen shows, which is one."""
    (name,) = [one.inner_text() for one in page.locator(".slide h2").all() if one.is_visible()]
    return name


def is_the_same(page):
    return page.evaluate("window.mark === 'still the same page'")


def test_it_shows_one_chosen_charger_after_the_other_and_nothing_to_press(opened):
    page = opened("/?kiosk=1&charger=C3&charger=C1&every=5", is_faked=True)
    turns = []
    for _ in range(4):
        turns.append(shown(page))
        page.clock.run_for(5_000)
    assert turns == ["C3", "C1", "C3", "C1"]
    expect(page.locator("a, button, input, select, textarea, form")).to_have_count(0)


def test_it_is_read_from_three_metres_and_fits_the_screen(opened, site):
    site.is_in("Faulted", "C2")
    page = opened("/?kiosk=1&charger=C2")
    # a letter is read from as many metres as it is high in 1/200 of that: 15 mm, of 1,080 lines on 50 cm
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert page.locator(".slide h2").evaluate(size) >= 64
    assert page.locator(".states li").first.evaluate(size) >= 36
    assert page.locator(".need").evaluate(size) >= 28
    assert page.evaluate("document.body.scrollHeight <= innerHeight")
    expect(page.locator(".states")).to_contain_text("faulted", use_inner_text=True)
    axe_finds_nothing(page)
    page.emulate_media(color_scheme="dark")
    axe_finds_nothing(page)
    page.set_viewport_size({"width": 375, "height": 800})
    nothing_is_cut(page)


def test_what_happens_is_on_the_screen_and_a_new_charger_of_the_list_too(opened, site):
    page = opened("/?kiosk=1")
    expect(page.locator(".slide")).to_have_count(4)
    site.starts("C1")
    page.wait_for_function("() => document.querySelector('#slides').textContent.includes('charging')")
    site.boots("C4")
    page.wait_for_function("() => document.querySelectorAll('.slide').length === 5")
    assert is_the_same(page)
    assert shown(page)


def test_without_contact_it_says_since_when_and_shows_nothing_as_if_it_were_live(opened, site):
    page = opened("/?kiosk=1&charger=C1", is_faked=True)
    then = page.locator("header [data-at]").first.inner_text()
    assert re.fullmatch(r"\d+ \w+ \d\d:\d\d", then)
    site.stop()
    page.clock.run_for(8_000)
    page.wait_for_selector(LOST, state="attached")
    told = page.locator("header.head p")
    expect(told).to_contain_text(f"No contact with chargeboard since {then}.", use_inner_text=True)
    expect(page.locator(".if-live")).to_be_hidden()
    assert page.locator(".slide").evaluate("one => getComputedStyle(one).opacity") == "0.45"
    page.clock.fast_forward(DAY_MS)
    page.clock.run_for(40_000)
    expect(told).to_contain_text(f"No contact with chargeboard since {then}.", use_inner_text=True)
    assert is_the_same(page)
    site.is_in("Faulted", "C1")
    site.start()
    page.clock.resume()
    page.wait_for_selector(LIVE, state="attached", timeout=60_000)
    page.wait_for_function("() => document.querySelector('#slides').textContent.includes('faulted')")


def test_a_page_that_never_hears_anything_is_not_of_now(browser, site):
    context = browser.new_context(viewport=WALL)
    page = context.new_page()
    page.route("**/live?*", lambda route: route.abort())
    page.clock.install()
    page.goto(f"{site.url}/?kiosk=1")
    page.clock.run_for(45_000)
    expect(page.locator("header.head p")).to_contain_text(
        "No contact with chargeboard since", use_inner_text=True
    )
    context.close()


def test_after_an_update_of_ours_it_reloads_itself(opened, site, monkeypatch):
    page = opened("/?kiosk=1")
    site.stop()
    monkeypatch.setattr(kiosk, "VERSION", "another one")
    site.start()
    page.wait_for_function("() => window.mark === undefined", timeout=60_000)
    page.wait_for_selector(LIVE, state="attached")


def test_it_hangs_on_a_wall_by_a_share_and_goes_dark_with_it(opened, site):
    shares = site.people.shares
    secret = shares.make(Share(name="wall", kind=ShareKind.CHARGER, about="C2"))
    page = opened(f"/s/{secret}?kiosk=1")
    assert shown(page) == "C2"
    assert page.url.endswith(f"/s/{secret}/chargers/C2?kiosk=1")
    site.is_in("Faulted", "C2")
    page.wait_for_function("() => document.querySelector('#slides').textContent.includes('faulted')")
    shares.drop("wall")
    site.people.log_ins.look_again()
    page.wait_for_selector(LOST, state="attached", timeout=60_000)
    expect(page.locator("header.head p")).to_contain_text(
        "No contact with chargeboard since", use_inner_text=True
    )
