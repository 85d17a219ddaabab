"""How do pages look to people: in either light, on a desk and on a phone?"""

from axe_playwright_python.sync_playwright import Axe

from long_run import IS_LONG

DESK, PHONE, SMALL_PHONE = 1280, 375, 320
_EACH = [(scheme, width) for scheme in ("light", "dark") for width in (DESK, PHONE, SMALL_PHONE)]
_LOOKS = _EACH if IS_LONG else [("light", DESK), ("dark", PHONE)]
"""Each light, and each width at which pages are laid out otherwise; a long run has all combinations."""
_OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def looks(browser):
    """A page of its own for each look."""
    for scheme, width in _LOOKS:
        size = {"width": width, "height": 900}
        with browser.new_context(viewport=size, color_scheme=scheme) as context:
            yield context.new_page()


def is_well(page):
    """Axe finds nothing in what is shown, and nothing is cut; nor is it on a smaller phone."""
    axe_finds_nothing(page)
    nothing_is_cut(page)
    size = page.viewport_size
    if size["width"] == PHONE:
        page.set_viewport_size({"width": SMALL_PHONE, "height": 900})
        nothing_is_cut(page)
        page.set_viewport_size(size)


def axe_finds_nothing(page, **options):
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


def axe_finds_nothing_in_either_light(page):
    """What is not about colours is the same in both."""
    page.emulate_media(color_scheme="light")
    axe_finds_nothing(page)
    page.emulate_media(color_scheme="dark")
    axe_finds_nothing(page, **({} if IS_LONG else _OF_COLOURS))


def nothing_is_cut(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def turned_to_timeline(page):
    """The page with the script of its timeline in hand, which comes when a reader turns to it."""
    page.locator("#panel-events .canvas").hover()
    page.locator("#panel-events .cross").wait_for(state="attached")
    page.mouse.move(0, 0)
    return page
