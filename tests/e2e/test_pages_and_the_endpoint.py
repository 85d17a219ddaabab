"""May a page in a browser speak as a charger to an endpoint that only this machine reaches?"""

import pytest
import websockets.sync.client
from chromium import CHROMIUM
from daemon import Daemon

pytestmark = pytest.mark.page

SPEAK = """address => new Promise(done => {
    const link = new WebSocket(address, ["ocpp1.6"]);
    link.onopen = () => done("open");
    link.onerror = () => done("refused");
})"""


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("endpoint") / "board.db") as found:
        yield found


@pytest.fixture(scope="module")
def credulous(driver):
    """A browser in which any name leads to this machine; newer ones would ask their reader first."""
    unasked = "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets"
    names = "--host-resolver-rules=MAP *.example 127.0.0.1"
    flags = ["--no-sandbox", "--disable-gpu", names, unasked]
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
    yield browser
    browser.close()


@pytest.mark.threat("C16")
@pytest.mark.parametrize(
    ("who", "site"),
    [
        ("FORGED-1", "http://evil.example/"),
        ("FORGED-2", "http://127.0.0.1:1/"),
        ("FORGED-3", "http://endpoint.example:{port}/"),
    ],
)
def test_a_page_cannot_speak_as_a_charger(daemon, credulous, who, site):
    """Neither one of another site, nor one whose name was made to lead to the endpoint."""
    port = daemon.address.rsplit(":", 1)[1].split("/")[0]
    page = credulous.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<p>win a prize", content_type="text/html"))
    url = site.format(port=port)
    page.goto(url)
    host = f"endpoint.example:{port}" if "endpoint" in url else f"127.0.0.1:{port}"
    assert page.evaluate(SPEAK, f"ws://{host}/ocpp/{who}") == "refused"
    page.close()
    daemon.until_said(f"refused, from 127.0.0.1: charger {who} comes with Origin")
    with websockets.sync.client.connect(f"{daemon.address}REAL", subprotocols=["ocpp1.6"]):
        pass
