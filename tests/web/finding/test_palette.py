"""Does Ctrl-K lead anywhere, by keys, by pointer and for who listens?"""

import re

import pytest
from looks import SMALL_PHONE, axe_finds_nothing_in_either_light, nothing_is_cut
from playwright.sync_api import expect

pytestmark = pytest.mark.page

BUSY = "/chargers/HAM-0042"


@pytest.fixture
def opened(browser, site):
    contexts = []

    def opener(path=BUSY, **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield opener
    for context in contexts:
        for page in context.pages:
            assert page.complaints == []
        context.close()


def _found(page, text):
    """The field, once what has the text is shown."""
    field = page.get_by_role("combobox", name="Charger, site or page")
    field.fill(text)
    page.locator(".palette [aria-selected=true]").wait_for()
    return field


@pytest.mark.parametrize("chord", ["Control+k", "Meta+k"])
def test_keys_open_it_find_a_charger_and_go_there(opened, chord):
    page = opened()
    page.keyboard.press(chord)
    field = page.get_by_role("combobox", name="Charger, site or page")
    field.wait_for()
    assert field.evaluate("field => field === document.activeElement")
    page.keyboard.type("rathaus")
    page.get_by_role("option", name="Rathaus AC").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chargers/RAT%201")


def test_its_script_comes_when_it_is_asked_for(opened):
    page = opened()
    loaded = "performance.getEntriesByType('resource').map(one => one.name).join(' ')"
    assert "palette" not in page.evaluate(loaded)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("dialog", name="Search").wait_for()
    assert "palette.js" in page.evaluate(loaded)
    assert page.url.endswith(BUSY)


def test_arrows_choose_and_say_which_is_chosen(opened):
    page = opened()
    page.keyboard.press("Control+k")
    page.get_by_role("option").first.wait_for()
    field = page.get_by_role("combobox")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    names = page.get_by_role("option").locator("b").all_inner_texts()
    walk = [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1)]
    for key, name in [(key, names[place]) for key, place in walk]:
        page.keyboard.press(key)
        active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
        assert active.get_attribute("aria-selected") == "true"
        expect(active.locator("b")).to_have_text(name, use_inner_text=True)
        expect(page.locator("[aria-selected=true]")).to_have_count(1)
    assert field.evaluate("field => field === document.activeElement")
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")


def test_how_much_was_found_is_said_and_nothing_is_too(opened):
    page = opened()
    page.keyboard.press("Control+k")
    _found(page, "hafen")
    assert re.fullmatch(r"\d+ results?", page.locator(".palette [role=status]").inner_text())
    page.get_by_role("combobox").fill("nothing of the kind")
    page.locator(".palette [role=status]", has_text="Nothing matches.").wait_for()
    page.keyboard.press("Enter")
    assert page.url.endswith(BUSY)


def test_escape_closes_it_and_focus_is_where_it_was(opened):
    page = opened()
    link = page.get_by_role("link", name="Activity")
    link.focus()
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_only_the_newest_answer_counts(opened):
    page = opened()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    field.wait_for()
    held = []
    page.route("**/search?text=hafen", lambda route: held.insert(0, route))
    field.fill("hafen")
    field.fill("rathaus")
    page.get_by_role("option", name="Rathaus AC").wait_for()
    with page.expect_response("**/search?text=hafen"):
        held[0].continue_()
    page.evaluate("new Promise(done => setTimeout(done))")
    expect(page.get_by_role("option", name="Hafen DC2")).to_have_count(0)


def test_it_is_well_on_a_desk_and_on_the_smallest_phone(opened):
    page = opened()
    page.keyboard.press("Control+k")
    _found(page, "hafen")
    axe_finds_nothing_in_either_light(page)
    page.set_viewport_size({"width": SMALL_PHONE, "height": 500})
    nothing_is_cut(page)
    box = page.locator(".palette").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALL_PHONE


def test_without_script_the_button_leads_to_a_page_that_does_the_same(opened):
    page = opened(java_script_enabled=False)
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Charger, site or page").fill("rathaus")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Rathaus AC").click()
    expect(page).to_have_url(re.compile("/chargers/RAT%201$"))
