"""What does a reader see, with and without script, eyes, a mouse or room?"""

import re
from itertools import pairwise

import httpx
import pytest
import sample_boards as sample
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from ready_desk import TOKEN

from chargeboard.panels.registry import panels

pytestmark = pytest.mark.page

BUSY = "/chargers/HAM-0042"
MAIN = {
    "fleet": "/",
    "busy": BUSY,
    "unknown": "/chargers/HAM-1",
    "reference": "/api",
}
OTHERS = {
    "empty": "/chargers/NEU%201%7Ca%2Fb",
    "offline": "/chargers/RAT%201",
    "eight sockets": "/chargers/RAST%208",
    "past": f"{BUSY}?at=2026-11-21T13:03:22Z",
    "new": "/chargers/SCH-1",
}
PAGES = MAIN | OTHERS
PANELS = [panel.say("title") for panel in panels()[1:]]


NAME_OF_FOCUS = "(e => e.getAttribute('aria-label') || e.textContent.trim())(document.activeElement)"


@pytest.fixture
def opened(browser, site):
    """A function that opens a page; what the browser complains of is collected in `page.complaints`."""
    contexts = []

    def opener(path, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console",
            lambda message: page.complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def _unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


@pytest.mark.parametrize(
    ("name", "scheme"), [(name, "light") for name in PAGES] + [(name, "dark") for name in MAIN]
)
def test_axe_finds_nothing(opened, name, scheme):
    page = opened(PAGES[name], color_scheme=scheme)
    _unfold(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert [text for text in page.complaints if "404" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_on_a_phone(opened, name):
    page = opened(PAGES[name], viewport={"width": 390, "height": 844})
    _unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_sixty_sockets_fit_a_phone(opened):
    page = opened("/chargers/DEPOT-60", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("svg.row")).to_have_count(61)


def test_where_nobody_charges_their_panel_leaves_room_to_the_next(opened):
    def widths(path):
        page = opened(path, viewport={"width": 1280, "height": 900})
        return [page.locator(f"#panel-{one}").bounding_box()["width"] for one in ("ongoing", "overview")]

    somebody, nobody = widths(BUSY), widths(PAGES["empty"])
    assert somebody[0] == pytest.approx(somebody[1])
    assert nobody[0] < 0.55 * nobody[1]


def test_without_script_everything_is_there(opened):
    page = opened(BUSY, java_script_enabled=False)
    for title in PANELS:
        expect(page.get_by_role("heading", name=title, exact=True), title).to_be_visible()
    assert page.locator(".timeline svg.row rect").count() > 100
    expect(page.locator(".plot .bar")).to_have_count(8 + 8 + 31 + 31)
    expect(page.locator("[data-theme-toggle]")).to_be_hidden()
    page.locator("#panel-success summary", has_text="How to interpret").click()
    expect(
        page.get_by_text("Below 95%: connection errors, user cancellations, or hardware instability.")
    ).to_be_visible()


def test_the_accessibility_tree_names_panels_and_pieces(opened):
    page = opened(BUSY)
    for title in PANELS:
        expect(page.get_by_role("heading", name=title, exact=True), title).to_have_count(1)
        expect(page.get_by_role("region", name=title, exact=True), title).to_have_count(1)
    row = page.get_by_role("list", name="Socket 2", exact=True)
    labels = [one.get_attribute("aria-label") for one in row.get_by_role("listitem").all()]
    assert labels[-1] == "faulted 11:53:22 – 14:03:22, 2h 10m 0s"
    assert any(label.startswith("offline 09:03:22 – 09:50:22") for label in labels)
    assert all(labels)


def test_the_timeline_covers_its_width_without_overlap(opened):
    page = opened(BUSY)
    for row in page.locator("svg.row").all():
        edges = [
            (float(one.get_attribute("x")[:-1]), float(one.get_attribute("width")[:-1]))
            for one in row.locator("rect:not(.over)").all()
        ]
        assert edges[0][0] == 0
        assert edges[-1][0] + edges[-1][1] == pytest.approx(100, abs=0.01)
        for (x, width), (following, _) in pairwise(edges):
            assert x + width == pytest.approx(following, abs=0.01)


def test_a_nine_second_fault_is_a_visible_piece(opened):
    page = opened(BUSY)
    piece = page.locator("svg.row rect.s-faulted[aria-label*='9s']").first
    assert piece.bounding_box()["width"] >= 0.9


def test_the_keyboard_walks_sensibly(opened):
    page = opened(BUSY)
    seen = []
    for _ in range(38):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(NAME_OF_FOCUS))
    assert seen[0] == "Skip to content"
    ways = ["Search", "Chargers", "Activity", "API", "People"]
    assert seen[1:8] == ["chargeboard", *ways, "Light / dark"]
    assert seen[8].startswith("Socket 2 has been out of order")
    assert "Skip the timeline" in seen
    assert seen.index("24 h") < seen.index("Skip the timeline")
    last = next(label for label in seen if label.startswith("charging 13:16"))
    expect(page.get_by_role("listitem", name=last).first).to_be_visible()


def test_arrows_walk_through_a_row_and_tell_each_piece(opened):
    page = opened(BUSY)
    page.locator("svg.row >> nth=2 >> rect[tabindex='0']").last.focus()
    expect(page.locator(".tip")).to_have_text("faulted 11:53:22 – 14:03:22, 2h 10m 0s", use_inner_text=True)
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    expect(page.locator(".tip")).to_have_text(first, use_inner_text=True)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != first
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()


def test_the_figures_of_a_month_have_an_address_that_keeps_the_timeline(opened):
    page = opened(f"{BUSY}?last=7d", java_script_enabled=False)
    page.get_by_role("link", name="Oct", exact=True).click()
    expect(page).to_have_url(re.compile("from=2026-10-01&through=2026-10-31&last=7d"))
    page.locator("#figures input[name=from]").fill("2026-10-05")
    page.locator("#figures input[name=through]").fill("2026-10-11")
    page.get_by_role("button", name="Show the figures of these dates").click()
    expect(page).to_have_url(re.compile("last=7d&from=2026-10-05&through=2026-10-11"))
    page.get_by_role("link", name="last 7 and 30 days").click()
    expect(page).not_to_have_url(re.compile("from="))
    expect(page).to_have_url(re.compile("last=7d"))


def test_the_light_is_chosen_and_kept(opened):
    page = opened(BUSY, color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light / dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.complaints == []


def test_every_state_differs_by_more_than_its_colour(opened):
    """Two states of one hue are told apart by a pattern, and every one by its name in the legend."""
    page = opened(BUSY)
    fills = page.evaluate(
        """() => [...document.querySelectorAll('.legend li:has(svg)')].map(li => {
            const rect = li.querySelector('rect');
            const name = li.textContent.trim().split(/\\s+/)[0];
            return [name, rect.getAttribute('fill') || getComputedStyle(rect).fill]
        })"""
    )
    assert len(fills) == 10
    assert len({fill for _, fill in fills}) == 10


def test_a_field_of_a_date_is_in_the_style_of_the_page_and_has_a_calendar_at_hand(opened):
    page = opened(BUSY)
    field = page.locator("#figures [data-pick][name=from]")
    expect(field).to_have_value("22 Oct 2026")
    expect(page.locator(".pick")).to_have_count(0)
    field.focus()
    page.get_by_label("Calendar").fill("2026-10-05")
    expect(field).to_have_value("2026-10-05")
    page.get_by_role("button", name="Show the figures of these dates").click()
    expect(page).to_have_url(re.compile("from=2026-10-05&through="))
    assert page.complaints == []


def test_the_list_prints_chargers_and_nothing_to_press(opened):
    page = opened("/?text=hafen")
    page.emulate_media(media="print")
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.locator("button:visible, input:visible, select:visible, nav:visible")).to_have_count(0)
    expect(page.get_by_role("link", name="Hafen DC2").first).to_be_visible()


def test_it_prints_on_two_pages(opened):
    page = opened(BUSY)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 2


def test_what_is_drawn_is_in_the_table_too(opened):
    page = opened(BUSY)
    page.locator("#panel-utilization summary", has_text="As a table").click()
    page.locator("#panel-utilization tbody tr").last.wait_for()
    rows = page.locator("#panel-utilization tbody tr").all()
    assert len(rows) == 8
    board = sample.busy()
    expect(rows[2]).to_contain_text(f"{board.utilization[2].in_use_s / 3600:.1f}", use_inner_text=True)
    expect(rows[2]).to_contain_text("incomplete data", use_inner_text=True)
    expect(rows[-1]).to_contain_text("today so far", use_inner_text=True)


def test_a_head_has_no_body(site):
    answer = httpx.head(f"{site}/healthz")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "3"


def test_the_way_in(browser, locked_site):
    page = browser.new_context().new_page()
    page.goto(f"{locked_site}{BUSY}")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{locked_site}{BUSY}")
    assert TOKEN not in page.content()
    page.get_by_role("button", name="Log out").click()
    page.goto(locked_site)
    expect(page.get_by_label("Token")).to_be_visible()
    page.context.close()
