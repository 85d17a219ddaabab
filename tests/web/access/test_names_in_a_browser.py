"""What does a browser do that knows us by a name, over plain HTTP, or comes from another site?"""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from chromium import CHROMIUM, FLAGS
from live_site import LiveSite
from playwright.sync_api import expect
from ready_desk import TOKEN

from chargeboard.domain.records import Credential
from chargeboard.web.access.front import Front

pytestmark = pytest.mark.page

RULES = "--host-resolver-rules=MAP *.example 127.0.0.1"


@pytest.fixture(scope="module")
def knowing_names(driver):
    found = driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, RULES])
    yield found
    found.close()


@pytest.fixture
def page(knowing_names):
    context = knowing_names.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def site(tmp_path):
    found = LiveSite(tmp_path / "board.db", token=TOKEN, front=Front(hosts=["board.example"]))
    found.boots()
    yield found
    found.close()


class _Says(BaseHTTPRequestHandler):
    def __init__(self, text, *arguments):
        self.text = text
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def elsewhere():
    """A function that makes a page of another site, and gives its address."""
    servers = []

    def made(text, name="mail.example"):
        server = HTTPServer(("127.0.0.1", 0), partial(_Says, text))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://{name}:{server.server_address[1]}/"

    yield made
    for one in servers:
        one.shutdown()
        one.server_close()


def logged_in(page, site, name="board.example"):
    url = f"http://{name}:{site.port}"
    page.goto(f"{url}/")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()
    return url


@pytest.mark.parametrize("name", ["board.example", "127.0.0.1", "localhost"])
def test_a_charger_is_approved_over_plain_http_whatever_name_we_are_known_by(page, site, name):
    url = logged_in(page, site, name)
    site.store.save_credential(Credential(station="NEW", approved=False, asked_at=site.now()))
    page.reload()
    page.get_by_role("button", name="Approve NEW").click()
    page.wait_for_load_state()
    expect(page).to_have_url(f"{url}/")
    assert site.store.credential("NEW").approved


def test_a_link_in_a_mail_leads_to_the_page_and_not_to_the_form(page, site, elsewhere):
    url = logged_in(page, site)
    page.goto(elsewhere(f"<a href='{url}/chargers/C1?last=7d'>the charger</a>"))
    page.get_by_role("link").click()
    page.wait_for_selector("#panel-header")
    expect(page).to_have_url(f"{url}/chargers/C1?last=7d")
    page.goto(elsewhere(f"<a href='{url}/login?next=/chargers/C1'>the charger</a>"))
    page.get_by_role("link").click()
    page.wait_for_selector("#panel-header")
    expect(page).to_have_url(f"{url}/chargers/C1")


@pytest.mark.parametrize(
    "path", ["chargers/NEW/approve", "chargers/NEW/dismiss", "waiting/dismiss", "logout"]
)
@pytest.mark.parametrize("name", ["mail.example", "other.board.example"])
def test_a_form_of_another_site_changes_nothing(page, site, elsewhere, path, name):
    url = logged_in(page, site)
    site.store.save_credential(Credential(station="NEW", approved=False, asked_at=site.now()))
    page.goto(elsewhere(f"<form method=post action='{url}/{path}'><button>win</button></form>", name))
    page.get_by_role("button").click()
    page.wait_for_load_state()
    known = site.store.credential("NEW")
    assert (known.approved, known.asked_at is None) == (False, False)
    page.goto(url)
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_a_page_whose_name_leads_here_reads_nothing(knowing_names, tmp_path):
    """DNS rebinding, also where no token is asked for: the name is the other site's, the address ours."""
    site = LiveSite(tmp_path / "open.db", front=Front(hosts=[]))
    try:
        site.boots()
        page = knowing_names.new_context().new_page()
        assert page.goto(f"http://127.0.0.1:{site.port}/").status == 200
        answer = page.goto(f"http://evil.example:{site.port}/")
        assert answer.status == 421
        assert "CHARGEBOARD_HOSTS=evil.example" in page.content()
        told = page.evaluate(
            """async () => {
                const headers = {"X-Forwarded-Host": "localhost", "X-Forwarded-For": "127.0.0.1"};
                const answer = await fetch("/api/v1/chargers", {headers});
                return [answer.status, await answer.text()];
            }"""
        )
        assert told[0] == 421
        assert "C1" not in told[1]
        page.context.close()
    finally:
        site.close()


def test_the_other_tab_of_who_logged_out_moves_no_more(knowing_names, site):
    context = knowing_names.new_context()
    page = context.new_page()
    url = logged_in(page, site)
    page.goto(f"{url}/chargers/C1")
    page.wait_for_selector("html[data-state=live]", state="attached")
    other = context.new_page()
    other.goto(url)
    other.get_by_role("button", name="Log out").click()
    page.wait_for_selector("html[data-state=lost]", state="attached", timeout=60_000)
    assert site.live.pages == {}
    page.reload()
    assert "/login?next=%2Fchargers%2FC1" in page.url
    context.close()
