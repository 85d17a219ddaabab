"""People, invitations, log-ins and tokens, for programs of an admin."""

import json

import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient
from staff import OTHER, PASSWORD, log_in, staff

from chargeboard.domain.people import Role
from chargeboard.time.instants import HOUR, NEVER
from chargeboard.web.app import create_app

DAY = 24 * HOUR


@pytest.fixture
def clock():
    return [sample.NOW]


@pytest.fixture
def people(clock):
    found = staff(lambda: clock[0])
    found.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    return found


@pytest.fixture
def client(people, clock):
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: clock[0], people=people)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def ask(client, people):
    """A program of Ada's, by a token of a role."""

    def asked(method, path, body=None, role=Role.ADMIN, sites=None, days=None):
        secret = people.tokens.make("Ada", f"{role}", role, sites, days)
        client.cookies.clear()
        headers = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
        content = None if body is None else json.dumps(body)
        return client.request(method, f"/api/v1/people{path}", content=content, headers=headers)

    return asked


def written(people):
    return [(one.what, one.about, one.by) for one in people.audit.entries(0, NEVER, "Ada", "", 50)]


def test_somebody_is_added_invited_changed_shut_out_and_removed(ask, client, people):
    made = ask(
        "POST", "", {"name": "Bob/b", "role": "operator", "sites": ["Depot"], "email": "Bob@example.org"}
    )
    assert made.status_code == 201
    assert made.json() == {
        "name": "Bob/b",
        "role": "operator",
        "sites": ["Depot"],
        "email": "bob@example.org",
        "is_off": False,
        "has_password": False,
        "has_second_factor": False,
        "is_linked": False,
        "created_at": made.json()["created_at"],
        "log_ins": 0,
    }
    assert [one["name"] for one in ask("GET", "").json()] == ["Ada", "Bob/b"]
    invited = ask("POST", "/Bob%2Fb/invitation", {}).json()
    client.headers.clear()
    client.post(invited["address"], data={"password": OTHER})
    assert ask("GET", "").json()[1]["log_ins"] == 1
    changed = ask("PATCH", "/Bob%2Fb", {"role": "viewer", "sites": None}).json()
    assert (changed["role"], changed["sites"], changed["email"]) == ("viewer", None, "bob@example.org")
    assert ask("PATCH", "/Bob%2Fb", {"is_off": True}).json()["is_off"]
    assert log_in(client, "Bob/b", OTHER).status_code == 401
    assert ask("DELETE", "/Bob%2Fb").status_code == 204
    assert ask("DELETE", "/Bob%2Fb").status_code == 404
    assert [what for what, about, _ in reversed(written(people)) if about == "Bob/b"] == [
        "account_added",
        "account_invited",
        "account_changed",
        "account_changed",
        "account_removed",
    ]
    assert {by for *_, by in written(people)} == {"API token admin"}


def test_browsers_are_listed_and_logged_out_one_or_all(ask, client, people):
    people.accounts.add("Bob", Role.VIEWER, None, PASSWORD)
    for _ in range(3):
        people.log_ins.begin(people.accounts.of("Bob"), "192.0.2.1", "a browser")
    told = ask("GET", "/Bob/log-ins").json()
    assert [one["address"] for one in told] == ["192.0.2.1"] * 3
    assert ask("DELETE", f"/Ada/log-ins/{told[0]['id']}").status_code == 404
    assert ask("DELETE", f"/Bob/log-ins/{told[0]['id']}").status_code == 204
    assert len(people.log_ins.of("Bob")) == 2
    assert ask("DELETE", "/Bob/log-ins").status_code == 204
    assert people.log_ins.of("Bob") == []
    assert [what for what, *_ in written(people)] == ["account_logged_out", "browser_logged_out"]


@pytest.mark.threat("P9")
def test_tokens_are_made_told_once_and_revoked(ask, client, people):
    people.accounts.add("Bob", Role.OPERATOR, ["Depot", "Hafen"])
    made = ask("POST", "/Bob/tokens", {"name": "c/i", "role": "admin", "sites": ["Depot"], "days": 30}).json()
    reader = people.tokens.reader(made["secret"])
    assert (reader.name, reader.role, reader.sites) == ("Bob", Role.OPERATOR, frozenset({"Depot"}))
    told = ask("GET", "/Bob/tokens")
    assert told.json() == [made["token"] | {"used_at": told.json()[0]["used_at"]}]
    assert made["secret"] not in told.text
    assert "digest" not in told.text
    assert ask("DELETE", "/Bob/tokens/c%2Fi").status_code == 204
    assert ask("DELETE", "/Bob/tokens/c%2Fi").status_code == 404
    assert people.tokens.reader(made["secret"]) is None
    assert made["secret"] not in repr(people.audit.entries(0, NEVER, "", "", 50))


@pytest.mark.threat("P9")
def test_a_token_makes_none_that_lasts_longer_and_lets_its_own_account_in_by_nothing_new(ask, people):
    for days in (None, 31):
        refused = ask("POST", "/Ada/tokens", {"name": "more", "role": "admin", "days": days}, days=30)
        assert (refused.status_code, "lasts longer" in refused.text) == (400, True)
    assert ask("POST", "/Ada/tokens", {"name": "less", "days": 30}, days=30).status_code == 201
    for method, path, body in (
        ("POST", "/Ada/invitation", {}),
        ("PATCH", "/Ada", {"email": "eve@example.org"}),
    ):
        refused = ask(method, path, body)
        assert (refused.status_code, "how its own account logs in" in refused.text) == (403, True)
    assert people.accounts.of("Ada").email == ""
    assert ask("PATCH", "/Ada", {"email": "", "role": "admin"}).status_code == 200
    assert [one.name for one in people.tokens.of("Ada")] == ["admin", "less"]


def test_what_cannot_be_is_told_in_words(ask, people):
    for method, path, body, status, said in (
        ("POST", "", {"name": "Ada"}, 400, "There is an account called 'Ada' already"),
        ("POST", "", {"name": "Bob", "role": "king"}, 400, "king"),
        ("POST", "", {"name": "Bob", "sites": []}, 400, "leave the sites out"),
        ("POST", "", {"name": "Bob", "colour": 1}, 400, "colour"),
        ("POST", "", {"name": "Bob", "email": "bob"}, 400, "is not an e-mail address"),
        ("PATCH", "/Ada", {"role": "viewer"}, 400, "the only admin"),
        ("PATCH", "/Eve", {}, 404, "There is no account called 'Eve'"),
        ("DELETE", "/Ada", None, 400, "the only admin"),
        ("GET", "/Eve/log-ins", None, 404, "no account"),
        ("GET", "/Eve/tokens", None, 404, "no account"),
        ("POST", "/Eve/tokens", {"name": "x"}, 404, "no account"),
        ("POST", "/Ada/tokens", {"name": "x", "days": 0}, 400, "1 to"),
        ("POST", "/Ada/tokens", {"name": "x", "sites": []}, 400, "leave the sites out"),
    ):
        got = ask(method, path, body)
        assert (got.status_code, said in got.text) == (status, True), (method, path, got.text)
    assert written(people) == []


@pytest.mark.threat("P3")
def test_a_form_and_a_cookie_change_nobody(client, people):
    log_in(client)
    assert client.get("/api/v1/people").status_code == 200
    for body in ({"json": {"name": "Eve", "role": "admin"}}, {"data": {"name": "Eve", "role": "admin"}}):
        assert client.post("/api/v1/people", **body).status_code == 401
    assert client.delete("/api/v1/people/Ada").status_code == 401
    assert [one.name for one in people.accounts.all()] == ["Ada"]


@pytest.mark.threat("P9")
def test_a_lesser_token_of_an_admin_and_one_of_some_sites_change_nobody(ask, people):
    for rights in ({"role": Role.OPERATOR}, {"role": Role.ADMIN, "sites": ["Depot"]}):
        for method, path, body in (
            ("GET", "", None),
            ("POST", "", {"name": "Eve", "role": "admin"}),
            ("PATCH", "/Ada", {"sites": ["Depot"]}),
            ("POST", "/Ada/tokens", {"name": "more", "role": "admin"}),
            ("POST", "/Ada/invitation", {}),
        ):
            assert ask(method, path, body, **rights).status_code == 403
    assert [one.name for one in people.accounts.all()] == ["Ada"]


def test_the_first_account_over_http_is_an_admin_too(clock):
    nobody = staff(lambda: clock[0])
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: clock[0], people=nobody)
    with TestClient(app) as client:
        refused = client.post("/api/v1/people", json={"name": "Bob"})
        assert (refused.status_code, "The first account" in refused.text) == (400, True)
        assert client.post("/api/v1/people", json={"name": "Ada", "role": "admin"}).status_code == 201
        assert client.get("/api/v1/people").status_code == 401


def test_it_stands_in_the_document(ask, client, people):
    people.tokens.make("Ada", "reads", Role.VIEWER, None, None)
    log_in(client)
    document = client.get("/api/v1/openapi.json").json()
    paths = {path: set(told) for path, told in document["paths"].items() if path.startswith("/api/v1/people")}
    assert paths == {
        "/api/v1/people": {"get", "post"},
        "/api/v1/people/{name}": {"patch", "delete"},
        "/api/v1/people/{name}/invitation": {"post"},
        "/api/v1/people/{name}/log-ins": {"get", "delete"},
        "/api/v1/people/{name}/log-ins/{digest}": {"delete"},
        "/api/v1/people/{name}/tokens": {"get", "post"},
        "/api/v1/people/{name}/tokens/{token}": {"delete"},
    }
