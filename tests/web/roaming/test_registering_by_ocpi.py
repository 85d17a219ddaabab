"""A party registers by the token that it was given, while its own server is asked in turn (credentials)."""

import base64
import logging
from contextlib import closing

import pytest
from litestar.testing import TestClient
from ocpi_party import TOKEN as THEIRS
from ocpi_party import Party
from parties import OCPI, party, settings

from chargeboard.config.outlet_book import OutletBook
from chargeboard.domain.people import Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.api_tokens import ApiTokens
from chargeboard.time.instants import HOUR
from chargeboard.web.app import create_app

BASE = "https://board.example.org/power/ocpi"
CREDENTIALS = "/ocpi/{}/credentials"
ROLES = [{"role": "EMSP", "country_code": "nl", "party_id": "XYZ", "business_details": {"name": "X"}}]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    chosen = settings({**OCPI, "private_parties": True})
    with party(tmp_path_factory.mktemp("harbour"), asked=chosen) as (one, ask):
        yield one, ask


@pytest.fixture
def other(harbour):
    with closing(Party(harbour[0].now)) as found:
        yield found


@pytest.fixture
def given(harbour):
    """A token as the operator gives it out, of one site and with an end."""
    return harbour[1].people.tokens.make("Ada", "Hub", Role.VIEWER, ["Harbour"], 30)


@pytest.fixture
def ask(harbour, other):
    """Asks for credentials by a token; the status, what is in its envelope, and its headers."""

    def asks(method, token, version="2.2.1", /, **said):
        body = {"token": THEIRS, "url": f"http://{other.host}/ocpi/versions", "roles": ROLES} | said
        answer = harbour[1].client.request(
            method,
            CREDENTIALS.format(version),
            headers={"authorization": f"Token {base64.b64encode(token.encode()).decode()}"},
            **({"json": body} if method in {"POST", "PUT"} else {}),
        )
        return answer.status_code, answer.json(), answer.headers

    return asks


def registrations(harbour):
    trail = harbour[0].store.audit(since=0, until=2**62, who="", about="", most=1000, skipped=0)
    return [one for one in trail if one.what.startswith("party_")]


def codes(answer):
    return answer[0], answer[1]["status_code"]


@pytest.mark.parametrize("version", ["2.2.1", "2.3.0"])
def test_who_registers_is_asked_in_turn_and_gets_a_token_in_the_place_of_its_own(
    harbour, ask, other, given, version
):
    status, told, _ = ask("POST", given, version)
    token = told["data"]["token"]
    assert (status, told["status_code"], told["data"]) == (
        200,
        1000,
        {
            "token": token,
            "url": f"{BASE}/versions",
            "roles": [
                {
                    "role": "CPO",
                    "country_code": "DE",
                    "party_id": "ABC",
                    "business_details": {"name": "Harbour Power"},
                }
            ],
        },
    )
    assert other.asked == ["/ocpi/versions", "/ocpi/2.3.0"]
    assert len(token) <= 64
    assert ask("GET", given)[0] == 401
    assert codes(ask("GET", token)) == (200, 1000)
    (kept,) = [one for one in harbour[1].people.tokens.of("Ada") if one.name == "Hub"]
    assert (kept.role, kept.sites, kept.until - harbour[0].now) == (Role.VIEWER, ("Harbour",), 30 * 24 * HOUR)


def test_the_token_sees_what_the_one_before_it_saw(harbour, ask, given):
    token = ask("POST", given)[1]["data"]["token"]
    client, headers = harbour[1].client, {"authorization": f"Bearer {token}"}
    told = client.get("/ocpi/2.2.1/locations", headers=headers).json()["data"]
    assert [one["name"] for one in told] == ["Harbour"]
    assert client.get("/people", headers=headers).status_code != 200


def test_a_token_is_renewed_and_given_up(ask, given):
    first = ask("POST", given)[1]["data"]["token"]
    second = ask("PUT", first)[1]["data"]["token"]
    assert (ask("GET", first)[0], codes(ask("GET", second))) == (401, (200, 1000))
    assert codes(ask("DELETE", second)) == (200, 1000)
    assert ask("GET", second)[0] == 401


def test_who_is_registered_or_not_is_told_so_and_keeps_its_token(ask, other, given):
    for method in ("PUT", "DELETE"):
        status, told, headers = ask(method, given)
        assert (status, told["status_code"], headers["allow"]) == (405, 2001, "GET, HEAD, OPTIONS, POST")
    token = ask("POST", given)[1]["data"]["token"]
    before = len(other.asked)
    status, told, headers = ask("POST", token)
    assert (status, headers["allow"]) == (405, "DELETE, GET, HEAD, OPTIONS, PUT")
    assert "registered already" in told["status_message"]
    assert (len(other.asked), ask("GET", token)[0]) == (before, 200)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([(200, {}, b'{"status_code": 1000, "data": [{"version": "2.1.1", "url": "http://a/"}]}')], 3002),
        ([(401, {}, b""), (401, {}, b"")], 3001),
        ([(200, {}, b"<html>")], 3001),
        ([(302, {"Location": "http://169.254.169.254/"}, b"")], 3001),
        ([None, (500, {}, b"")], 3001),
    ],
)
def test_who_does_not_answer_as_a_party_does_keeps_the_token_that_it_has(
    harbour, ask, other, given, answers, code
):
    other.answers, before = answers, registrations(harbour)
    assert codes(ask("POST", given)) == (200, code)
    assert codes(ask("GET", given)) == (200, 1000)
    assert registrations(harbour) == before


@pytest.mark.parametrize(
    "said",
    [
        {"token": ""},
        {"token": "x" * 65},
        {"token": "two words"},
        {"url": "file:///etc/passwd"},
        {"url": "https://a b/"},
        {"roles": []},
        {"roles": None},
        {"roles": [{"role": "EMSP", "country_code": "N*", "party_id": "<b>"}]},
    ],
)
def test_what_are_no_credentials_asks_nobody(ask, other, given, said):
    answer = ask("POST", given, **said)
    assert (*codes(answer), other.asked) == (400, 2001, [])
    assert codes(ask("GET", given)) == (200, 1000)


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/"])
def test_what_may_lead_to_secrets_of_a_server_is_never_asked(ask, given, url):
    assert codes(ask("POST", given, url=url)) == (200, 3001)


def test_a_network_of_our_own_is_asked_only_where_the_settings_say_so(tmp_path, other):
    with party(tmp_path) as (_, strict):
        strict("/ocpi/versions")
        headers = {"authorization": f"Token {strict.tokens['None']}"}
        for address in (f"http://{other.host}/ocpi/versions", "https://127.0.0.1/ocpi/versions"):
            body = {"token": THEIRS, "url": address, "roles": ROLES}
            told = strict.client.post(CREDENTIALS.format("2.2.1"), headers=headers, json=body).json()
            assert (told["status_code"], other.asked) == (3001, [])


def test_the_trail_says_who_registered_and_no_token_is_in_it_or_in_a_log(harbour, ask, given, caplog):
    with caplog.at_level(logging.DEBUG):
        first = ask("POST", given)[1]["data"]["token"]
        second = ask("PUT", first)[1]["data"]["token"]
        ask("DELETE", second)
    trail = harbour[0].store.audit(since=0, until=2**62, who="Ada", about="", most=3, skipped=0)
    assert [(one.what, one.about, one.by) for one in trail] == [
        ("party_left", "Hub", "API token Hub"),
        ("party_renewed", "NL*XYZ (EMSP)", "API token Hub"),
        ("party_registered", "NL*XYZ (EMSP)", "API token Hub"),
    ]
    written = caplog.text + repr(trail)
    assert [secret in written for secret in (given, first, second, THEIRS)] == [False] * 4


def test_of_two_that_register_by_one_token_at_once_one_is_registered(harbour, given):
    tokens, store = harbour[1].people.tokens, harbour[0].store
    (token,) = [one for one in tokens.of("Ada") if one.name == "Hub"]

    class Late:
        """What another process sees that looked a moment before."""

        def __getattr__(self, name):
            return (lambda _: token) if name == "api_token" else getattr(store, name)

    other = ApiTokens(Late(), store, lambda: harbour[0].now)
    secret = tokens.exchange(token, "ocpi.")
    for again in (tokens, other):
        with pytest.raises(AccountError, match="no token"):
            again.exchange(token, "ocpi.")
    assert tokens.reader(secret).name == "Ada"


def test_no_version_that_we_do_not_speak_registers_anybody(ask, given):
    assert codes(ask("POST", given, "2.0")) == (404, 2003)


def test_the_one_token_without_an_account_registers_nobody(harbour, other):
    one, ask = harbour
    outlets, token = OutletBook(settings(), one.store, BASE), "a token of the settings"
    app = create_app(one.desk, token=token, now=lambda: one.now, people=ask.people, outlets=outlets)
    with TestClient(app) as client:
        for method in ("POST", "PUT", "DELETE"):
            headers = {"authorization": f"Bearer {token}"}
            answer = client.request(method, CREDENTIALS.format("2.2.1"), headers=headers)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert other.asked == []
