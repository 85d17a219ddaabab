"""Under which names and paths do we answer, and whom do we believe?"""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient
from staff import staff

from chargeboard.domain.addresses import Proxies, name_in, network_of
from chargeboard.domain.allowance import Allowance, Sparing
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.web.access.front import Front
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.app import create_app
from chargeboard.web.urls.mount import OWN, prefix_of

EVIL = "evil.example"


def asked(front, path="/", *, peer="127.0.0.1", headers=(), **options):
    """The answer to a request of somebody at an address."""
    desk = ready_desk.ReadyDesk(sample.town())
    token = options.pop("token", None)
    people = staff(lambda: sample.NOW, token)
    app = create_app(desk, token=token, now=lambda: sample.NOW, front=front, people=people)

    async def reached(scope, receive, send):
        if scope["type"] == "http":
            scope["client"] = (peer, 5)
        await app(scope, receive, send)

    with TestClient(reached, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        return client.request(
            options.pop("method", "GET"), path, headers=list(headers), follow_redirects=False, **options
        )


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "localhost",
        "LOCALHOST:8000",
        "board.localhost:8000",
        "[::1]:8000",
        "192.168.1.5",
        "10.0.0.1:80",
        "board.example.org:8000",
        "BOARD.example.org.",
        "a.b.below.example.org",
    ],
)
def test_our_own_names_and_plain_addresses_are_answered(host):
    front = Front(hosts=("Board.example.org", "*.below.example.org"))
    assert asked(front, "/", headers=[("host", host)]).status_code == 200


@pytest.mark.threat("W6")
@pytest.mark.parametrize(
    "host",
    [EVIL, f"{EVIL}:8000", "localhost.evil.example", "below.example.org", "127.0.0.1.evil.example", "x"],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/chargers", "/healthz", "/nowhere", "/live"])
def test_a_strange_name_is_refused_whatever_is_asked(host, path):
    front = Front(hosts=("board.example.org", "*.below.example.org"))
    answer = asked(front, path, headers=[("host", host)])
    assert answer.status_code == 421
    assert f"CHARGEBOARD_HOSTS={name_in(host)}" in answer.text
    assert "Hafen" not in answer.text


def test_a_name_that_a_page_of_another_site_claims_by_header_does_not_help_it():
    """A script of a page whose name leads here may set any header, and comes from a trusted address."""
    front = Front(hosts=(), proxies=Proxies(["127.0.0.1"]))
    for claimed in ("localhost", "127.0.0.1"):
        said = [("host", EVIL), ("x-forwarded-host", claimed)]
        assert asked(front, headers=said).status_code == 421
    said = [("host", "127.0.0.1:8000"), ("x-forwarded-host", EVIL)]
    assert asked(front, headers=said).status_code == 421, "a proxy that answers to any name"
    assert asked(front, peer="10.9.9.9", headers=said).status_code == 200, "not a word of it is believed"


ADDRESS = re.compile(r'\b(?:href|src|action|formaction|data-live|data-base)="([^"]*)"')
PAGES = [
    "/",
    "/?text=nothing",
    "/chargers/HAM-0042",
    "/chargers/HAM-0042?at=2026-11-21T13:03:22Z&last=7d",
    "/chargers/HAM-9",
    "/api",
    "/nowhere",
]


def _ours(text):
    return [one for one in ADDRESS.findall(text) if not one.startswith(("#", "?", "data:"))]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("stripped", [True, False])
def test_below_a_path_every_address_of_a_page_begins_with_it(path, stripped):
    front = Front(root_path="/fleet/board/")
    answer = asked(front, path if stripped else f"/fleet/board{path}")
    found = _ours(answer.text)
    assert len(found) >= 6
    assert [one for one in found if not one.startswith("/fleet/board/")] == []
    plain = asked(Front(), path)
    assert answer.status_code == plain.status_code
    assert [one.removeprefix("/fleet/board") for one in found] == _ours(plain.text)


def test_no_template_and_no_redirect_names_an_address_as_if_nothing_stood_before_it():
    """Each goes through `rooted`; a browser below a path would leave it."""
    web = Path(str(files("chargeboard.web")))
    for found in web.parent.rglob("*.html"):
        assert not re.findall(r'(?:href|src|action)="/[^"]*"', found.read_text()), found.name
    for found in web.rglob("*.py"):
        assert not re.findall(r'Redirect\(f?"/', found.read_text()), found.name
    for found in web.glob("static/*.js"):
        assert not re.findall(
            r"""(?:fetch|EventSource|href =|location =)\s*\(?["'`]/""", found.read_text()
        ), found.name


def test_the_api_tells_addresses_below_the_path_too():
    front = Front(root_path="/cb")
    listed = asked(front, "/cb/api/v1/chargers?limit=1")
    assert listed.headers["link"].startswith("</cb/api/v1/chargers?")
    document = asked(front, "/cb/api/v1/openapi.json").json()
    assert [one["url"] for one in document["servers"]] == ["/cb"]
    assert asked(Front(), "/api/v1/openapi.json").json()["servers"] == [{"url": "/"}]


def test_the_way_in_and_its_cookie_stay_below_the_path():
    front, token = Front(root_path="/cb"), ready_desk.TOKEN
    led = asked(front, "/cb/chargers/HAM%2D0042?at=x", token=token)
    assert led.headers["location"] == "/cb/login?next=%2Fcb%2Fchargers%2FHAM%252D0042%3Fat%3Dx"
    for target, goes_to in (
        ("/cb/api", "/cb/api"),
        ("/api", "/cb/"),
        ("/cbx", "/cb/"),
        ("/cb/../mail", "/cb/"),
        ("/cb/%2e%2e/mail", "/cb/"),
        ("//evil.example", "/cb/"),
    ):
        form = {"token": token, "next": target}
        answer = asked(front, "/cb/login", method="POST", data=form, token=token)
        assert answer.headers["location"] == goes_to
        assert "path=/cb;" in answer.headers["set-cookie"].lower() + ";"


@pytest.mark.threat("W7")
def test_a_prefix_is_believed_of_a_trusted_proxy_only():
    front = Front(proxies=Proxies(["10.0.0.0/8"]), root_path="/own")
    told = [("x-forwarded-prefix", "/told/")]
    assert 'href="/told/api"' in asked(front, peer="10.1.2.3", headers=told).text
    assert 'href="/own/api"' in asked(front, peer="192.168.1.1", headers=told).text
    assert 'href="/own/api"' in asked(front, peer="10.1.2.3").text
    both = [("x-forwarded-prefix", "/outer, /inner")]
    assert 'href="/outer/inner/api"' in asked(front, peer="10.1.2.3", headers=both).text


@pytest.mark.parametrize(
    "text",
    [
        "evil",
        "//evil.example",
        "https://evil.example",
        '/"><script>',
        "/a/../b",
        "/a b",
        "/a%2fb",
        "/" + "x" * 300,
    ],
)
def test_a_prefix_that_is_no_plain_path_is_not_used(text):
    front = Front(proxies=Proxies(["10.1.2.3"]))
    page = asked(front, peer="10.1.2.3", headers=[("x-forwarded-prefix", text)]).text
    assert _ours(page) == _ours(asked(front).text)


@pytest.mark.parametrize("text", ["/api", "/chargers/x", "/static"])
def test_a_path_that_our_own_addresses_begin_with_is_refused(text):
    with pytest.raises(ValueError, match="use another path"):
        Front(root_path=text)


def test_a_path_is_read_however_it_is_written():
    assert [prefix_of(one) for one in ("", "/", "/a", "/a/", "/a,/b", "/a/ , /b/")] == [
        "",
        "",
        "/a",
        "/a",
        "/a/b",
        "/a/b",
    ]


def test_who_speaks_is_the_last_that_no_trusted_proxy_wrote():
    proxies = Proxies(["10.0.0.0/8", "::1"])
    assert proxies.speaker("10.0.0.1", ["1.1.1.1, 2.2.2.2"]) == "2.2.2.2"
    assert proxies.speaker("10.0.0.1", ["1.1.1.1", "2.2.2.2, 10.0.0.7"]) == "2.2.2.2"
    assert proxies.speaker("10.0.0.1", ["2.2.2.2:4711, 10.0.0.7:99"]) == "2.2.2.2"
    assert proxies.speaker("::1", ["[2001:db8::1]:99"]) == "2001:db8::1"
    assert proxies.speaker("::1", ["2001:db8::1"]) == "2001:db8::1"
    assert proxies.speaker("9.9.9.9", ["1.1.1.1"]) == "9.9.9.9", "a stranger may write what he likes"
    assert proxies.speaker("10.0.0.1", ["1.1.1.1, rubbish"]) == "10.0.0.1"
    assert proxies.speaker("10.0.0.1", []) == "10.0.0.1"
    assert proxies.speaker("::ffff:10.0.0.1", ["2.2.2.2"]) == "2.2.2.2"
    with pytest.raises(ValueError, match="'proxy' is not an address"):
        Proxies(["proxy"])


def test_a_subscriber_is_one_network():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::") == "2001:db8:1:2::/64"
    assert network_of("2001:db8:1:3::") != network_of("2001:db8:1:2::")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") == "192.0.2.7"
    assert network_of("192.0.2.8") != network_of("192.0.2.7")


def test_an_allowance_is_spent_and_comes_back():
    ours = Allowance(3, 10)
    at = 1_000 * SECOND
    assert [ours.spend("a", at) for _ in range(5)] == [True, True, True, False, False]
    assert (ours.wait_s("a", at), ours.wait_s("b", at)) == (10, 0)
    assert ours.wait_s("a", at + 9 * SECOND + 1) == 1
    assert [ours.spend("a", at + 10 * SECOND) for _ in range(2)] == [True, False]
    assert [ours.spend("a", at + HOUR) for _ in range(4)] == [True, True, True, False]
    assert ours.wait_s("a", at) <= 30, "a clock that was set back makes nobody wait for ever"


def test_of_all_who_spend_only_so_many_are_known():
    ours = Allowance(1, 10, known=100)
    for number in range(10_000):
        assert ours.spend(f"n{number}", number)
    assert len(ours._whole_at) == 100
    assert ours.wait_s("n9999", 10_000) > 0


def test_what_is_told_sparingly_counts_what_it_left_out():
    ours = Sparing(2, 60)
    assert [ours.tells(0) for _ in range(4)] == ["", "", None, None]
    assert ours.tells(61 * SECOND) == " (2 such lines before it were left out)"
    fair = Sparing(20, 3, of_one=10)
    assert [fair.tells(0, "loud") for _ in range(100)].count("") == 10
    assert fair.tells(0, "quiet") == " (90 such lines before it were left out)"


def test_every_first_part_of_our_own_addresses_is_known_as_ours():
    assert {route.partition(" ")[2].split("/")[1] for route in RIGHTS} - {""} == OWN
