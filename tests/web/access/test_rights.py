"""Who may do what: every role, on every route, against the table; and nothing of another site in any body."""

import json
import re
from itertools import product
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families as parsed
from staff import staff
from whole_app import whole_app

from chargeboard.domain.figures.evidence import RejectedLine
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import EVERYBODY, Reader, Role
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Credential
from chargeboard.run.desk import Desk
from chargeboard.run.people.vouching import Terms, Vouching
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, text_of
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.access.reading import answer_to
from chargeboard.web.access.rights import RIGHTS, Right, right_of
from chargeboard.web.oidc.issuer import Client, Issuer
from chargeboard.web.oidc.oidc import Oidc
from chargeboard.web.oidc.pending import Pendings
from projecting import projector_of

NOW = 1_760_313_600_000_000 + 12 * HOUR
TOKEN = "the one token of the settings"
NORTH, SOUTH = "NORTH-1", "NORTH-2"
"""Alike, so that the one would be suggested for the other."""
SITES = {NORTH: "Nordhafen", SOUTH: "Südmarkt", "LOST": "", "WAITS-SOUTH": "Südmarkt"}
NAMES = {NORTH: "Kai eins", SOUTH: "Basar zwei", "LOST": "Niemandes", "WAITS-SOUTH": "Wartet"}
SECRET = ("Südmarkt", "S\\u00fcdmarkt", "Basar zwei", SOUTH, "WAITS-SOUTH", "LOST", "Niemandes", "a rejected")
PEOPLE = {
    "viewer": (Role.VIEWER, None),
    "operator": (Role.OPERATOR, None),
    "admin": (Role.ADMIN, None),
    "viewer of a site": (Role.VIEWER, ["Nordhafen"]),
    "operator of a site": (Role.OPERATOR, ["Nordhafen"]),
    "admin of a site": (Role.ADMIN, ["Nordhafen"]),
    "viewer of no site": (Role.VIEWER, ["Nowhere"]),
}


def told(desk, station):
    """A charger that boots, has a session, and reports an error."""
    began = NOW - 3 * HOUR
    stamp = text_of(began)
    status = {"connectorId": 1, "errorCode": "NoError", "timestamp": stamp}
    sample = {"value": "5000", "measurand": "Energy.Active.Import.Register"}
    calls = [
        ("BootNotification", {"chargePointVendor": "ACME", "chargePointModel": "X1"}),
        ("StatusNotification", status | {"status": "Available"}),
        ("StartTransaction", {"connectorId": 1, "idTag": "card", "meterStart": 1000, "timestamp": stamp}),
        (
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": 7,
                "meterValue": [{"timestamp": text_of(began + HOUR), "sampledValue": [sample]}],
            },
        ),
        ("StatusNotification", status | {"status": "Faulted", "errorCode": "GroundFailure"}),
    ]
    frames = []
    for number, (action, payload) in enumerate(calls):
        at = began + number * MINUTE
        frames.append(
            Frame(station, at, "in", json.dumps([2, f"m{number}", action, payload]), "c", "ocpp1.6")
        )
        if action == "StartTransaction":
            answer = json.dumps([3, f"m{number}", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}])
            frames.append(Frame(station, at + 1, "out", answer, "c", "ocpp1.6"))
    desk.store.append(frames)
    projector_of(desk).refresh(station)


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    rejected = [
        RejectedLine(file="a rejected file", line=1, reason="none", text=f"a rejected line of {SOUTH}")
    ]
    made = Desk(
        store,
        lambda name: Profile(id=name, name=NAMES.get(name, ""), site=SITES.get(name, "")),
        lambda: NOW,
        lambda: rejected,
    )
    for station in (NORTH, SOUTH, "LOST"):
        told(made, station)
    store.save_credential(Credential(station="WAITS-SOUTH", approved=False, asked_at=NOW - HOUR))
    return made


@pytest.fixture(scope="module")
def people(desk):
    found = staff(lambda: NOW, TOKEN, store=desk.store)
    for name, (role, sites) in PEOPLE.items():
        found.accounts.add(name, role, sites)
    return found


def another_service(people):
    """One that is away."""
    store = people.accounts._store
    client = Client(issuer="http://127.0.0.1:9", title="Example ID", client_id="us")
    return Oidc(
        Issuer(client, lambda: NOW),
        Pendings(b"k" * 32, lambda: NOW),
        Vouching(store, people.accounts, people.audit, Terms()),
        store,
    )


@pytest.fixture(scope="module")
def app(desk, people, tmp_path_factory):
    return whole_app(
        desk,
        people,
        lambda: NOW,
        tmp_path_factory.mktemp("rights"),
        named={station: (NAMES[station], SITES[station]) for station in SITES},
        token=TOKEN,
        oidc=another_service(people),
    )


@pytest.fixture
def ask(app, people):
    """The answer that somebody gets, by the cookie of a log-in of theirs."""
    with TestClient(app, raise_server_exceptions=False) as client:

        def asked(who, method, path, **options):
            client.cookies.clear()
            if who is not None:
                account = people.accounts.of(who)
                client.cookies.set(COOKIE, people.log_ins.begin(account, "192.0.2.1", "a test"))
            return client.request(method, path, follow_redirects=False, **options)

        yield asked


def routes(app):
    """Every method and path that is answered."""
    found = set()
    for route in app.routes:
        for method in route.methods - {"OPTIONS", "HEAD"}:
            found.add(f"{method} {route.path_format}")
    return found


def session_key(desk, station):
    answer_to(EVERYBODY)
    return desk.board(station).sessions[0].key


@pytest.mark.parametrize("who", [None, "viewer of no site"])
def test_whoever_asks_what_may_be_asked_for_is_told_that_alone(ask, who, caplog):
    """No script of another origin may read ours; whether it is there is not told, and nothing is logged."""
    preflight = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    for path, methods in (
        ("/", "GET, HEAD, OPTIONS"),
        ("/people", "GET, HEAD, OPTIONS, POST"),
        (f"/api/v1/chargers/{NORTH}/board", "GET, HEAD, OPTIONS"),
        ("/api/v1/chargers/NOBODY/board", "GET, HEAD, OPTIONS"),
        ("/api/v1/frames", "OPTIONS, POST"),
    ):
        answer = ask(who, "OPTIONS", path, headers=preflight)
        assert (answer.status_code, answer.headers["allow"], answer.content) == (204, methods, b"")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert ask(who, "OPTIONS", "/nothing/of/the/kind").status_code == 404
    assert caplog.records == []


OF_A_SITE = {
    "/sites/{name}",
    "/sites/{name}/live",
    "/sites/{name}/timeline",
    "/sites/{name}/days.csv",
    "/sites/{name}/panels/{panel}",
    "/sites/{name}/panels/{panel}/live",
    "/api/v1/sites/{name}/board",
    "/reports/sites/{name}/{period}",
    "/reports/sites/{name}/{period}/report.csv",
    "/api/v1/reports/sites/{name}/{period}",
}
"""They are looked at alone: by others a site is set or removed."""


def address(template, desk, station=NORTH):
    """A path that is there."""
    parts = {
        "station": station,
        "day": "2025-10-13",
        "period": "2025-10",
        "digest": "no-digest",
        "secret": "no-secret",
        "token": "no-token",
        "alert": "no-alert",
        "path": "none",
        "panel": "energy",
        "name": "no-name",
        "version": "2.2.1",
        "place": "no-place",
        "evse": "no-evse",
        "plug": "1",
    }
    if template in OF_A_SITE:
        parts["name"] = SITES[station]
    if "{key}" in template:
        parts["key"] = session_key(desk, station)
    return template.format(**{name: quote(value, safe="") for name, value in parts.items()})


@pytest.mark.threat("P1")
def test_every_route_has_a_row_and_every_row_a_route(app):
    assert routes(app) == set(RIGHTS)


@pytest.mark.threat("P1")
def test_a_route_without_a_row_is_refused_to_everybody(ask, monkeypatch):
    rest = {route: right for route, right in RIGHTS.items() if route not in {"GET /", "GET /healthz"}}
    monkeypatch.setattr("chargeboard.web.access.rights.RIGHTS", rest)
    for path, who in product(("/", "/healthz"), (None, "admin")):
        assert ask(who, "GET", path).status_code == 403


NO_STREAM = sorted(route for route in RIGHTS if not route.endswith("/live"))


@pytest.mark.threat("P1")
@pytest.mark.parametrize("route", NO_STREAM)
def test_a_route_is_for_those_whom_the_table_names(ask, app, desk, people, route):
    method, template = route.split(" ")
    right = RIGHTS[route]
    path = address(template, desk)
    for who in (None, *PEOPLE):
        if method != "GET" and may(right, who):
            continue  # that those may is seen where it is tested what it does
        got = ask(who, method, path)
        is_refused = got.status_code in {401, 403} or got.headers.get("location", "").startswith("/login?")
        is_about_one = "{station}" in template or template in OF_A_SITE
        is_hidden = who == "viewer of no site" and is_about_one and got.status_code == 404
        assert is_refused != may(right, who) or is_hidden, (who, got.status_code)


def may(right: Right, who):
    """What the table says of somebody, read another way."""
    if right.role is None:
        return True
    if who is None or right.is_bearers:
        return False
    role, sites = PEOPLE[who]
    return list(Role).index(role) >= list(Role).index(right.role) and (sites is None or not right.is_whole)


@pytest.mark.threat("P1")
@pytest.mark.parametrize("route", [route for route in RIGHTS if route.endswith("/live")])
def test_a_stream_is_for_those_whom_the_table_names(ask, desk, route):
    path = address(route.split(" ")[1], desk)
    assert ask(None, "HEAD", path).status_code == 303
    for who in PEOPLE:
        sees_it = path in {"/live", "/comparison/live"} or who != "viewer of no site"
        assert (ask(who, "HEAD", path).status_code == 200) == (may(RIGHTS[route], who) and sees_it)


READING = sorted(route for route, right in RIGHTS.items() if route.startswith("GET") and right.role)
OF_A_CHARGER = [route for route in READING if "{station}" in route]


@pytest.mark.threat("P2")
@pytest.mark.parametrize("route", OF_A_CHARGER)
@pytest.mark.parametrize("who", ["viewer of a site", "operator of a site", "admin of a site"])
def test_a_charger_of_another_site_is_one_that_nobody_knows(ask, desk, route, who):
    template = route.split(" ")[1]
    method = "HEAD" if template.endswith("/live") else "GET"
    key = session_key(desk, SOUTH)
    for station, unknown in ((SOUTH, "NORTH-9"), ("LOST", "GONE")):
        named = {"day": "2025-10-13", "period": "2025-10", "panel": "energy", "key": quote(key, safe="")}
        path = template.format(station=station, **named)
        got = ask(who, method, path)
        assert got.status_code == 404
        none = ask(who, method, path.replace(station, unknown))
        assert got.text.replace(station, "X") == none.text.replace(unknown, "X")
        assert not [word for word in SECRET if word in got.text and word != station]


@pytest.mark.threat("P2")
@pytest.mark.parametrize("route", [route for route in READING if not route.endswith("/live")])
def test_no_body_holds_anything_of_another_site(ask, desk, route):
    template = route.split(" ")[1]
    for query in ("", "?text=basar", "?text=north-2", "?text=S%C3%BCdmarkt", f"?at={text_of(NOW - HOUR)}"):
        got = ask("operator of a site", "GET", address(template, desk) + query)
        of_the_reader = r'(value|href|action)="[^"]*"|"text":"[^"]*"'
        shown = re.sub(of_the_reader, "", got.text) if query else got.text
        told = [word for word in SECRET if word in shown]
        assert not told or template == "/api/v1/openapi.json", query


@pytest.mark.threat("P2")
@pytest.mark.parametrize("template", sorted(OF_A_SITE))
def test_another_site_is_one_that_nobody_knows(ask, template):
    method = "HEAD" if template.endswith("/live") else "GET"
    for site in ("Südmarkt", "Nirgends"):
        path = template.format(name=quote(site, safe=""), period="2025-10", panel="energy")
        got = ask("operator of a site", method, path)
        assert got.status_code == 404
        assert "Basar zwei" not in got.text


def test_what_a_reader_is_shown_is_what_there_is_of_their_sites(ask):
    rows = ask("viewer of a site", "GET", "/api/v1/chargers")
    assert [one["id"] for one in rows.json()] == [NORTH]
    assert rows.headers["x-total-count"] == "1"
    assert len(ask("viewer", "GET", "/api/v1/chargers").json()) == 3
    page = ask("viewer of a site", "GET", "/").text
    assert "1 charger ·" in page
    assert "All <b>1</b>" in page
    assert "3 chargers ·" in ask("viewer", "GET", "/").text
    assert ask("viewer of no site", "GET", "/api/v1/chargers").json() == []


@pytest.mark.threat("P2")
def test_a_scraper_is_told_of_the_chargers_that_its_account_sees(ask):
    def told(who, query=""):
        answer = ask(who, "GET", f"/metrics/chargers{query}", headers={"accept-encoding": "gzip"})
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert "content-encoding" not in answer.headers
        return {one.name: one.samples for one in parsed(answer.text)}

    assert ask("viewer", "GET", "/metrics").headers["content-type"].count("charset") == 1
    whole, own = told("viewer"), told("viewer of a site")
    assert {one.labels["charger"] for one in whole["charger_online"]} == {NORTH, SOUTH, "LOST"}
    assert [one.labels["charger"] for one in own["charger_online"]] == [NORTH]
    assert own["charger_errors_active"][0].value == 1
    assert (whole["chargers"][0].value, own["chargers"][0].value) == (3, 1)
    assert told("viewer", "?site=S%C3%BCdmarkt&collect[]=charger_info")["charger_info"][0].labels == {
        "charger": SOUTH,
        "name": "Basar zwei",
        "site": "Südmarkt",
    }
    refused = ask("viewer", "GET", "/metrics/chargers?collect[]=charger_weight")
    assert (refused.status_code, "charger_online" in refused.text) == (400, True)


@pytest.mark.threat("P2")
def test_who_waits_is_told_to_those_who_may_let_them_in(ask):
    shown = {who: "WAITS-SOUTH" in ask(who, "GET", "/").text for who in PEOPLE}
    assert {who for who, is_shown in shown.items() if is_shown} == {"operator", "admin"}


@pytest.mark.threat("P3")
def test_a_viewer_cannot_approve_a_charger_and_an_operator_of_another_site_neither(ask, desk):
    for who, path, status in (
        ("viewer", "/chargers/WAITS-SOUTH/approve", 403),
        ("operator of a site", "/chargers/WAITS-SOUTH/approve", 404),
    ):
        assert ask(who, "POST", path).status_code == status
    for who, status in (("viewer", 403), ("operator of a site", 303)):
        assert ask(who, "POST", "/waiting/approve", data={"charger": ["WAITS-SOUTH"]}).status_code == status
    dismissed = ask("operator of a site", "POST", "/waiting/dismiss", data={"charger": ["WAITS-SOUTH"]})
    assert dismissed.status_code == 404
    assert not desk.store.credential("WAITS-SOUTH").approved
    assert desk.store.credential("WAITS-SOUTH").asked_at


@pytest.mark.threat("P3")
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
@pytest.mark.parametrize("route", [route for route in RIGHTS if not route.startswith("GET")])
def test_a_form_of_another_site_changes_nothing(ask, desk, route, headers):
    method, template = route.split(" ")
    got = ask("admin", method, address(template, desk), headers=headers)
    assert got.status_code in {401, 403}


@pytest.mark.parametrize("route", READING)
def test_what_one_reader_is_shown_is_kept_for_no_other(ask, desk, route):
    if route.endswith("/live"):
        return
    got = ask("admin", "GET", address(route.split(" ")[1], desk))
    assert got.headers["cache-control"].startswith("private")


def test_the_rights_of_a_role_are_those_of_the_roles_before_and_more():
    for right in RIGHTS.values():
        given = [right.is_given_to(Reader(role=role)) for role in Role]
        assert given == sorted(given)
    assert right_of("GET", "/none") is None


def test_what_was_only_tried_is_not_written_down_and_what_was_kept_is(ask, people):
    form = {"name": "fault", "kind": "faulted", "after_min": "0"}
    ask("operator", "POST", "/alerts/rules", data=form | {"do": "try"})
    told = {"since": 0, "until": 2**62, "who": "operator", "about": "fault", "most": 9}
    assert people.audit.entries(*told.values()) == []
    ask("operator", "POST", "/alerts/rules", data=form | {"do": "keep"})
    (kept,) = people.audit.entries(*told.values())
    assert (kept.what, kept.before) == ("rule_kept", None)


@pytest.mark.threat("P8")
def test_a_window_is_written_down_with_all_that_was_declared(ask, people):
    form = {"charger": NORTH, "kind": "vandalism", "from": "2025-10-13T08:00", "until": "2025-10-13T09:00"}
    told = {"since": 0, "until": 2**62, "who": "operator", "about": "", "most": 1}
    ask("operator", "POST", "/exclusions", data=form)
    (declared,) = people.audit.entries(*told.values())
    assert (declared.before, declared.after["charger"], declared.after["by"]) == (None, NORTH, "operator")
    ask("operator", "POST", f"/exclusions/{declared.about}/remove")
    (removed,) = people.audit.entries(*told.values())
    assert (removed.what, removed.before, removed.after) == ("exclusion_removed", declared.after, None)


def test_a_viewer_is_shown_no_button_that_would_be_refused(ask, desk):
    desk.store.save_credential(Credential(station=NORTH, approved=True))
    assert "/withdraw" not in ask("viewer", "GET", f"/chargers/{NORTH}").text
    assert "/withdraw" in ask("operator of a site", "GET", f"/chargers/{NORTH}").text
    assert 'action="/exclusions' not in ask("viewer", "GET", "/exclusions").text
    assert 'action="/exclusions' in ask("operator", "GET", "/exclusions").text
    assert 'href="/people"' not in ask("operator", "GET", "/").text
    assert 'href="/people"' in ask("admin", "GET", "/").text
