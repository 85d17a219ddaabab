"""What does a reader see of the evidence, with and without script, eyes, a mouse or room?"""

import re
from urllib.parse import quote

import little_town as town
import pytest
from looks import axe_finds_nothing_in_either_light
from playwright.sync_api import expect
from serving import served

from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.web.app import create_app

pytestmark = pytest.mark.page

HUB, ODD = f"/chargers/{town.HUB}", f"/chargers/{quote(town.ODD, safe='')}"
PAGES = {
    "days": f"{HUB}/days",
    "day": f"{HUB}/days/2026-03-28",
    "sessions": f"{HUB}/sessions",
    "session": "",
    "attempts": f"{HUB}/attempts",
    "errors": f"{ODD}/errors",
    "frames": f"{ODD}/frames?from=2026-03-28&to=2026-03-30",
    "quality": f"{ODD}/quality",
    "no errors": f"{HUB}/errors?text=nothing",
    "no day": f"{HUB}/days/2020-01-01",
    "the board": HUB,
}


@pytest.fixture(scope="session")
def desk(little_desk):
    return little_desk


@pytest.fixture(scope="session")
def site(desk):
    yield from served(create_app(desk, token=None, now=lambda: town.NOW))


@pytest.fixture(scope="session")
def session_path(desk):
    """The one with 3,600 samples."""
    key = desk.evidence.sessions(town.ODD, ListScope(), SessionFilter()).sessions[0].key
    return f"{ODD}/sessions/{quote(key, safe='')}"


@pytest.fixture
def opened(browser, site, session_path):
    contexts = []

    def opener(name, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site + (PAGES.get(name, name) or session_path))
        return page

    yield opener
    for context in contexts:
        context.close()


def _unfold(page, most=12):
    some = "[...document.querySelectorAll('details')].slice(0, most)"
    page.evaluate(f"most => {some}.forEach(one => {{ one.open = true }})", most)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_light_and_nothing_is_cut_on_a_phone(opened, name):
    page = opened(name, color_scheme="light")
    _unfold(page)
    axe_finds_nothing_in_either_light(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.complaints == []


def test_from_a_bar_to_the_frames_by_keyboard_alone(opened):
    page = opened("the board")
    bars = page.locator("#panel-sessions .plot a")
    page.keyboard.press("Tab")
    assert bars.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1, "one stop per chart"
    page.locator("#panel-sessions .plot a[tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/days/2026-03-28")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sat 28 Mar 2026", use_inner_text=True)
    page.locator("#sessions tbody a").first.press("Enter")
    page.wait_for_url("**/sessions/*")
    expect(page.get_by_role("img", name="Power over the session")).to_be_visible()
    page.get_by_role("link", name="Its frames").press("Enter")
    page.wait_for_url("**/frames?*")
    actions = page.locator(".frames .act").all_inner_texts()
    assert "StartTransaction" in actions
    assert "StopTransaction" in actions
    crumbs = page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").all_inner_texts()
    assert crumbs == ["Chargers", f"The {town.HUB}"]


def test_without_script_a_filter_is_sent_and_a_frame_unfolds(opened):
    page = opened("frames", java_script_enabled=False)
    assert "Heartbeat" not in page.locator(".frames .act").all_inner_texts()
    page.get_by_label("hide heartbeats").uncheck()
    page.get_by_label("hide meter values").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert "Heartbeat" in page.locator(".frames .act").all_inner_texts()
    page.locator(".frames summary", has_text="Heartbeat").first.click()
    expect(page.locator(".frames pre").first).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()


def test_a_frame_is_copied_as_text(opened):
    page = opened("frames", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".frames summary", has_text="Authorize").first.click()
    page.locator(".frames details[open] [data-copy]").first.click()
    page.get_by_text("Copied").wait_for()
    assert '"idTag": "CARD"' in page.evaluate("navigator.clipboard.readText()")


def test_a_list_is_sorted_filtered_and_paged_and_its_address_says_all_of_it(opened):
    page = opened("sessions")
    page.get_by_role("link", name="Energy, kWh").click()
    heading = page.get_by_role("columnheader", name="Energy, kWh")
    expect(heading).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Socket").select_option("2")
    page.get_by_label("Show").select_option("counted")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    expect(heading, "a filter keeps the order").to_have_attribute("aria-sort", "descending")
    with page.expect_navigation():
        page.get_by_role("link", name="next").click()
    expect(page.get_by_text(re.compile(r"^51 – 100 of \d+$"))).to_be_visible()
    assert {"sort=-energy", "socket=2", "kind=counted", "offset=50"} <= set(
        page.url.partition("?")[2].split("&")
    )
    cells = page.locator("tbody td:nth-child(4)").all_inner_texts()
    assert [float(one) for one in cells] == sorted((float(one) for one in cells), reverse=True)
    assert set(page.locator("tbody td:nth-child(2)").all_inner_texts()) == {"2"}
    page.get_by_role("link", name="Energy, kWh").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(
        page.get_by_text(re.compile(r"^1 – 50 of \d+$")), "another order begins at its first page"
    ).to_be_visible()


def test_figures_look_like_links_only_when_pointed_at(opened):
    page = opened("the board")
    figure = page.locator("#panel-success .figure a")
    assert figure.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    figure.hover()
    assert figure.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"


def test_the_peak_of_one_second_is_drawn_at_its_height_and_the_states_in_a_slim_strip_below(opened):
    page = opened("session")
    top = page.locator(".course").first.evaluate(
        "one => one.querySelector('.l-main').getBBox().y / one.viewBox.baseVal.height"
    )
    assert top == pytest.approx(1 - 250 / 300)
    last, strip = page.locator(".course").last.bounding_box(), page.locator(".courses .row").bounding_box()
    assert strip["height"] == 24
    assert (strip["x"], strip["width"]) == (last["x"], last["width"])
    assert 0 < strip["y"] - last["y"] - last["height"] < 30
    page.locator(".courses .row rect").first.hover()
    expect(page.locator(".tip")).to_have_text("charging 12:13:33 – 13:13:53, 1h 0m 20s", use_inner_text=True)


def test_every_value_at_an_instant_is_read_by_pointer_and_by_keyboard(opened, desk):
    page = opened("session")
    plot = page.locator(".course").first.bounding_box()
    with page.expect_response("**/api/v1/**"):
        page.mouse.move(plot["x"] + plot["width"] * (1885 - 80) / 3630, plot["y"] + 20)
    page.locator(".at b").first.wait_for()
    cursor = page.locator(".cursor")
    cursor.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        if "250 kW" in cursor.get_attribute("aria-valuetext"):
            break
    [row] = desk.evidence.sessions(town.ODD, ListScope(), SessionFilter()).sessions
    samples = desk.evidence.session(town.ODD, row.key).samples
    [peak] = [one for one in samples if one.power_w == 250_000]
    power, _, current, voltage = page.locator(".at").all_inner_texts()
    assert power == "measured 250 kW · offered at most 50 kW"
    assert current == f"L1 {peak.current_a.l1:g} A · L2 {peak.current_a.l2:g} A"
    assert voltage == f"{peak.voltage_v.l1:g} V"
    expect(page.locator(".readout")).to_have_text("12:43:44 charging", use_inner_text=True)
    assert cursor.get_attribute("aria-valuetext").startswith("12:43:44, charging, Power measured 250 kW · ")
    line, plot = page.locator(".cross").bounding_box(), page.locator(".course").last.bounding_box()
    assert line["y"] < plot["y"]
    assert line["y"] + line["height"] > plot["y"] + plot["height"]
    assert line["x"] == pytest.approx(plot["x"] + plot["width"] * (1891 - 80) / 3630, abs=1)
    page.keyboard.press("Escape")
    expect(page.locator(".cross")).to_have_count(0)
    assert page.complaints == []


@pytest.mark.parametrize("name", ["day", "session", "attempts", "errors", "frames", "sessions"])
def test_on_paper_it_is_light_says_of_which_charger_it_is_and_nothing_is_cut(opened, name):
    page = opened(name, viewport={"width": 710, "height": 1040}, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".printed").first).to_be_visible()
    assert re.match("The (LIN-HUB-1|ODD)", page.locator(".printed").first.inner_text())
    assert page.locator(".filters, .crumbs, .tools").evaluate_all(
        "all => all.every(one => !one.offsetHeight)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 710
    assert page.locator(".scroll").evaluate_all(
        "all => all.every(one => one.scrollHeight <= one.clientHeight + 1)"
    )
