"""Who gets in by another service, as whom, and how are they told why not?"""

import base64
import logging

import pytest
from fake_issuer import CLIENT, SECRET
from joserfc.jwk import RSAKey
from staff import log_in

from chargeboard.domain.people import Role
from chargeboard.run.people.vouching import Terms
from chargeboard.time.instants import MINUTE, NEVER, SECOND
from chargeboard.web.access.guard import COOKIE

ANYBODY = Terms(is_for_anybody=True)


def begun(client, goes_to="/"):
    """Where the button leads."""
    got = client.get("/login/oidc", params={"next": goes_to}, follow_redirects=False)
    assert got.status_code == 303, got.text
    return got.headers["location"]


def came_back(client, fake, goes_to="/"):
    """The answer to who logged in there."""
    return client.get(fake.came(begun(client, goes_to)), follow_redirects=False)


def who(client):
    """Whose page it is; nobody's where they are not in."""
    got = client.get("/account", follow_redirects=False)
    return got.text.split("<h1>")[1].split("</h1>")[0] if got.status_code == 200 else None


@pytest.fixture
def client(joined, fake, browser_of):
    return browser_of(joined(fake.url, ANYBODY))


def test_where_nobody_has_an_account_the_page_says_how_the_first_one_is_made(client, people):
    assert "people add NAME" not in client.get("/login").text
    for account in people.accounts.all():
        people.accounts.drop(account.name, by_shell=True)
    people.log_ins.look_again()
    assert "chargeboard people add NAME --role admin --email ADDRESS" in client.get("/login").text


@pytest.mark.threat("P11")
def test_who_logged_in_there_is_in_here_on_the_page_they_wanted(client, fake, people):
    page = client.get("/login?next=/chargers/HAM-0042%3Flast%3D7d").text
    assert "Log in with Example ID" in page
    assert 'href="/login/oidc?next=/chargers/HAM-0042%3Flast%3D7d"' in page
    assert 'name="password"' in page, "who has a password gets in whatever the service does"
    address = begun(client, "/chargers/HAM-0042?last=7d")
    for part in ("response_type=code", "scope=openid", "code_challenge_method=S256", "state=", "nonce="):
        assert part in address
    answer = client.get(fake.came(address), follow_redirects=False)
    assert answer.headers["location"] == "/chargers/HAM-0042?last=7d"
    assert who(client) == "ada"
    assert people.accounts.of("ada").password == ""
    _, body, headers = next(one for one in fake.asked if one[0] == "/token")
    assert "code_verifier=" in body
    assert headers["Authorization"] == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    assert SECRET not in body


@pytest.mark.threat("P11")
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\\\evil.example", "javascript:alert(1)"]
)
def test_after_the_log_in_a_browser_goes_to_our_own_pages_alone(client, fake, target):
    assert came_back(client, fake, target).headers["location"] == "/"


@pytest.mark.threat("P12")
def test_somebody_is_who_the_service_calls_them_for_good_and_not_their_address(
    joined, fake, browser_of, people
):
    people.accounts.add("Ada L.", Role.OPERATOR, ["Depot"], email="Ada@Example.org")
    client = browser_of(joined(fake.url))
    came_back(client, fake)
    assert who(client) == "Ada L."
    root = browser_of(client.app)
    log_in(root, "Root")
    assert "logs in by another service" in root.get("/people").text
    assert "has not chosen a password" not in root.get("/people").text
    fake.claims["email"] = "other@example.org"
    came_back(client, fake)
    assert who(client) == "Ada L."
    fake.claims |= {"sub": "eve-2", "email": "ada@example.org"}
    refused = came_back(browser_of(client.app), fake)
    assert (refused.status_code, "somebody else logs in as already" in refused.text) == (403, True)
    people.accounts.unlink("Ada L.")
    assert who(client) is None, "who was in by the link is out"
    again = browser_of(client.app)
    came_back(again, fake)
    assert who(again) == "Ada L."


@pytest.mark.threat("P12")
@pytest.mark.parametrize("verified", [None, False, "false", 1, "yes"])
def test_an_address_that_the_service_did_not_look_at_is_nobodys(joined, fake, browser_of, people, verified):
    people.accounts.add("Ada L.", Role.ADMIN, None, email="ada@example.org")
    fake.claims["email_verified"] = verified
    client = browser_of(joined(fake.url))
    refused = came_back(client, fake)
    assert refused.status_code == 403
    assert "does not say that an e-mail address is yours" in refused.text
    assert who(client) is None


@pytest.mark.threat("P12")
def test_whom_nobody_added_stays_out_unless_anybody_may_come(joined, fake, browser_of, people):
    refused = came_back(browser_of(joined(fake.url)), fake)
    assert (refused.status_code, "Nobody has an account with your e-mail address" in refused.text) == (
        403,
        True,
    )
    assert [one.name for one in people.accounts.all()] == ["Root"]
    fake.claims["preferred_username"] = "Root"
    client = browser_of(joined(fake.url, ANYBODY))
    came_back(client, fake)
    assert who(client) == "ada@example.org", "a name that somebody has is given to nobody else"
    made = people.accounts.of("ada@example.org")
    assert (made.role, made.sites) == (Role.VIEWER, None)


@pytest.mark.threat("P13")
def test_who_cannot_log_in_here_stays_out_whatever_the_service_says(client, fake, people):
    came_back(client, fake)
    people.accounts.change("ada", role=Role.ADMIN, sites=None, is_off=True)
    assert who(client) is None
    refused = came_back(client, fake)
    assert (refused.status_code, "The account ada cannot log in" in refused.text) == (403, True)
    assert who(client) is None


@pytest.mark.threat("P13")
def test_roles_and_sites_are_those_that_the_service_names_each_time(joined, fake, browser_of, people):
    terms = Terms(
        is_for_anybody=True,
        default_role=None,
        roles={"lead": Role.ADMIN, "crew": Role.OPERATOR},
        sites={"h": "Hafen", "d": "Depot", "all": "*"},
    )
    app = joined(fake.url, terms, claims=("realm_access.roles", "https://example.org/sites"))
    client = browser_of(app)
    for roles, sites, role, allowed in (
        (["crew", "other"], ["h", "x"], Role.OPERATOR, ("Hafen",)),
        (["crew", "lead"], ["d", "h"], Role.ADMIN, ("Depot", "Hafen")),
        ("crew", "all", Role.OPERATOR, None),
    ):
        fake.claims |= {"realm_access": {"roles": roles}, "https://example.org/sites": sites}
        came_back(client, fake)
        account = people.accounts.of("ada")
        assert (account.role, account.sites) == (role, allowed)
    told = [one.what for one in people.audit.entries(0, NEVER, "ada", "ada", 10)]
    assert told.count("account_added") == 1
    assert told.count("account_changed") == 2
    for claims, said in (
        ({"realm_access": {"roles": ["other"]}}, "names no role for you"),
        ({"realm_access": "crew"}, "names no role for you"),
        ({"https://example.org/sites": ["*"]}, "names no site for you"),
        ({"https://example.org/sites": None}, "names no site for you"),
    ):
        before = dict(fake.claims)
        fake.claims |= claims
        refused = came_back(browser_of(app), fake)
        assert (refused.status_code, said in refused.text) == (403, True), claims
        fake.claims = before
    assert people.accounts.of("ada").sites is None, "who is refused is left as they were"


@pytest.mark.threat("P13")
def test_the_last_admin_stays_one_whatever_the_service_says(joined, fake, browser_of, people):
    people.accounts.add("Ada L.", Role.ADMIN, None, email="ada@example.org")
    people.accounts.change("Root", role=Role.VIEWER, sites=None, is_off=False)
    fake.claims["groups"] = ["crew"]
    client = browser_of(joined(fake.url, Terms(roles={"crew": Role.VIEWER}), claims=("groups", "")))
    came_back(client, fake)
    assert who(client) == "Ada L."
    assert people.accounts.of("Ada L.").role is Role.ADMIN


def test_what_it_tells_only_when_it_is_asked_again_is_asked_for(joined, fake, browser_of, people):
    fake.claims = {}
    fake.userinfo = {"sub": "ada-1", "name": "Ada", "groups": ["crew"]}
    app = joined(fake.url, Terms(is_for_anybody=True, roles={"crew": Role.OPERATOR}), claims=("groups", ""))
    client = browser_of(app)
    came_back(client, fake)
    assert people.accounts.of("Ada").role is Role.OPERATOR
    fake.userinfo = {"sub": "eve-2", "groups": ["crew"]}
    assert "tells two different things" in came_back(browser_of(app), fake).text


WRONG = {
    "another issuer": ({"iss": "https://evil.example"}, "of another service"),
    "another audience": ({"aud": "another program"}, "meant for another program"),
    "several audiences": ({"aud": [CLIENT, "another"], "azp": "another"}, "meant for another program"),
    "no audience": ({"aud": None}, "meant for another program"),
    "expired": ({"exp": 1_000}, "has expired"),
    "of the future": ({"iat": 2**40, "exp": 2**41}, "its clock is wrong"),
    "no end": ({"exp": None}, "not complete"),
    "another nonce": ({"nonce": "another"}, "belongs to another log-in"),
    "no nonce": ({"nonce": None}, "belongs to another log-in"),
    "nobody": ({"sub": ""}, "not complete"),
    "another access token": ({"at_hash": "AAAA"}, "not complete"),
}


@pytest.mark.threat("P14")
@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_what_is_not_said_of_us_now_by_that_service_lets_nobody_in(client, fake, people, claims):
    wrong, said = claims
    fake.claims |= wrong
    refused = came_back(client, fake)
    assert (refused.status_code, said in refused.text) == (502, True), refused.text
    assert who(client) is None
    assert [one.name for one in people.accounts.all()] == ["Root"]


@pytest.mark.threat("P14")
def test_clocks_may_differ_by_two_minutes(client, fake, clock):
    clock[0] = -110 * SECOND
    came_back(client, fake)
    assert who(client) == "ada"


@pytest.mark.threat("P14")
def test_a_signature_of_anybody_else_or_none_counts_for_nothing(client, fake):
    fake.sign_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert "not signed as it should be" in came_back(client, fake).text
    fake.sign_with = None
    for header in ({"alg": "none"}, {"alg": "HS256"}):
        unsigned = ".".join(
            base64.urlsafe_b64encode(part).decode().rstrip("=")
            for part in (str(header).replace("'", '"').encode(), b'{"sub": "ada-1"}', b"")
        )
        fake.id_token = lambda body, unsigned=unsigned: unsigned
        assert "not signed as it should be" in came_back(client, fake).text
    assert who(client) is None


@pytest.mark.threat("P14")
def test_another_key_is_asked_for_once_it_is_seen_and_once_a_minute_at_most(client, fake, clock):
    came_back(client, fake)
    fake.key = fake.sign_with = RSAKey.generate_key(2048, {"kid": "two"})
    fake.shown = [fake.key]
    assert "signed by a key that it does not show" in came_back(client, fake).text
    clock[0] += MINUTE
    came_back(client, fake)
    assert who(client) == "ada"
    asked = [path for path, *_ in fake.asked].count("/keys")
    assert asked == 2
    fake.sign_with = RSAKey.generate_key(2048, {"kid": "nobodys"})
    for _ in range(3):
        came_back(client, fake)
    assert [path for path, *_ in fake.asked].count("/keys") == asked


@pytest.mark.threat("P15")
def test_what_comes_back_counts_in_the_browser_that_began_it_once_and_for_ten_minutes(
    client, joined, fake, browser_of, clock
):
    stranger = browser_of(client.app)
    back = fake.came(begun(client))
    refused = stranger.get(back, follow_redirects=False)
    assert (refused.status_code, "was not begun in this browser" in refused.text) == (400, True)
    assert client.get(back.split("&state=")[0], follow_redirects=False).status_code == 400, "no state"
    back = fake.came(begun(client))
    held = client.cookies["chargeboard-oidc"]
    client.get(back)
    assert who(client) == "ada"
    replayed = browser_of(client.app)
    replayed.cookies.set("chargeboard-oidc", held)
    again = replayed.get(back, follow_redirects=False)
    assert (again.status_code, "was used before" in again.text) == (401, True)
    assert who(replayed) is None
    back = fake.came(begun(client))
    clock[0] += 10 * MINUTE
    assert "more than ten minutes ago" in client.get(back).text


@pytest.mark.threat("P15")
def test_a_log_in_begins_with_a_cookie_that_nobody_had_before(client, fake):
    client.cookies.set(COOKIE, "chosen-by-somebody-else")
    answer = came_back(client, fake)
    cookies = [one.lower() for one in answer.headers.get_list("set-cookie")]
    assert all("httponly" in one and "samesite=lax" in one for one in cookies)
    assert "chosen-by-somebody-else" not in "".join(cookies)


@pytest.mark.threat("P15")
@pytest.mark.parametrize("iss", ["https://evil.example", ""])
def test_who_gave_the_code_is_the_service_that_was_asked(client, fake, iss):
    fake.changed = {"authorization_response_iss_parameter_supported": True}
    back = fake.came(begun(client))
    assert "of another service" in client.get(f"{back}&iss={iss}").text
    client.get(f"{fake.came(begun(client))}&iss={fake.url}")
    assert who(client) == "ada"


def test_what_the_service_refuses_is_told_in_words(client, fake, caplog):
    for error, status, said in (
        ("invalid_client", 502, "has to check [oidc] client_id and client_secret"),
        ("invalid_grant", 401, "http://testserver.local/login/oidc/back there as redirect URI"),
        ("server_error", 502, "refused the log-in (server_error)"),
    ):
        fake.refuses = error
        refused = came_back(client, fake)
        assert (refused.status_code, said in refused.text) == (status, True), refused.text
    assert "a log-in by the other service failed" in caplog.text
    assert SECRET not in caplog.text
    fake.refuses = ""
    state = fake.came(begun(client)).split("state=")[1]
    denied = client.get(f"/login/oidc/back?error=access_denied&state={state}", follow_redirects=False)
    assert (denied.status_code, "Example ID let nobody in" in denied.text) == (403, True)


@pytest.mark.threat("P5")
def test_who_brings_one_wrong_code_after_another_is_not_heard_for_a_while(client, fake):
    fake.refuses = "invalid_grant"
    found = [came_back(client, fake).status_code for _ in range(12)]
    assert found == [401] * 10 + [429] * 2


def test_a_service_that_is_away_is_told_so_and_passwords_still_let_in(joined, browser_of, fake, clock):
    fake.close()
    client = browser_of(joined(fake.url))
    for _ in range(2):
        away = client.get("/login/oidc")
        assert (away.status_code, "Example ID cannot be reached" in away.text) == (502, True)
        assert 'name="password"' in away.text
    assert log_in(client, "Root").status_code == 303


@pytest.mark.threat("P16")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"token_endpoint": "http://169.254.169.254/latest"}, "no address to go to over TLS"),
        ({"token_endpoint": "https://169.254.169.254/latest"}, "not its own host"),
        ({"jwks_uri": "http://127.0.0.1:1/keys"}, "not its own host"),
        ({"userinfo_endpoint": "https://evil.example/"}, "not its own host"),
        ({"end_session_endpoint": "javascript:alert(1)"}, "no address to go to"),
        ({"authorization_endpoint": "https://ada@evil.example/"}, "no address to go to"),
        ({"issuer": "https://evil.example"}, "calls itself"),
        ({"token_endpoint": 5}, "does not say in full"),
    ],
)
def test_nobody_else_is_asked_than_whom_the_operator_named(client, fake, changed, said):
    fake.changed = changed
    refused = client.get("/login/oidc", follow_redirects=False)
    assert (refused.status_code, said in refused.text) == (502, True), refused.text
    assert {path for path, *_ in fake.asked} == {"/.well-known/openid-configuration"}


@pytest.mark.threat("P16")
def test_another_host_is_gone_to_where_the_operator_named_it(joined, fake, browser_of):
    fake.changed = {"userinfo_endpoint": "https://people.example/userinfo"}
    client = browser_of(joined(fake.url, hosts=("people.example",)))
    assert begun(client).startswith(f"{fake.url}/authorize")


def test_who_logs_out_is_logged_out_there_too(client, fake, people, caplog):
    came_back(client, fake)
    (held,) = people.log_ins.of("ada")
    answer = client.post("/logout", follow_redirects=False)
    there = answer.headers["refresh"].removeprefix("0; url=")
    assert there.startswith(f"{fake.url}/end?id_token_hint={held.id_token}&client_id={CLIENT}")
    assert "post_logout_redirect_uri=http%3A%2F%2Ftestserver.local%2Flogin" in there
    assert "You are being logged out of Example ID, too" in answer.text
    assert "My log-ins" not in answer.text
    assert who(client) is None
    assert people.audit.entries(0, NEVER, "ada", "", 1)[0].what == "logged_out"
    log_in(client, "Root")
    assert client.post("/logout", follow_redirects=False).headers["location"] == "/login"
    caplog.set_level(logging.INFO)
    assert held.id_token not in caplog.text
