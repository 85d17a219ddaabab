"""Does all of it work behind a real nginx that is set up as our own instructions say?"""

import re
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from behind import BOOT, TOKEN, certified, served, status, told
from chromium import CHROMIUM
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus

pytestmark = pytest.mark.page

OWN_NAME, BELOW_A_PATH = told("nginx")
# with the address as it was sent: ids may hold a slash
TAKEN_OFF = 'map $request_uri $rest { "~^/chargeboard(?<found>/.*)$" $found; }\n' + BELOW_A_PATH.replace(
    "127.0.0.1:8000;", "127.0.0.1:8000$rest;"
).replace('X-Forwarded-Prefix ""', "X-Forwarded-Prefix /chargeboard")
LIVE = "html[data-state=live]"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def browser(driver):
    rules = "--host-resolver-rules=MAP *.example.org 127.0.0.1,MAP example.org 127.0.0.1"
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", rules]
    found = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
    yield found
    found.close()


def behind(tmp_path, certificate, config, *, tls=True, **more):
    """A site behind nginx."""
    ports = [
        ("listen 443 ssl;", f"listen 127.0.0.1:{{port}}{' ssl' if tls else ''};"),
        ("/etc/ssl/board", "{tls}/board"),
    ]
    name = re.search(r"server_name (\S+);", config)[1]
    return served(tmp_path, certificate, "nginx", config, ports, name=name, tls=tls, **more)


@pytest.mark.parametrize(
    ("config", "path", "tls", "root"),
    [
        pytest.param(OWN_NAME, "", True, "", id="own name"),
        pytest.param(OWN_NAME, "", False, "", id="own name, no TLS", marks=pytest.mark.soak),
        pytest.param(BELOW_A_PATH, "/chargeboard", True, "/chargeboard", id="below a path"),
        # a proxy that takes the path off, and says so
        pytest.param(TAKEN_OFF, "/chargeboard", False, "", id="path taken off", marks=pytest.mark.soak),
    ],
)
def test_readers_and_chargers_come_by_the_proxy(tmp_path, certificate, browser, config, path, tls, root):  # noqa: PLR0917 - cases and fixtures
    daemon, between, site = behind(
        tmp_path, certificate, config, path=path, tls=tls, CHARGEBOARD_ROOT_PATH=root
    )
    with daemon, between:
        page = browser.new_context(ignore_https_errors=True).new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site.url}/chargers/A%20%2F1")
        assert urlsplit(page.url).path == f"{path}/login"
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="No charger is called")).to_be_visible()
        (cookie,) = page.context.cookies()
        assert (cookie["path"], cookie["sameSite"], cookie["secure"]) == (path or "/", "Lax", tls)

        page.get_by_role("link", name="All chargers").click()
        page.wait_for_load_state()
        assert urlsplit(page.url).path == f"{path}/setup", "as long as there is none"
        with pytest.raises(InvalidStatus):
            site.says("A%20%2F1", BOOT)
        page.reload()
        page.get_by_role("button", name="Approve A /1").click()
        page.wait_for_load_state()
        assert site.says("A%20%2F1", BOOT, status("Available"))[0][2]["status"] == "Accepted"
        page.get_by_role("link", name="A /1").wait_for(timeout=60_000)
        page.get_by_role("link", name="A /1").click()
        page.wait_for_selector(LIVE, state="attached")
        assert urlsplit(page.url).path == f"{path}/chargers/A%20%2F1"
        site.says("A%20%2F1", status("Faulted"))
        page.wait_for_function(
            "() => document.querySelector('#panel-header').textContent.includes('aulted')", timeout=60_000
        )

        page.get_by_role("button", name="Light / dark").click()
        assert {one["path"] for one in page.context.cookies()} == {path or "/"}
        _every_link_leads_somewhere(page, site, path)

        other = page.context.new_page()
        other.goto(f"{site.url}/login?next={path}/api")
        assert urlsplit(other.url).path == f"{path}/api"
        other.get_by_role("button", name="Log out").click()
        page.reload()
        assert urlsplit(page.url).path == f"{path}/login"
        assert complaints == []
    assert "Traceback" not in daemon.output


def _every_link_leads_somewhere(page, site, path):
    """From the list on, to whatever can be reached in a few steps, the API and the static files included."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    here = urlsplit(site.url)
    local = f"{here.scheme}://127.0.0.1:{here.port}"
    own = {here.hostname, "127.0.0.1", "localhost"}
    headers = {"host": here.netloc, "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    with httpx.Client(verify=False, headers=headers, timeout=60) as client:  # noqa: S501 - of the test
        due, seen, kinds = [f"{path}/"], set(), set()
        while due and len(seen) < 80:
            address = due.pop(0)
            kind = re.sub(r"\d+", "9", urlsplit(address).path)
            if kind in kinds:
                continue
            kinds.add(kind)
            seen.add(address)
            answer = client.get(local + address, follow_redirects=False)
            assert answer.status_code in {200, 303, 307, 302}, (address, answer.status_code)
            if "location" in answer.headers:
                due.append(answer.headers["location"])
            if answer.headers.get("content-type", "").startswith("text/html"):
                acts = set(re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', answer.text))
                acts |= set(re.findall(r'formaction="([^"]+)"', answer.text))
                for found in re.findall(r'(?:href|src|action|data-curves)="([^"]+)"', answer.text):
                    if found.startswith("https://") and urlsplit(found).hostname not in own:
                        continue  # a source that a page names
                    target = urljoin(address, found.replace("&amp;", "&")).partition("#")[0]
                    assert target.startswith(f"{path}/"), (address, found)
                    if found not in acts:
                        due.append(target)
    assert len(kinds) >= 15


def test_who_guesses_by_the_proxy_is_known_by_his_own_address(tmp_path, certificate):
    daemon, between, site = behind(tmp_path, certificate, OWN_NAME, tls=False)
    with daemon, between:
        here = urlsplit(site.url)
        told = {"host": here.netloc, "x-forwarded-for": "203.0.113.9"}
        url = f"http://127.0.0.1:{here.port}/api/v1/chargers"
        with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2"), headers=told) as guesser:
            found = []
            while not found or (found[-1] == 401 and len(found) < 100):
                answer = guesser.get(url, headers={"authorization": "Bearer wrong"})
                found.append(answer.status_code)
        assert found[:10] == [401] * 10
        assert found[-1] == 429
        daemon.until_said("a wrong token from 127.0.0.2; ignored for")
        assert httpx.get(url, headers=told | {"authorization": f"Bearer {TOKEN}"}).status_code == 200
        with pytest.raises(InvalidStatus):
            site.says("A", BOOT)
        daemon.until_said("refused, from 127.0.0.1: charger A is not approved")
        assert "203.0.113.9" not in daemon.output, "what the guesser wrote himself"
        refused = httpx.get(f"http://127.0.0.1:{here.port}/", headers={"host": "evil.example"})
        assert refused.status_code == 421


def test_a_proxy_that_passes_no_websocket_on_is_told_apart(tmp_path, certificate):
    """As `proxy_pass` alone is: HTTP/1.0, and no Upgrade."""
    bare = "server { listen 127.0.0.1:{port}; location / { proxy_pass http://127.0.0.1:9000; } }"
    settings = {"name": "127.0.0.1", "tls": False}
    daemon, between, site = served(tmp_path, certificate, "nginx", bare, [("{port}", "{port}")], **settings)
    with daemon, between:
        with pytest.raises(InvalidStatus) as refused:
            site.says("A", BOOT)
        assert refused.value.response.status_code == 426
        assert b"For nginx: proxy_http_version 1.1;" in refused.value.response.body
        daemon.until_said(
            "charger A asked for a WebSocket, and the proxy that it came by does not pass that on"
        )
