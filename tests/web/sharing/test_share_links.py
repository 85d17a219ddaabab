"""A link ends, is revoked, has a password, and is counted; what is worth nothing is answered alike."""

from itertools import count

import pytest
from shared_town import DAY, NAMES, NOON, OWN, SITES
from staff import PASSWORD

from chargeboard.domain.people import Role
from chargeboard.domain.records import Unavailable
from chargeboard.run.people.accounts import digest_of
from chargeboard.run.people.shares import ShareError
from chargeboard.time.instants import HOUR
from chargeboard.web.app import create_app, end_streams

WORDS = "four words for strangers"


@pytest.fixture(autouse=True)
def _noon(clock):
    clock[0] = NOON
    yield
    clock[0] = NOON


def by(name, client):
    answer = client.post("/login", data={"name": name, "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303
    return client


@pytest.mark.threat("S3")
def test_a_link_that_is_over_revoked_or_was_never_made_is_answered_alike(visitor, share, people, clock):
    over, revoked, addresses = share(charger=OWN, days=1), share(charger=OWN), count(1)
    people.shares.drop("share 1")
    clock[0] += DAY
    never, client = "/s/" + "x" * 43, visitor(lambda: f"192.0.2.{next(addresses)}")
    for below in ("", f"/chargers/{OWN.replace('/', '%2F')}", "/people", f"/sites/{SITES[OWN]}"):
        told = {client.get(one + below).text.replace(one, "/s/X") for one in (over, revoked, never)}
        assert len(told) == 1
        assert "This link shows nothing" in told.pop()


@pytest.mark.threat("S3")
def test_of_a_link_a_digest_is_kept_and_nothing_that_opens_it(share, desk):
    secret = share(site=SITES[OWN]).removeprefix("/s/")
    (kept,) = desk.store.all_shares()
    assert kept.digest == digest_of(secret)
    assert secret not in repr(kept)


@pytest.mark.threat("S3")
def test_who_tries_links_is_heard_ever_more_seldom_and_neither_a_real_one_nor_a_log_in_suffers(
    visitor, share
):
    real, client = share(charger=OWN), visitor("198.51.100.9")
    answers = [client.get(f"/s/guess{n}/chargers/X").status_code for n in range(14)]
    assert answers.count(404) == 10
    assert answers[-1] == 429
    assert NAMES[OWN] in client.get(real).text
    by("Ada", client)


@pytest.mark.threat("S4")
def test_a_password_is_asked_for_once_by_each_browser(visitor, share):
    start, client = share(charger=OWN, password=WORDS), visitor()
    own = f"{start}/chargers/{OWN.replace('/', '%2F').replace(' ', '%20').replace('|', '%7C')}"
    asked = client.get(own)
    assert asked.status_code == 401
    assert NAMES[OWN] not in asked.text
    assert client.get(f"{start}/api/v1{own.removeprefix(start)}/board").status_code == 401
    assert client.request("HEAD", f"{own}/live", follow_redirects=False).status_code == 303
    wrong = client.post(start, data={"password": "another one, as long"})
    assert (wrong.status_code, NAMES[OWN] in wrong.text) == (401, False)
    right = client.post(start, data={"password": WORDS}, follow_redirects=False)
    cookie = right.headers["set-cookie"]
    assert f"Path={start}" in cookie
    assert "HttpOnly" in cookie
    assert NAMES[OWN] in client.get(own).text
    other = share(charger=OWN, password=WORDS)
    client.cookies.set("chargeboard-share", right.cookies["chargeboard-share"], path=other)
    assert client.get(other).status_code == 401


@pytest.mark.threat("S4")
def test_the_password_of_a_share_is_hashed_and_guessing_it_is_slowed(visitor, share, desk):
    start, client = share(charger=OWN, password=WORDS), visitor("198.51.100.10")
    (kept,) = desk.store.all_shares()
    assert kept.password.startswith("$argon2id$")
    answers = [client.post(start, data={"password": "x" * 12}).status_code for _ in range(12)]
    assert (answers.count(401), answers[-1]) == (10, 429)
    assert client.post(start, data={"password": WORDS}).status_code == 429


def test_uses_are_counted_by_what_is_opened(visitor, share, people, clock):
    start, client = share(charger=OWN), visitor()
    client.get(start)
    client.get(start)
    clock[0] += HOUR
    client.get(start)
    (kept,) = people.shares.all()
    assert (kept.uses, kept.used_at) == (3, NOON + HOUR)
    client.get(start)
    people.shares.write_uses()
    assert people.shares.all()[0].uses == 4


def test_a_share_is_shown_and_counted_later_while_nothing_can_be_written(
    visitor, share, people, desk, monkeypatch, caplog
):
    start, client = share(charger=OWN), visitor()
    app = create_app(desk, token="the one token of all", now=lambda: NOON, people=people)

    def away(*_):
        raise Unavailable("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(desk.store, "used_share", away)
        assert client.get(start).status_code == 200
        end_streams(app)
    assert "the disk is full" in caplog.text
    people.shares.write_uses()
    assert people.shares.all()[0].uses == 1


@pytest.mark.threat("S5")
def test_a_share_shows_no_more_than_whoever_made_it_sees_today(visitor, share, people):
    people.accounts.add("Gone soon", Role.OPERATOR, ["Nordhafen"], PASSWORD)
    start, client = share(charger=OWN, account="Gone soon"), visitor()
    of_site = share(site=SITES[OWN], account="Gone soon")
    assert NAMES[OWN] in client.get(start).text
    for change in (
        {"role": Role.VIEWER, "sites": ["Nordhafen"], "is_off": False},
        {"role": Role.OPERATOR, "sites": ["Südmarkt"], "is_off": False},
        {"role": Role.OPERATOR, "sites": ["Nordhafen"], "is_off": True},
    ):
        people.accounts.change("Gone soon", **change)
        for one in (start, of_site):
            answer = client.get(one)
            assert (answer.status_code, NAMES[OWN] in answer.text) == (404, False)
    people.accounts.change("Gone soon", role=Role.ADMIN, sites=None, is_off=False)
    assert NAMES[OWN] in client.get(start).text
    people.accounts.drop("Gone soon")
    assert client.get(start).status_code == 404


@pytest.mark.threat("S6")
def test_only_pages_of_the_origins_of_a_share_may_show_it_in_a_frame(visitor, share):
    origins = ["https://Grafana.example.org/", "http://homeassistant.local:8123"]
    framed, plain = share(charger=OWN, origins=origins), share(charger=OWN)
    policy = visitor().get(framed).headers["content-security-policy"]
    assert policy.count("frame-ancestors") == 1
    assert "frame-ancestors http://homeassistant.local:8123 https://grafana.example.org;" in policy
    for one in (plain, "/login", f"{framed}/people"):
        assert "frame-ancestors 'none'" in visitor().get(one).headers["content-security-policy"]


@pytest.mark.parametrize(
    "origin", ["*", "https:", "https://x.example/path", "https://a b", "'self'", "x; script-src *"]
)
def test_what_is_no_origin_is_not_let_in_a_policy(share, origin):
    with pytest.raises(ShareError, match="does not name a site"):
        share(charger=OWN, origins=[origin])


def test_a_share_in_frames_has_no_password(share):
    with pytest.raises(ShareError, match="keep none for a frame"):
        share(charger=OWN, origins=["https://x.example"], password=WORDS)


@pytest.mark.threat("S2")
def test_a_share_of_one_page_and_its_dates_shows_no_other_ones(visitor, share):
    start = share(charger=OWN, below="days", query="from=2025-10-12&through=2025-10-13", is_only=True)
    client = visitor()
    page = client.get(start)
    assert page.status_code == 200
    address = str(page.url.raw_path, "ascii")
    assert address.endswith("/days?from=2025-10-12&through=2025-10-13")
    assert client.get(f"{address}&theme=dark").status_code == 200
    for other in (
        address.replace("2025-10-12", "2025-10-11"),
        address.partition("?")[0],
        f"{address}&at=2025-10-12T00:00:00Z",
        address.replace("/days?", "/week?"),
        address.partition("/days")[0],
    ):
        assert client.get(other).status_code == 404


def test_it_is_made_in_the_page_listed_and_revoked(visitor, people, share):
    client = by("Olga of the north", visitor())
    form = {"name": "owner/of it", "charger": OWN, "page": "week", "days": "7"}
    made = client.post("/settings/shares", data=form)
    assert made.status_code == 200
    secret = made.text.partition("/s/")[2].partition('"')[0]
    assert NAMES[OWN] in visitor().get(f"/s/{secret}").text
    listed = client.get("/settings/shares").text
    assert secret not in listed
    assert "created by Olga of the north" in listed
    assert "opened once" in listed
    assert "owner/of it" not in by("Otto of the south", visitor()).get("/settings/shares").text
    told = people.audit.entries(0, 2**62, "Olga of the north", "owner/of it", 9)
    assert [(one.what, one.after["charger"]) for one in told] == [("share_made", OWN)]
    assert secret not in repr(told)
    path = "/settings/shares/owner%2Fof%20it/revoke"
    assert by("Otto of the south", visitor()).post(path).status_code == 404
    assert client.post(path, follow_redirects=False).status_code == 303
    assert visitor().get(f"/s/{secret}").status_code == 404
    assert people.audit.entries(0, 2**62, "Olga of the north", "owner/of it", 1)[0].what == "share_revoked"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"charger": "NORTH-3"}, "No charger is called"),
        ({"site": "Südmarkt"}, "No charger is at a site called"),
        ({"charger": "NOBODY"}, "No charger is called"),
        ({}, "either a charger or a site"),
        ({"charger": OWN, "site": "Nordhafen"}, "either a charger or a site"),
        ({"charger": OWN, "page": "frames"}, "There is no page"),
        ({"charger": OWN, "page": "../../people"}, "There is no page"),
        ({"charger": OWN, "days": "many"}, "is not a number of days"),
        ({"charger": OWN, "days": "0"}, "1 to 3660 days"),
        ({"charger": OWN, "password": "short"}, "A password has 12"),
        ({"charger": OWN, "origins": "grafana"}, "does not name a site"),
    ],
)
def test_what_cannot_be_shared_is_told_in_words(visitor, form, said):
    client = by("Olga of the north", visitor())
    answer = client.post("/settings/shares", data={"name": "one"} | form)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="one"' in answer.text


@pytest.mark.threat("P3")
def test_a_viewer_shares_nothing(visitor):
    client = by("Vera", visitor())
    assert client.get("/settings/shares").status_code == 403
    assert client.post("/settings/shares", data={"name": "one", "charger": OWN}).status_code == 403


def test_programs_share_too(visitor, people):
    token = people.tokens.make("Olga of the north", "sharing", Role.OPERATOR, None, 10)
    client, bearer = visitor(), {"authorization": f"Bearer {token}"}
    asked = {"name": "for Grafana", "site": "Nordhafen", "page": "panels/energy", "days": 5}
    made = client.post(
        "/api/v1/shares", json=asked | {"origins": ["https://grafana.example"]}, headers=bearer
    )
    assert made.status_code == 201
    address = made.json()["address"]
    assert address.startswith("http://testserver.local/s/")
    assert 'id="panel-energy"' in visitor().get(address.removeprefix("http://testserver.local")).text
    (listed,) = client.get("/api/v1/shares", headers=bearer).json()
    assert (listed["site"], listed["made_by"], listed["uses"]) == ("Nordhafen", "Olga of the north", 1)
    longer = client.post("/api/v1/shares", json=asked | {"name": "b", "days": 11}, headers=bearer)
    assert (longer.status_code, "longer than itself" in longer.json()["detail"]) == (400, True)
    assert client.delete("/api/v1/shares/for%20Grafana", headers=bearer).status_code == 204
    assert client.delete("/api/v1/shares/for%20Grafana", headers=bearer).status_code == 404
