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


@pytest.mark.threat("C16")
@pytest.mark.parametrize(
    "site", ["http://evil.example/", "http://127.0.0.1:1/", "http://endpoint.example:{port}/"]
)
def test_a_page_cannot_speak_as_a_charger(tmp_path, driver, site):
    """Neither one of another site, nor one whose name was made to lead to the endpoint."""
    with Daemon(tmp_path / "board.db") as daemon:
        port = daemon.address.rsplit(":", 1)[1].split("/")[0]
        # newer browsers ask their reader first; older ones do not
        unasked = "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets"
        names = "--host-resolver-rules=MAP *.example 127.0.0.1"
        flags = ["--no-sandbox", "--disable-gpu", names, unasked]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<p>win a prize", content_type="text/html"))
        url = site.format(port=port)
        page.goto(url)
        host = f"endpoint.example:{port}" if "endpoint" in url else f"127.0.0.1:{port}"
        assert page.evaluate(SPEAK, f"ws://{host}/ocpp/FORGED") == "refused"
        browser.close()
        daemon.until_said("refused, from 127.0.0.1: charger FORGED comes with Origin")
        with websockets.sync.client.connect(f"{daemon.address}REAL", subprotocols=["ocpp1.6"]):
            pass
