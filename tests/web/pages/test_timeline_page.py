"""Is the timeline an instrument: does it zoom, pan, measure, filter and lead on, by pointer and by keys?"""

import re

import pytest
import sample_boards as sample
from axe_playwright_python.sync_playwright import Axe
from looks import turned_to_timeline
from playwright.sync_api import expect

pytestmark = pytest.mark.page

BUSY = "/chargers/HAM-0042"
PIECE = "#panel-events .row:nth-of-type(2) rect:not(.over)"


@pytest.fixture
def opened(browser, site):
    contexts = []

    def opener(path=BUSY, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(site + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def _zoom(page):
    """How many times wider than what is seen of it the timeline is drawn, once a frame has drawn it."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator(".canvas").evaluate("e => e.clientWidth / e.parentElement.clientWidth")


def _span(page):
    """The window in milliseconds."""
    return page.locator("[data-timeline]").evaluate("e => Number(e.dataset.to) - Number(e.dataset.from)")


def test_buttons_zoom_and_show_the_whole_again(opened):
    page = turned_to_timeline(opened())
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    assert _zoom(page) == pytest.approx(4, abs=0.01)
    page.wait_for_function("() => document.querySelectorAll('svg.own text').length > 3")
    page.get_by_role("button", name="Show the whole window").click()
    assert _zoom(page) == pytest.approx(1, abs=0.01)
    assert page.complaints == []


def test_the_first_page_loads_nothing_that_is_not_named_in_it(opened):
    page = opened()
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name.split('/').at(-1))")
    assert sorted({*loaded} - {"live", "mark.svg"}) == ["board.css", "board.js", "live.js", "timeline.js"]


def test_what_is_done_before_the_script_has_come_is_done_once_it_is_there(opened):
    page = opened()
    asked = []
    page.route("**/instrument.js", lambda route: asked.insert(0, route))
    at = page.locator(".view").bounding_box()
    y = at["y"] + 50
    page.mouse.move(at["x"] + at["width"] * 0.25, y)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] * 0.4, y)
    page.mouse.move(at["x"] + at["width"] * 0.5, y)
    page.mouse.up()
    page.get_by_role("button", name="Zoom in").click()
    page.locator(".legend input.f-charging").uncheck()
    page.locator("#panel-events summary", has_text="As a table").click()
    assert len(asked) == 1
    assert (_zoom(page), page.locator(".cross").count()) == (1, 0)
    asked[0].continue_()
    page.locator("#panel-events [data-table] td", has_text="faulted").first.wait_for()
    assert _zoom(page) == pytest.approx(8, abs=0.1)
    expect(page.locator(".legend input.f-charging")).not_to_be_checked()
    assert page.complaints == []


def test_a_script_that_did_not_come_is_asked_for_again(opened):
    page = opened()
    page.route("**/instrument.js", lambda asked: asked.abort(), times=1)
    with page.expect_event("requestfailed"):
        page.locator("#panel-events h2").hover()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => document.querySelectorAll('svg.own text').length > 3")


def test_the_wheel_zooms_around_the_pointer_and_only_with_a_key(opened):
    page = turned_to_timeline(opened())
    at = page.locator(".view").bounding_box()
    x, y = at["x"] + at["width"] * 0.75, at["y"] + 40
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    assert _zoom(page) == pytest.approx(1, abs=0.01)
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(x, y)
    page.locator(".readout b").wait_for()
    before = page.locator(".readout b").inner_text()
    page.keyboard.down("Control")
    for _ in range(6):
        page.mouse.wheel(0, -100)
    page.wait_for_function("() => parseFloat(document.querySelector('.canvas').style.width) > 250")
    page.keyboard.up("Control")
    page.mouse.move(x + 1, y)
    page.mouse.move(x, y)
    assert _seconds(page.locator(".readout b").inner_text()) == pytest.approx(_seconds(before), abs=120)


def _seconds(moment):
    hours, minutes, seconds = re.search(r"(\d\d):(\d\d):(\d\d)", moment).groups()
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def test_a_dragged_range_fills_the_view(opened):
    page = turned_to_timeline(opened())
    at = page.locator(".view").bounding_box()
    y = at["y"] + 50
    page.mouse.move(at["x"] + at["width"] * 0.25, y)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] * 0.4, y)
    expect(page.locator(".range")).to_be_visible()
    page.mouse.move(at["x"] + at["width"] * 0.5, y)
    page.mouse.up()
    assert _zoom(page) == pytest.approx(4, abs=0.05)
    left = page.locator(".view").evaluate("e => e.scrollLeft / e.firstElementChild.clientWidth")
    assert left == pytest.approx(0.25, abs=0.01)
    link = page.get_by_role("link", name="Show only this, in full detail")
    link.click()
    page.wait_for_url(re.compile("timeline_from="))
    length = _span(page)
    assert length == pytest.approx(6 * 3600 * 1000, rel=0.03)


def test_panning_is_scrolling_and_moves_the_ticks(opened):
    page = turned_to_timeline(opened())
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => document.querySelectorAll('svg.own text').length > 3")
    before = page.locator("svg.own").text_content()
    page.evaluate("document.querySelector('.view').scrollLeft = 200")
    page.wait_for_function("before => document.querySelector('svg.own').textContent !== before", arg=before)


def test_a_line_through_all_rows_tells_the_state_of_each(opened):
    page = turned_to_timeline(opened())
    at = page.locator(".canvas").bounding_box()
    page.mouse.move(at["x"] + at["width"] - 3, at["y"] + 60)
    expect(page.locator(".cross")).to_be_visible()
    told = page.locator(".readout").inner_text()
    assert told.startswith("Sat 21 Nov 1")
    assert "Charger connected" in told
    assert "Socket 1 charging" in told
    assert "Socket 2 faulted" in told


def test_the_line_moves_by_keys_and_says_itself(opened):
    page = turned_to_timeline(opened())
    cursor = page.get_by_role("slider", name="Moment on the timeline")
    cursor.focus()
    page.keyboard.press("Home")
    first = cursor.get_attribute("aria-valuetext")
    assert first.startswith("Fri 20 Nov 14:03:22, Charger connected, Socket 1 ")
    page.keyboard.press("PageUp")
    assert cursor.get_attribute("aria-valuenow") == "100"
    assert cursor.get_attribute("aria-valuetext") != first
    page.keyboard.press("+")
    assert _zoom(page) == pytest.approx(2, abs=0.01)


def test_keys_zoom_at_the_focused_piece(opened):
    page = turned_to_timeline(opened())
    page.locator(f"{PIECE}[tabindex='0']").last.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert _zoom(page) == pytest.approx(4, abs=0.01)
    assert page.evaluate(
        "(() => { const a = document.activeElement.getBoundingClientRect(),"
        " b = document.querySelector('.view').getBoundingClientRect();"
        " return a.left < b.right && a.right > b.left })()"
    )
    page.keyboard.press("0")
    assert _zoom(page) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("script", [True, False])
def test_the_legend_filters_with_and_without_script(opened, script):
    page = opened(java_script_enabled=script)
    pieces = [page.locator(f"#panel-events .row .s-{state}").first for state in ("charging", "faulted")]
    before = [piece.screenshot() for piece in pieces]
    page.locator(".legend input.f-charging").uncheck()
    faded, kept = (piece.screenshot() for piece in pieces)
    assert faded != before[0]
    assert kept == before[1]


def test_a_piece_leads_to_its_session_and_its_frames(opened):
    page = turned_to_timeline(opened())
    page.locator("#panel-events .row[data-socket='1'] .s-charging").last.click()
    frames = page.locator("[data-link=frames]")
    expect(frames).to_be_visible()
    assert re.search(
        r"/chargers/HAM-0042/frames\?from=2026-11-21T.*&to=2026-11-21T", frames.get_attribute("href")
    )
    for kind in ("session", "attempt"):
        to = page.locator(f"[data-link={kind}]").get_attribute("href")
        assert f"/{kind}-at?socket=1&from=2026-11-21T" in to
    expect(page.locator("[data-link=error]")).to_be_hidden()
    page.locator("#panel-events .row[data-socket='2'] .s-faulted").last.click()
    expect(page.locator("[data-link=error]")).to_be_visible()
    expect(page.locator("[data-link=session]")).to_be_hidden()


def test_the_table_comes_when_it_is_asked_for_and_without_script_too(opened):
    page = opened()
    page.locator("#panel-events summary", has_text="As a table").click()
    page.locator("#panel-events [data-table] td", has_text="faulted").first.wait_for()
    page = opened(java_script_enabled=False)
    page.locator("#panel-events summary", has_text="As a table").click()
    with page.expect_navigation():
        page.get_by_role("link", name="List every state with its times").click()
    assert page.locator("#panel-events .told tr").count() > 50
    assert page.get_by_text("11:53:22 – 14:03:22").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_zoomed_with_a_line_and_a_table(opened, scheme):
    page = opened(f"{BUSY}?table=1", color_scheme=scheme)
    page.get_by_role("button", name="Zoom in").click()
    page.locator("#panel-events .row .s-charging").last.click()
    page.locator(".leads a:visible").first.wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_one_second_fault_is_visible_in_a_year(opened):
    page = opened("/chargers/YEAR-1?last=365d")
    piece = page.locator("#panel-events .row rect.s-faulted")
    expect(piece).to_have_count(1)
    assert "faulted 1s" in piece.get_attribute("aria-label")
    drawn = page.locator("#panel-events .row path.s-faulted").bounding_box()
    assert drawn["width"] >= 0.9
    assert 6 <= drawn["height"] <= 8


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-20", 24)])
def test_a_day_is_as_long_as_it_was(opened, day, hours):
    page = opened(f"{BUSY}?day={day}")
    length = _span(page)
    assert length == hours * 3600 * 1000
    said = page.locator("#panel-events .window").inner_text()
    assert (f"{hours} hours" in said) == (hours != 24)


@pytest.mark.parametrize(
    ("day", "length_h", "shown"),
    [
        ("2026-03-29", 23, ["Sun 29 Mar", "00:30", "01:00", "01:30", "03:00", "03:30"]),
        ("2026-10-25", 25, ["Sun 25 Oct", "00:30", "01:00", "01:30", "02:00", "02:30", "02:00"]),
    ],
)
def test_the_zoomed_axis_skips_and_repeats_hours_as_the_clock_did(opened, day, length_h, shown):
    page = turned_to_timeline(opened(f"{BUSY}?day={day}"))
    page.get_by_role("slider").press("Home")
    for _ in range(3):
        page.keyboard.press("+")
    assert _zoom(page) == pytest.approx(8, abs=0.01)
    ticks = page.locator("svg.own text")
    assert ticks.all_text_contents() == shown
    places = ticks.evaluate_all("all => all.map(one => parseFloat(one.getAttribute('x')))")
    half_hours = [place * length_h / 50 for place in places]
    assert half_hours == pytest.approx(range(len(shown)), abs=1e-6)


def test_a_form_without_script_shows_any_range_and_the_address_holds_it(opened):
    page = opened(java_script_enabled=False)
    page.locator("input[name=day]").fill("2026-11-03")
    page.locator("input[name=until]").fill("2026-11-09")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("day=2026-11-03&until=2026-11-09"))
    expect(page.locator("#panel-events .window")).to_have_text("3 – 9 Nov 2026, 7 days", use_inner_text=True)
    page.get_by_role("link", name="time before: 27 Oct – 2 Nov 2026").click()
    expect(page).to_have_url(re.compile("day=2026-10-27&until=2026-11-02"))


def test_an_unknown_state_is_told_from_our_absence_and_from_offline(opened):
    page = opened()
    for state in ("offline", "unrecorded"):
        drawn = page.locator(f"#panel-events .row .s-{state}").first.get_attribute("fill")
        explained = page.locator(f"#panel-events .legend .s-{state}").get_attribute("fill")
        assert drawn == explained == f"url(#p-{state})"
    expect(page.locator(".zone")).to_contain_text(sample.ZONE, use_inner_text=True)
