"""How do people get in, and who keeps others out?"""

import asyncio
import re
import threading
from types import SimpleNamespace

import pytest
import ready_desk
import sample_boards as sample
from argon2 import PasswordHasher
from litestar.testing import TestClient
from ready_desk import TOKEN
from staff import OTHER, PASSWORD, log_in, staff

from chargeboard.domain.people import EVERYBODY, Role
from chargeboard.run.people import passwords
from chargeboard.run.people.accounts import INVITED_FOR, AccountError
from chargeboard.run.people.guesses import AT_ONCE, OF_ACCOUNT
from chargeboard.run.people.passwords import LEAST, PasswordError, is_right
from chargeboard.time.instants import SECOND
from chargeboard.web.access.guard import COOKIE, MARK, Access
from chargeboard.web.access.reading import answer_to
from chargeboard.web.app import create_app
from in_a_thread import run


def is_in(client):
    return client.get("/account", follow_redirects=False).status_code == 200


def test_once_somebody_has_an_account_nobody_gets_in_without(clock):
    people = staff(lambda: clock[0])
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: clock[0], people=people)
    with TestClient(app) as client:
        assert client.get("/").status_code == 200
        people.accounts.add("Ada", Role.ADMIN, None)
        assert client.get("/", follow_redirects=False).headers["location"] == "/login?next=%2F"
        assert client.get("/api/v1/chargers").status_code == 401
        people.accounts.drop("Ada", by_shell=True)
        assert client.get("/", follow_redirects=False).status_code == 303, "what was shut does not open"
        assert "chargeboard people add" in client.get("/login").text


@pytest.mark.threat("W1")
def test_on_an_open_address_nobody_gets_in_though_there_is_no_account(clock):
    people = staff(lambda: clock[0], is_open=False)
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: clock[0], people=people)
    with TestClient(app) as client:
        assert client.get("/", follow_redirects=False).status_code == 303


def test_name_and_password_lead_on_to_where_one_was_going(visitor):
    client = visitor()
    answer = log_in(client, next="/chargers/HAM-0042?last=7d")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chargers/HAM-0042?last=7d")
    page = client.get("/account").text
    assert "Ada" in page
    assert "Role: admin. Sites: all." in page
    assert client.get("/login", follow_redirects=False).headers["location"] == "/"


@pytest.mark.threat("P4")
@pytest.mark.parametrize(
    ("name", "password"), [("Ada", "wrong"), ("Ada", ""), ("Eve", PASSWORD), ("ada", PASSWORD)]
)
def test_a_wrong_name_or_password_is_told_in_the_same_words(visitor, name, password):
    client = visitor()
    answer = log_in(client, name, password)
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert "Name and password do not match" in answer.text
    assert not is_in(client)


@pytest.mark.threat("P4")
def test_a_password_is_kept_hashed_and_asked_for_nothing_but_length(people):
    kept = people.accounts.of("Ada").password
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert is_right(kept, PASSWORD)
    assert not is_right("", "")
    people.accounts.set_password("Ada", " " * LEAST)
    for bad in ("x" * (LEAST - 1), "x" * 2000):
        with pytest.raises(PasswordError, match=r"12 to 1024 characters; this one has"):
            people.accounts.set_password("Ada", bad)
    with pytest.raises(PasswordError):
        people.accounts.add("Bob", Role.VIEWER, None, "short")
    assert [one.name for one in people.accounts.all()] == ["Ada"]


@pytest.mark.parametrize("letter", ["a", "A", "7", " ", "-", "ß", "漢", "🔌"])
def test_any_characters_make_a_password_that_are_enough(people, letter):
    people.accounts.set_password("Ada", letter * LEAST)
    assert people.accounts.by_password("Ada", letter * LEAST) is not None


@pytest.mark.threat("P4")
def test_there_is_no_account_that_nobody_made(clock):
    assert staff(lambda: clock[0]).accounts.all() == []


@pytest.mark.threat("P5")
def test_who_guesses_passwords_is_slowed_by_address_and_the_owner_elsewhere_is_not(visitor):
    guesser = visitor("192.0.2.7")
    found = [log_in(guesser, password="wrong").status_code for _ in range(AT_ONCE + 2)]
    assert found == [401] * AT_ONCE + [429] * 2
    assert log_in(guesser).status_code == 429, "else the answer would tell that this is the password"
    assert log_in(visitor("192.0.2.8")).status_code == 303


@pytest.mark.threat("P5")
def test_an_owner_gets_in_by_a_browser_that_was_let_in_before_whatever_the_neighbours_try(visitor):
    mine = visitor("192.0.2.7")
    log_in(mine)
    mine.post("/logout")
    assert MARK in mine.cookies
    guesser = visitor("192.0.2.7")
    assert [log_in(guesser, password="wrong").status_code for _ in range(AT_ONCE + 1)][-1] == 429
    assert log_in(mine).status_code == 303


@pytest.mark.threat("P5")
def test_an_account_that_many_guess_at_is_looked_at_slowly_by_strangers_and_never_refused(
    visitor, people, clock, monkeypatch
):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    for number in range(OF_ACCOUNT):
        people.guesses.wrong(f"198.51.100.{number}", "Ada", clock[0])
    mine = visitor("192.0.2.8")
    monkeypatch.setattr(asyncio, "sleep", sleep)
    assert log_in(mine).status_code == 303
    assert [seconds for seconds in slept if seconds >= 1] == [5.0]
    slept.clear()
    mine.post("/logout")
    assert log_in(mine).status_code == 303
    assert [seconds for seconds in slept if seconds >= 1] == [], "a browser that was let in before"


@pytest.mark.threat("P5")
def test_after_a_thousand_wrong_passwords_from_elsewhere_the_owner_is_in_within_seconds(
    visitor, people, clock, monkeypatch
):
    slept = []
    is_over = False

    async def sleep(seconds):
        if is_over:
            slept.append(seconds)

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    passwords._nobodys.cache_clear()
    people.accounts.set_password("Ada", PASSWORD)
    places = iter(range(1_000_000))
    guesser = visitor(lambda: f"198.51.{next(places) // 250 % 250}.{next(places) % 250}")
    refused = [log_in(guesser, password=f"wrong {number}").status_code for number in range(1_000)]
    is_over = True
    assert set(refused) <= {401, 429}
    assert refused.count(401) > 500, "they were looked at, and not only sent away"
    assert log_in(visitor("192.0.2.8")).status_code == 303
    assert sum(slept) <= 5
    passwords._nobodys.cache_clear()


@pytest.mark.threat("P5")
def test_who_was_let_in_before_waits_behind_nobody_who_guesses(people, monkeypatch):
    access, checked = Access(None, lambda: sample.NOW, people), threading.Event()
    by_password = people.accounts.by_password

    def slowly(name, password):
        if password != PASSWORD:
            checked.wait(60)
        return by_password(name, password)

    monkeypatch.setattr(people.accounts, "by_password", slowly)

    def asks(address, **cookies):
        return SimpleNamespace(client=SimpleNamespace(host=address), cookies=cookies)

    async def story():
        guesses = [
            asyncio.create_task(access.account_of(people, "Ada", "wrong", "", asks(f"198.51.100.{number}")))
            for number in range(9)
        ]
        await asyncio.sleep(0.1)
        mine = asks("192.0.2.8", **{MARK: people.guesses.mark("Ada")})
        account = await asyncio.wait_for(access.account_of(people, "Ada", PASSWORD, "", mine), 60)
        assert account.name == "Ada"
        assert not any(one.done() for one in guesses)
        checked.set()
        assert await asyncio.gather(*guesses) == [None] * 9

    run(story())


@pytest.mark.threat("P6")
def test_a_cookie_that_was_there_before_is_worth_nothing_after(visitor, people):
    attacker, victim = visitor(), visitor()
    log_in(attacker)
    planted = attacker.cookies[COOKIE]
    victim.cookies.set(COOKIE, planted)
    log_in(victim)
    assert victim.cookies.get(COOKIE, domain="testserver.local") != planted
    attacker.cookies.set(COOKIE, planted, domain="testserver.local")
    assert not is_in(attacker)
    victim.cookies.clear()
    victim.cookies.set(COOKIE, "chosen-by-somebody-else")
    log_in(victim)
    assert all(one.value != "chosen-by-somebody-else" for one in victim.cookies.jar if one.domain)


@pytest.mark.threat("P6")
def test_a_cookie_is_for_our_server_alone_and_only_its_digest_is_kept(visitor, people):
    answer = log_in(visitor())
    cookies = [cookie.lower() for cookie in answer.headers.get_list("set-cookie")]
    assert len(cookies) == 2
    assert all("httponly" in cookie and "samesite=lax" in cookie for cookie in cookies)
    (kept,) = people.log_ins.of("Ada")
    assert kept.digest not in "".join(cookies)
    assert answer.cookies[COOKIE] not in repr(kept)


@pytest.mark.threat("P6")
def test_log_ins_are_listed_and_ended_one_by_one_but_nobody_elses(visitor, people):
    people.accounts.add("Bob", Role.VIEWER, None, PASSWORD)
    mine, other, bob = visitor(), visitor("192.0.2.9"), visitor("192.0.2.10")
    log_in(mine)
    log_in(other)
    log_in(bob, "Bob")
    page = mine.get("/account").text
    assert page.count("this one") == 1
    assert "192.0.2.9" in page
    assert "192.0.2.10" not in page
    (bobs,) = people.log_ins.of("Bob")
    mine.post(f"/account/log-ins/{bobs.digest}/end")
    assert is_in(bob)
    theirs = next(one for one in people.log_ins.of("Ada") if one.address == "192.0.2.9")
    mine.post(f"/account/log-ins/{theirs.digest}/end")
    assert not is_in(other)
    assert is_in(mine)


@pytest.mark.threat("P6")
def test_an_admin_logs_somebody_out_of_one_browser(visitor, people):
    people.accounts.add("Bob", Role.VIEWER, None, PASSWORD)
    admin, first, second = visitor(), visitor("192.0.2.9"), visitor("192.0.2.10")
    log_in(admin)
    log_in(first, "Bob")
    log_in(second, "Bob")
    page = admin.get("/people").text
    assert "2 browsers logged in" in page
    assert "192.0.2.9" in page
    one = next(one for one in people.log_ins.of("Bob") if one.address == "192.0.2.9")
    assert f'action="/people/Bob/log-ins/{one.digest}/end"' in page
    admin.post(f"/people/Ada/log-ins/{one.digest}/end")
    assert is_in(first), "it is none of hers"
    assert "is logged out of that browser" in admin.post(f"/people/Bob/log-ins/{one.digest}/end").text
    assert (is_in(first), is_in(second)) == (False, True)
    newest = people.audit.entries(0, 2**62, "Ada", "Bob", 1)
    assert [entry.what for entry in newest] == ["browser_logged_out"]


@pytest.mark.threat("P6")
def test_another_password_logs_out_every_other_browser(visitor):
    mine, other = visitor(), visitor("192.0.2.9")
    log_in(mine)
    log_in(other)
    wrong = mine.post("/account/password", data={"old": "wrong", "new": OTHER})
    assert (wrong.status_code, "not the current password" in wrong.text) == (400, True)
    short = mine.post("/account/password", data={"old": PASSWORD, "new": "short"})
    assert (short.status_code, "12 to 1024 characters" in short.text) == (400, True)
    assert is_in(other)
    done = mine.post("/account/password", data={"old": PASSWORD, "new": OTHER})
    assert "The password is changed" in done.text
    assert is_in(mine)
    assert not is_in(other)
    assert log_in(other).status_code == 401
    assert log_in(other, password=OTHER).status_code == 303


def test_rights_change_and_end_at_once(visitor, people):
    people.accounts.add("Bob", Role.ADMIN, None, PASSWORD)
    bob = visitor()
    log_in(bob, "Bob")
    assert bob.get("/people").status_code == 200
    people.accounts.change("Bob", role=Role.VIEWER, sites=["Depot"], is_off=False)
    assert bob.get("/people").status_code == 403
    assert bob.get("/api/v1/chargers").json() == []
    people.accounts.change("Bob", role=Role.VIEWER, sites=None, is_off=True)
    assert not is_in(bob)
    assert log_in(bob, "Bob").status_code == 401


@pytest.mark.threat("P7")
def test_an_invitation_lets_somebody_choose_a_password_once(visitor, people):
    admin, bob = visitor(), visitor("192.0.2.9")
    log_in(admin)
    page = admin.post("/people", data={"name": "Bob", "role": "operator", "sites": "Depot\n Hafen \n"}).text
    address = re.search(r'value="http://[^/]+(/invitation/[^"]+)"', page)[1]
    assert people.accounts.of("Bob").sites == ("Depot", "Hafen")
    assert not people.accounts.of("Bob").password
    assert "For Bob: at least 12 characters" in bob.get(address).text
    assert bob.post(address, data={"password": "short"}).status_code == 400
    assert bob.post(address, data={"password": OTHER}, follow_redirects=False).status_code == 303
    assert "Role: operator. Sites: Depot, Hafen." in bob.get("/account").text
    assert bob.get(address).status_code == 404
    assert bob.post(address, data={"password": PASSWORD}).status_code == 404
    assert log_in(visitor("192.0.2.10"), "Bob", OTHER).status_code == 303


@pytest.mark.threat("P7")
def test_an_invitation_ends_after_a_week_with_a_newer_one_and_with_the_account(people, clock):
    people.accounts.add("Bob", Role.VIEWER, None)
    first, second = people.accounts.invite("Bob"), people.accounts.invite("Bob")
    assert people.accounts.invited(first) is None
    clock[0] += INVITED_FOR - SECOND
    assert people.accounts.invited(second).name == "Bob"
    clock[0] += SECOND
    assert people.accounts.invited(second) is None
    third = people.accounts.invite("Bob")
    people.accounts.change("Bob", role=Role.VIEWER, sites=None, is_off=True)
    people.accounts.change("Bob", role=Role.VIEWER, sites=None, is_off=False)
    assert people.accounts.invited(third) is None


def test_the_last_admin_stays_unless_the_shell_says_otherwise(visitor, people):
    admin = visitor()
    log_in(admin)
    for path, fields in (
        ("/people/Ada/remove", {}),
        ("/people/Ada", {"role": "viewer"}),
        ("/people/Ada", {"role": "admin", "off": "on"}),
        ("/people/Ada", {"role": "admin", "sites": "Depot"}),
    ):
        answer = admin.post(path, data=fields)
        assert (answer.status_code, "the only admin" in answer.text) == (400, True)
    people.accounts.change("Ada", role=Role.VIEWER, sites=None, is_off=False, by_shell=True)
    assert people.accounts.of("Ada").role == Role.VIEWER


def test_what_an_admin_writes_is_understood_or_refused_in_words(visitor, people):
    admin = visitor()
    log_in(admin)
    for fields, said in (
        ({"name": "Ada", "role": "viewer"}, "There is an account called"),
        ({"name": " ", "role": "viewer"}, "cannot be the name of an account"),
        ({"name": "Bob", "role": "king"}, "is not a role"),
    ):
        answer = admin.post("/people", data=fields)
        assert (answer.status_code, said in answer.text) == (400, True)
    assert admin.post("/people/Eve", data={"role": "viewer"}).status_code == 400
    admin.post("/people", data={"name": "a/b <i>", "role": "viewer"})
    assert "a/b &lt;i&gt;" in admin.get("/people").text
    assert "is removed" in admin.post("/people/a%2Fb%20%3Ci%3E/remove").text
    with pytest.raises(AccountError):
        people.accounts.of("a/b <i>")


def test_the_token_lets_in_beside_accounts(visitor, clock):
    client = visitor(token=TOKEN)
    assert "Log in with the token instead" in client.get("/login").text
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/api/v1/chargers", headers=bearer).status_code == 200


@pytest.mark.threat("P6")
def test_who_logged_out_leaves_nothing_in_the_cache_of_the_browser(visitor):
    client = visitor()
    log_in(client)
    answer = client.post("/logout", follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache"'
    assert client.get("/account", follow_redirects=False).headers["cache-control"].startswith("private")


def test_what_was_open_to_everybody_ends_once_somebody_has_an_account(clock):
    people = staff(lambda: clock[0])
    access = Access(None, lambda: clock[0], people)

    async def story():
        answer_to(EVERYBODY)
        with access.visit() as visit:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(visit.over(), 0)
            people.accounts.add("Ada", Role.ADMIN, None)
            await asyncio.wait_for(visit.over(), 60)

    run(story())


def test_the_first_account_is_one_that_can_add_others(clock):
    people = staff(lambda: clock[0])
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: clock[0], people=people)
    with TestClient(app) as client:
        assert "Nobody is asked who they are" in client.get("/account").text
        for fields in ({"role": "viewer"}, {"role": "admin", "sites": "Depot"}):
            answer = client.post("/people", data={"name": "Bob"} | fields)
            assert (answer.status_code, "The first account" in answer.text) == (400, True)
        assert people.accounts.all() == []
        assert '<option value="admin" selected>' in client.get("/people").text
        assert client.post("/people", data={"name": "Ada", "role": "admin"}).status_code == 200
        assert client.get("/people", follow_redirects=False).status_code == 303
