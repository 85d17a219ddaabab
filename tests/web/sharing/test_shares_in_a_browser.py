"""How shares look to people, and how a frame in somebody else's page shows one, or does not."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from live_site import LiveSite, be_quick
from looks import is_well, looks
from playwright.sync_api import expect

from chargeboard.domain.shares import Share, ShareKind

pytestmark = pytest.mark.page


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    found = LiveSite(tmp_path_factory.mktemp("shared") / "board.db")
    found.boots()
    found.starts()
    yield found
    found.close()


@pytest.fixture
def link(live_site):
    made = []

    def of_charger(below="", *, password="", **how):
        made.append(f"share {len(made)}")
        asked = Share(name=made[-1], kind=ShareKind.CHARGER, about="C1", below=below, **how)
        return f"{live_site.url}/s/{live_site.people.shares.make(asked, password=password)}"

    yield of_charger
    for name in made:
        live_site.people.shares.drop(name)


def test_the_pages_of_shares_are_well_on_a_desk_and_on_a_phone(browser, live_site, link):
    framed = link(
        "panels/ongoing", origins=("https://grafana.example.org", "http://homeassistant.local:8123")
    )
    guarded = link(password="four words in a row")
    for page in looks(browser):
        page.goto(f"{live_site.url}/settings/shares?charger=C1")
        expect(page.get_by_label("Charger", exact=True)).to_have_value("C1")
        is_well(page)
        page.get_by_label("Name", exact=True).fill("x")
        page.get_by_label("Site", exact=True).fill("nowhere")
        page.get_by_role("button", name="Create link", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("either a charger or a site", use_inner_text=True)
        is_well(page)
        for address in (framed, guarded, f"{live_site.url}/s/nothing"):
            page.goto(address)
            is_well(page)
        page.goto(guarded)
        page.get_by_label("Password", exact=True).fill("four words in a row")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**/chargers/C1")
        is_well(page)


@pytest.fixture
def elsewhere():
    """Pages of two other sites, each with a frame."""
    shown = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{shown["link"]}" width="900" height="500"></iframe>'.encode())

        def log_message(self, *_):
            pass

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Pages) for _ in range(2)]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield shown, [f"http://127.0.0.1:{one.server_port}" for one in servers]
    for one in servers:
        one.shutdown()
        one.server_close()


@pytest.mark.threat("S6")
def test_a_panel_is_live_in_a_frame_of_a_page_that_is_named_and_in_no_other(
    browser, live_site, link, elsewhere, monkeypatch
):
    be_quick(monkeypatch)
    shown, (named, strange) = elsewhere
    shown["link"] = f"{link('panels/header', is_only=True, origins=(named,))}?theme=dark"
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(strange)
        expect(page.frame_locator("iframe").locator("#panel-header")).to_have_count(0)
        page.goto(named)
        frame = page.frame_locator("iframe")
        frame.locator("html[data-state=live][data-theme=dark]").wait_for(state="attached")
        expect(frame.locator("#panel-header")).to_contain_text("charging", use_inner_text=True)
        expect(frame.locator("header.top, nav, form")).to_have_count(0)
        live_site.is_in("Faulted")
        frame.locator("#panel-header .now", has_text="faulted").wait_for()
        live_site.is_in("Charging")
