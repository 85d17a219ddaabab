"""What does the server say without a browser?"""

import hashlib
import re
from importlib.resources import files

import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient
from ready_desk import TOKEN
from staff import staff

from chargeboard.run.people.log_ins import LIFETIME_S
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.app import create_app
from chargeboard.web.assets import ASSETS
from instants import instant


@pytest.fixture(scope="module")
def desk():
    return ready_desk.ReadyDesk(sample.town())


@pytest.fixture
def client(desk):
    with TestClient(
        create_app(desk, token=None, now=lambda: sample.NOW), raise_server_exceptions=False
    ) as one:
        yield one


@pytest.fixture
def clock():
    return [sample.NOW]


@pytest.fixture
def locked(desk, clock):
    with TestClient(
        create_app(desk, token=TOKEN, now=lambda: clock[0], people=staff(lambda: clock[0], TOKEN)),
        raise_server_exceptions=False,
    ) as one:
        yield one


def test_the_list_puts_the_worst_first(client):
    page = client.get("/").text
    assert page.index("Hafen DC2") < page.index("Rathaus AC") < page.index("Schule Süd")
    by_name = client.get("/?sort=name").text
    assert by_name.index("Depot Nord") < by_name.index("Hafen DC2") < by_name.index("Schule Süd")


def test_a_filtered_list_of_chargers_sums_what_it_shows(client):
    chargers = client.get("/api/v1/chargers?text=hafen").json()
    page = client.get("/?text=hafen").text
    active = sum(one["active_sessions"] for one in chargers)
    assert f"{len(chargers)} of {len(sample.town())} chargers · " in page
    assert f"{active} active session" in page
    assert f"All <b>{len(chargers)}</b>" in page
    faulted = client.get("/?show=faulted").text
    assert f"All <b>{len(sample.town())}</b>" in faulted
    assert re.search(rf"<span>\d+ of {len(sample.town())} chargers", faulted)


def test_an_empty_server_says_how_to_begin():
    with TestClient(create_app(ready_desk.ReadyDesk([]), token=None, now=lambda: sample.NOW)) as client:
        assert "A charger appears with its first message" in client.get("/").text


@pytest.mark.parametrize("path", ["/chargers/NEU%201%7Ca%2Fb", "/api/v1/chargers/NEU%201%7Ca%2Fb/board"])
def test_an_id_may_hold_a_blank_a_bar_and_a_slash(client, desk, path):
    assert client.get(path).status_code == 200
    assert desk.asked[-1]["station"] == "NEU 1|a/b"


def test_an_id_may_hold_a_percent_sign(client, desk):
    client.get("/chargers/50%25%2F%2525")
    assert desk.asked[-1]["station"] == "50%/%25"


def test_links_to_chargers_are_encoded(client):
    assert '"/chargers/NEU%201%7Ca%2Fb"' in client.get("/").text


@pytest.mark.threat("W8")
def test_what_a_charger_says_is_escaped(client):
    page = client.get("/chargers/HAM-0042").text
    assert "0x8A&lt;script&gt;" in page
    assert "0x8A<script>" not in page


def test_the_api_returns_the_bytes_of_the_desk(client, desk):
    answer = client.get("/api/v1/chargers/HAM-0042/board")
    assert answer.content == desk.board_json("HAM-0042")
    assert answer.headers["content-type"].startswith("application/json")


def test_spans_reach_the_desk_as_instants_and_dates(client, desk):
    query = (
        "at=2026-11-20T12:00:00%2B01:00&from=2026-11-01&to=2026-11-08"
        "&timeline_from=2026-11-07T00:00:00Z&timeline_to=2026-11-08T00:00:00Z"
    )
    assert client.get(f"/api/v1/chargers/HAM-0042/board?{query}").status_code == 200
    asked = desk.asked[-1]
    assert asked["at"] == instant("2026-11-20T11:00:00Z")
    assert [day.isoformat() for day in asked["window"]] == ["2026-11-01", "2026-11-08"]
    assert asked["timeline"] == Span(instant("2026-11-07T00:00:00Z"), instant("2026-11-08T00:00:00Z"))


@pytest.mark.threat("W10")
@pytest.mark.parametrize(
    ("query", "parameter", "advice"),
    [
        ("at=yesterday", "at", "2026-11-21T13:00:00Z"),
        ("at=2026-11-21T13:00:00", "at", "with its zone"),
        ("from=21.11.2026&to=2026-11-22", "from", "2026-11-21"),
        ("from=2026-11-21", "through", "come together"),
        ("from=2026-11-21&through=2026-11-20", "through", "before from"),
        ("from=2026-11-21&to=2026-11-21", "to", "not included"),
        ("from=2026-11-21&through=2026-11-21&to=2026-11-22", "to", "alone"),
        ("from=2016-11-21&to=2026-11-21", "from", "at most 1100 days"),
        ("timeline_from=2026-11-21T13:00:00Z", "timeline_to", "come together"),
        ("timeline_from=2026-11-21T13:00:00Z&timeline_to=2026-11-21T12:00:00Z", "timeline_to", "after"),
    ],
)
def test_a_bad_parameter_is_named_with_what_to_write(client, query, parameter, advice):
    answer = client.get(f"/api/v1/chargers/HAM-0042/board?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["parameter"] == parameter
    assert advice in answer.json()["detail"]
    page = client.get(f"/chargers/HAM-0042?{query}")
    assert page.status_code == 400
    assert "This address is not understood" in page.text


def test_a_picked_day_is_the_charger_s_day(client, desk):
    assert client.get("/chargers/HAM-0042?day=2026-10-25").status_code == 200
    assert desk.asked[-1]["timeline"] == Span(
        instant("2026-10-24T22:00:00Z"), instant("2026-10-25T23:00:00Z")
    )
    client.get("/chargers/HAM-0042?day=2026-11-21")
    assert desk.asked[-1]["timeline"] == Span(instant("2026-11-20T23:00:00Z"), sample.NOW)
    assert "has not begun yet" in client.get("/chargers/HAM-0042?day=2026-11-22").text


def test_a_window_that_follows_the_clock_ends_now(client, desk):
    assert client.get("/chargers/HAM-0042?last=7d").status_code == 200
    assert desk.asked[-1]["timeline"] == Span(instant("2026-11-13T23:00:00Z"), sample.NOW)
    for nonsense in ("7", "d", "0h", "-3h", "9999999d", "7w"):
        assert client.get(f"/chargers/HAM-0042?last={nonsense}").status_code == 400


def test_a_past_view_stays_in_the_past(client):
    page = client.get("/chargers/HAM-0042?at=2026-11-21T13:03:22Z").text
    assert 'href="?last=7d&amp;at=2026-11-21T13%3A03%3A22Z#panel-events"' in page
    assert "As it was known at Sat 21 Nov 2026 14:03, Europe/Berlin (UTC+1)." in page


def test_an_unknown_charger_is_answered_with_similar_ids(client):
    answer = client.get("/api/v1/chargers/ham-0041/board")
    assert answer.status_code == 404
    assert answer.json()["similar"] == ["HAM-0042"]
    page = client.get("/chargers/ham-0041")
    assert page.status_code == 404
    assert 'href="/chargers/HAM-0042"' in page.text


def test_a_wrong_address_leads_to_the_list(client):
    page = client.get("/charger/HAM-0042")
    assert page.status_code == 404
    assert 'href="/">All chargers' in page.text


@pytest.mark.threat("W12")
@pytest.mark.parametrize("path", ["/chargers/BROKEN", "/api/v1/chargers/BROKEN/board"])
def test_our_own_fault_is_told_without_a_traceback(client, path):
    answer = client.get(path)
    assert answer.status_code == 500
    assert "a secret of the server" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "server log" in answer.text or "server&#39;s log" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/chargers/HAM-0042", "/nowhere", "/api/v1/chargers", "/healthz", "/chargers/BROKEN"]
)
def test_every_answer_is_guarded(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.threat("W8")
def test_pages_hold_nothing_that_the_policy_forbids(client):
    for path in ("/", "/chargers/HAM-0042", "/chargers/RAST%208", "/api", "/nowhere"):
        page = client.get(path).text
        assert not re.search(r"\sstyle=|<style|\son\w+=|(?:src|href)=.https?:", page), path


@pytest.mark.parametrize(("encoding", "most"), [("br", 25_500), ("gzip", 28_500)])
def test_the_first_page_is_small(client, encoding, most):
    """HTML, style, scripts and icon of a busy charger over the wire: well below 30,000 bytes."""
    page = client.get("/chargers/HAM-0042", headers={"Accept-Encoding": encoding})
    names = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(names) == 5
    loaded = [page, *(client.get(name, headers={"Accept-Encoding": encoding}) for name in names)]
    assert {one.headers["content-encoding"] for one in loaded} == {encoding}
    assert sum(int(one.headers["content-length"]) for one in loaded) <= most


def test_static_files_live_for_ever_under_their_digest(client):
    url = re.search(r'href="(/static/[^"]+\.css)"', client.get("/").text)[1]
    answer = client.get(url)
    assert "immutable" in answer.headers["cache-control"]
    assert hashlib.sha256(answer.content).hexdigest().startswith(url.split("/")[2])
    assert client.get(url.replace(url.split("/")[2], "0" * 12)).status_code == 404


def test_the_openapi_document_describes_the_board(client):
    document = client.get("/api/v1/openapi.json").json()
    evidence = ["sessions", "sessions/{key}", "attempts", "errors", "quality", "days", "days/{day}", "frames"]
    evidence += ["official", "official/differences", "official/flags", "days/comparison", "week", "load"]
    evidence += ["protocol", "sources"]
    assert set(document["paths"]) == {
        "/api/v1/chargers",
        "/api/v1/comparison",
        "/api/v1/comparison/cohorts",
        "/api/v1/protocol",
        "/api/v1/official",
        "/api/v1/official/saturation",
        "/api/v1/official/differences",
        "/api/v1/official/visits",
        "/api/v1/sites/{name}/board",
        "/api/v1/sites/{name}/load",
        "/api/v1/sites/{name}/days",
        "/api/v1/activity",
        "/api/v1/reports/all/{period}",
        "/api/v1/reports/chargers/{station}/{period}",
        "/api/v1/reports/sites/{name}/{period}",
        *(f"/api/v1/chargers/{{station}}/{part}" for part in ("board", *evidence)),
    }
    board = document["components"]["schemas"]["Board"]
    assert {"states", "utilization", "overview", "ongoing", "errors"} <= set(board["properties"])
    names = {p["name"] for p in document["paths"]["/api/v1/chargers/{station}/board"]["get"]["parameters"]}
    assert names == {"station", "at", "from", "through", "to", "timeline_from", "timeline_to"}


def test_that_a_charger_is_not_understood_yet_is_an_answer_of_every_route_about_one(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    lacking = [
        path for path, told in paths.items() if "{station}" in path and "503" not in told["get"]["responses"]
    ]
    assert lacking == []


def test_the_reference_page_tells_the_same(client):
    page = client.get("/api").text
    assert "GET /api/v1/chargers/{station}/board" in page
    assert "total_consumption_wh" in page


def test_the_chosen_light_comes_with_the_page(client):
    client.cookies.set("theme", "dark")
    assert '<html lang="en" data-theme="dark">' in client.get("/").text
    client.cookies.set("theme", '"><script>')
    assert '<html lang="en">' in client.get("/").text


@pytest.mark.threat("W2")
def test_without_the_token_a_page_leads_to_the_form_and_the_api_refuses(locked):
    answer = locked.get("/chargers/HAM-0042?at=2026-11-20T12:00:00Z", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fchargers%2FHAM-0042%3Fat%3D2026-11-20T12%3A00%3A00Z"
    refused = locked.get("/api/v1/chargers")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert locked.get("/healthz").status_code == 200


@pytest.mark.threat("W2")
@pytest.mark.parametrize("path", ["/", "/api", "/api/v1/openapi.json", "/api/v1/chargers/HAM-0042/board"])
def test_nothing_but_the_form_is_open(locked, path):
    answer = locked.get(path, follow_redirects=False)
    assert answer.status_code in {303, 401}
    assert "Hafen" not in answer.text


def test_the_api_takes_the_token_as_bearer(locked):
    assert locked.get("/api/v1/chargers", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert locked.get("/api/v1/chargers", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert locked.get("/api/v1/chargers", headers={"Authorization": TOKEN}).status_code == 401


@pytest.mark.threat("W4")
def test_the_form_gives_a_signed_cookie_that_ends(locked, clock):
    answer = locked.post("/login", data={"token": TOKEN, "next": "/api"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/api"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert TOKEN not in answer.headers["set-cookie"]
    assert locked.get("/").status_code == 200
    clock[0] += (LIFETIME_S + 1) * SECOND
    assert locked.get("/", follow_redirects=False).status_code == 303


@pytest.mark.threat("W4")
@pytest.mark.parametrize("ticket", ["", ".", "99999999999.", "99999999999.0000", "x.y", "1e9.z"])
def test_a_forged_cookie_lets_nobody_in(locked, ticket):
    locked.cookies.set(COOKIE, ticket)
    assert locked.get("/", follow_redirects=False).status_code == 303


def test_a_wrong_token_is_told(locked):
    answer = locked.post("/login", data={"token": "wrong", "next": "/"}, follow_redirects=False)
    assert answer.status_code == 401
    assert "This is not the token" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.threat("W11")
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/\n/evil.example"]
)
def test_the_form_leads_nowhere_else(locked, target):
    answer = locked.post("/login", data={"token": TOKEN, "next": target}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_without_a_token_there_is_no_form(desk):
    app = create_app(desk, token=None, now=lambda: sample.NOW, people=staff(lambda: sample.NOW))
    with TestClient(app) as client:
        assert client.get("/login", follow_redirects=False).headers["location"] == "/"


def test_no_template_literal_of_a_script_stands_within_another():
    """The packer takes the inner one for the end of the outer, and drops the blanks behind it."""
    for name, asset in ASSETS.items():
        if name.endswith(".js"):
            script = (files("chargeboard.web") / "static" / name).read_text()
            assert not re.search(r"`[^`]*\$\{[^}`]*`", script), name
            assert asset.body.count(b"`") % 2 == 0
