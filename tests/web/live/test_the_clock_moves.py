"""Does an open page stay true at any hour and date, while its clock goes on?"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from live_site import LiveSite, be_quick
from looks import turned_to_timeline
from playwright.sync_api import Error, expect

from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of
from chargeboard.web.live import viewers as live

pytestmark = pytest.mark.page

LIVE = "html[data-state=live]"
BERLIN, LORD_HOWE, AUCKLAND, APIA = "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia"
MOMENTS = [
    ("UTC", "2026-11-25 00:15:00"),
    ("UTC", "2026-11-25 11:59:57"),
    ("UTC", "2027-12-31 23:59:55"),
    (BERLIN, "2027-03-28 01:58:00"),
    (BERLIN, "2026-10-25 00:30:00"),
    (LORD_HOWE, "2027-04-03 13:10:00"),
    (APIA, "2028-02-29 11:45:00"),
]
"""Local times: midnight in a step, the turn of a year, nights of changed clocks (one of half an hour), and
29 February."""
MORE_MOMENTS = [
    *(("UTC", f"2026-11-25 {hour:02d}:15:00") for hour in (3, 6, 10, 11, 14, 17, 21)),
    ("UTC", "2026-11-30 10:59:50"),
    ("UTC", "2026-12-31 11:30:00"),
    (BERLIN, "2027-03-27 13:30:00"),
    (BERLIN, "2026-10-24 14:30:00"),
    (AUCKLAND, "2028-02-28 11:45:00"),
]
"""Every part of a day, midnight in each step, ends of months."""


@pytest.fixture(
    params=[*MOMENTS, *(pytest.param(one, marks=pytest.mark.soak) for one in MORE_MOMENTS)], ids=" ".join
)
def site(request, tmp_path, monkeypatch):
    be_quick(monkeypatch)
    zone, text = request.param
    wall = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    found = LiveSite(tmp_path / "board.db", zone=zone, at=instant_of(wall))
    found.boots()
    yield found
    found.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    found = context.new_page()
    complaints = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    yield found
    assert complaints == []
    context.close()


def _opened(page, site, path="/chargers/C1"):
    page.goto(site.url + path)
    page.wait_for_selector(LIVE, state="attached")


def test_the_hours_that_are_looked_at_stay_as_the_window_goes_on(page, site):
    site.ahead += 12 * HOUR
    _opened(page, site)
    turned_to_timeline(page)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.locator(".legend input.f-available").uncheck()
    page.locator("#panel-events .row[data-socket='1'] .s-offline").click()
    page.wait_for_function("() => document.querySelectorAll('svg.own text').length > 3")
    links = page.locator(".leads a:visible").all_inner_texts()
    told, hours = page.locator(".readout b").inner_text(), _hours(page)
    assert hours["last"] - hours["first"] == pytest.approx(3 * 3600_000, rel=0.01)
    seen = _hours(page, after=_goes_on(page, site, 2))
    for edge in ("first", "last"):
        assert seen[edge] == pytest.approx(hours[edge], abs=30_000), "to a pixel"
    expect(page.locator(".readout b")).to_have_text(told, use_inner_text=True)
    assert page.locator(".leads a:visible").all_inner_texts() == links == ["Frames"]
    expect(page.locator(".legend input.f-available")).not_to_be_checked()
    assert page.locator(".cross").count() == page.locator("svg.own").count() == 1

    page.get_by_role("slider").press("End")
    page.keyboard.press("+")
    seen = _hours(page, after=_goes_on(page, site, 4))
    assert seen["last"] == pytest.approx(seen["to"], abs=30_000), "who looks at the present goes on with it"


def _goes_on(page, site, hours):
    """Hours later something happens; when the window ended before it."""
    ended = _hours(page)["to"]
    site.ahead += hours * HOUR
    site.is_in("Faulted" if hours == 2 else "Available")
    return ended


def _hours(page, after=0):
    """The end of the window, once it is later, and what is seen of it, in milliseconds."""
    page.wait_for_function(
        "after => document.querySelector('[data-timeline]').dataset.to > after", arg=after, timeout=60_000
    )
    return page.evaluate(
        """async () => {
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            const { from, to } = document.querySelector('[data-timeline]').dataset;
            const view = document.querySelector('.view');
            const at = x => Number(from) + (x / document.querySelector('.canvas').clientWidth) * (to - from);
            return {
                to: Number(to), first: at(view.scrollLeft), last: at(view.scrollLeft + view.clientWidth)
            };
        }"""
    )


def test_an_open_page_is_what_a_reload_would_show(page, site, monkeypatch):
    monkeypatch.setattr(live, "BEAT_EVERY_S", 0.1)
    _opened(page, site)
    fresh = page.context.new_page()
    for step, happens in enumerate([_plugs_in, _charges, _is_faulted, _is_well, _is_silent]):
        site.ahead += 3 * HOUR + 17 * MINUTE
        site.stands_at = site.now()
        happens(site)
        # what begins this very instant is not seen yet
        site.stands_at += SECOND
        _opened(fresh, site)
        expected = fresh.evaluate(PANELS)
        try:
            page.wait_for_function(f"to => ({PANELS})() === to", arg=expected, polling=50)
        except Error:
            assert page.evaluate(PANELS).split("\n") == expected.split("\n"), f"step {step}"
        site.stands_at = None


PANELS = """() => [...document.querySelectorAll('[id^=panel-]')].map(panel => {
    const copy = panel.cloneNode(true);
    for (const own of copy.querySelectorAll('[data-own]')) own.remove();
    for (const kept of copy.querySelectorAll('[data-kept]')) kept.replaceChildren();
    for (const ticking of copy.querySelectorAll('time[data-since]')) ticking.textContent = '';
    for (const node of [copy, ...copy.querySelectorAll('*')]) {
        for (const name of ['style', 'open', 'tabindex', 'hidden']) node.removeAttribute(name);
        node.classList.remove('news', 'zoomed');
        if (node.getAttribute('class') === '') node.removeAttribute('class');
    }
    return copy.outerHTML.replaceAll(/\\s+/g, ' ').replaceAll('> <', '><').replaceAll('><', '>\\n<');
}).join('\\n')"""


def _plugs_in(site):
    site.starts()
    site.meters(1000, 11_000)


def _charges(site):
    site.meters(30_000, 11_000)


def _is_faulted(site):
    site.says("StopTransaction", transactionId=7, meterStop=31_000, reason="EVDisconnected")
    site.is_in("Faulted")


def _is_well(site):
    site.is_in("Available")


def _is_silent(_):
    """Time alone moves the page."""
