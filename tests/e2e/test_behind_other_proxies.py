"""Do readers and chargers come by Caddy, HAProxy and Apache that are set up as our own instructions say?"""

import re
from contextlib import closing
from itertools import takewhile
from urllib.parse import urlsplit

import httpx
import pytest
from behind import BOOT, GUIDE, TOKEN, certified, served, status, told

pytestmark = [pytest.mark.page, pytest.mark.soak]

CADDY, CADDY_BELOW = told("caddyfile")
(HAPROXY,) = told("haproxy")
APACHE, APACHE_BELOW = told("apache")
IN_CADDY = ("example.org {", "{host}:{port} {\n    bind 127.0.0.1\n    tls {tls}/board.pem {tls}/board.key")
CASES = {
    "caddy": ("caddy", CADDY, [("board.example.org {", IN_CADDY[1].replace("{host}", "board.example.org"))]),
    "haproxy": (
        "haproxy",
        HAPROXY,
        [("bind :443", "bind 127.0.0.1:{port}"), ("/etc/ssl/board-and-key.pem", "{tls}/board-and-key.pem")],
    ),
    "apache2": (
        "apache2",
        f"Listen 127.0.0.1:{{port}}\n{APACHE}",
        [("{port}", "{port}"), ("*:443", "127.0.0.1:{port}"), ("/etc/ssl/board", "{tls}/board")],
    ),
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("tls"))


def next_panels(lines):
    """What the next news of an open page bring; beats, one each 15 s, are none."""
    heard = []
    for _ in range(6):
        heard.append(list(takewhile(bool, lines)))
        if "event: panels" in heard[-1]:
            return "\n".join(heard[-1])
    raise AssertionError(heard)


def below(case):
    """The same proxy, where it has another site, too."""
    kind, config, ports = CASES[case]
    if kind == "caddy":
        return kind, CADDY_BELOW, [("example.org {", IN_CADDY[1].replace("{host}", "board.example.org"))]
    if kind == "haproxy":
        chargers, page = re.findall(r"`(use_backend .*?)`", GUIDE)
        config = config.replace("use_backend chargers if { path_beg /ocpp/ }", chargers)
        return kind, config.replace("default_backend page", page), ports
    of_page = re.search(r"    ProxyPass /ocpp/ .*\n    ProxyPass / .*\n", config)[0]
    return kind, config.replace(of_page, APACHE_BELOW), ports


@pytest.mark.parametrize("path", ["", "/chargeboard"], ids=repr)
@pytest.mark.parametrize("case", CASES)
def test_readers_chargers_and_live_updates_come_by_it(tmp_path, certificate, case, path):
    kind, config, ports = below(case) if path else CASES[case]
    daemon, between, site = served(
        tmp_path,
        certificate,
        kind,
        config,
        ports,
        name="board.example.org",
        path=path,
        CHARGEBOARD_ROOT_PATH=path,
        CHARGEBOARD_CSMS_NEW_CHARGERS="accept",
    )
    here = urlsplit(site.url)
    local = f"https://127.0.0.1:{here.port}"
    told_by_reader = {
        "host": here.netloc,
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-prefix": "/elsewhere",
    }
    ways = {
        address: httpx.HTTPTransport(local_address=address, verify=False)
        for address in ("127.0.0.1", "127.0.0.2")
    }
    reader, guesser = (
        httpx.Client(transport=way, base_url=f"{local}{path}", headers=told_by_reader, timeout=60)
        for way in ways.values()
    )
    with daemon, between, closing(reader), closing(guesser):
        assert site.says("A%20%2F1", BOOT, status("Available"))[0][2]["status"] == "Accepted"
        entered = reader.post(
            "/login", data={"token": TOKEN, "next": f"{path}/"}, headers={"origin": f"https://{here.netloc}"}
        )
        assert entered.status_code == 303
        assert entered.headers["location"] == f"{path}/"
        (cookie,) = (value for name, value in entered.headers.multi_items() if name == "set-cookie")
        assert "Secure" in cookie
        assert f"Path={path or '/'}" in cookie
        with reader.stream("GET", "/chargers/A%20%2F1/live?seen=nothing") as answer:
            assert answer.headers["content-type"] == "text/event-stream"
            lines = answer.iter_lines()
            next_panels(lines)
            site.says("A%20%2F1", status("Faulted"))
            assert "faulted" in next_panels(lines)
        page = reader.get("/chargers/A%20%2F1")
        assert page.status_code == 200
        assert f'href="{path}/static/' in page.text
        assert "/elsewhere" not in page.text

        assert guesser.get("/api/v1/chargers", headers={"authorization": "Bearer wrong"}).status_code == 401
        for _ in range(20):
            guesser.get("/api/v1/chargers", headers={"authorization": "Bearer wrong"})
        daemon.until_said("a wrong token from 127.0.0.2; ignored for")
    assert "203.0.113.9" not in daemon.output, "what a reader wrote himself"
    assert "Traceback" not in daemon.output
