"""What was changed, by whom: written down, read, and never altered."""

import asyncio
import csv
import io

import apsw
import pytest
from staff import OTHER, PASSWORD, log_in

from chargeboard.domain.people import AuditEntry, Role
from chargeboard.run.people.audit import Audit
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, NEVER, SECOND
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.people.audit_view import changed, did
from chargeboard.web.people.words import say
from in_a_thread import run


def entries(people, **asked):
    return people.audit.entries(0, NEVER, asked.get("who", ""), asked.get("about", ""), 100)


@pytest.mark.threat("P8")
def test_who_what_before_after_and_from_where_are_written_down(visitor, people):
    admin = visitor("192.0.2.9")
    log_in(admin)
    admin.post("/people", data={"name": "Bob", "role": "viewer"})
    admin.post("/people/Bob", data={"role": "operator", "sites": "Depot"})
    admin.post("/people/Bob", data={"role": "king"})
    admin.post("/people/Eve/remove")
    admin.post("/people/Bob/remove")
    removed, altered, added, logged_in = entries(people)
    assert [one.what for one in (removed, altered, added, logged_in)] == [
        "account_removed",
        "account_changed",
        "account_added",
        "logged_in",
    ]
    assert {(one.who, one.by, one.address) for one in entries(people)} == {("Ada", "page", "192.0.2.9")}
    assert altered.about == "Bob"
    assert (altered.before["role"], altered.after["role"]) == ("viewer", "operator")
    assert changed(altered) == ["role: viewer → operator", "sites: – → Depot"]
    assert (added.before, removed.after) == (None, None)
    assert did(removed) == "removed Bob"


@pytest.mark.threat("P8")
def test_what_was_refused_is_not_written_down_and_no_secret_ever(visitor, people):
    guest = visitor()
    log_in(guest, password="wrong")
    assert entries(people) == []
    log_in(guest)
    guest.post("/account/password", data={"old": PASSWORD, "new": OTHER})
    made = guest.post("/account/tokens", data={"name": "ci", "role": "viewer", "days": "30"}).text
    assert "cb_" in made
    told = repr(entries(people))
    assert [one.what for one in entries(people)] == ["token_made", "password_changed", "logged_in"]
    assert changed(entries(people)[0]) == ["tokens.ci: – → viewer"]
    assert not [secret for secret in (PASSWORD, OTHER, "argon2", "cb_") if secret in told]


@pytest.mark.threat("P8")
@pytest.mark.sqlite("it asks the file itself")
def test_the_trail_is_only_added_to_and_goes_by_age_alone(tmp_path):
    store = open_store(tmp_path / "a.db")
    for at in (10, 20, 30):
        store.note_audit(AuditEntry(at=at, who="w", by="b", address="", what="x", about=str(at)))
    with apsw.Connection(str(tmp_path / "a.db")) as other:
        for sql in ("update audit set who = 'me'", "delete from audit", "delete from audit where at = 30"):
            with pytest.raises(apsw.ConstraintError, match="only added to"):
                other.execute(sql)
    other.close()
    store.let_go_audit(20)
    found = store.audit(since=0, until=NEVER, who="", about="", most=9, skipped=0)
    assert [one.at for one in found] == [30, 20]
    assert [one.at for one in store.audit(since=0, until=30, who="w", about="20", most=9, skipped=0)] == [20]
    store.close()


def test_it_is_kept_as_long_as_the_settings_say():
    store, clock = open_store(":memory:"), [1_000 * HOUR]
    audit = Audit(store, lambda: clock[0], kept_days=2)
    for _ in range(4):
        audit.note(audit.begin("logged_in", "account", "Ada"), "Ada", "page", "")
        clock[0] += 24 * HOUR + SECOND
    assert len(audit.entries(0, NEVER, "", "", 9)) == 2


def test_it_is_read_on_a_page_as_a_file_and_by_programs(visitor, people):
    people.accounts.add("=cmd()", Role.VIEWER, None)
    admin = visitor()
    log_in(admin)
    admin.post("/people/%3Dcmd()", data={"role": "operator"})
    page = admin.get("/audit").text
    assert "changed what =cmd() may do" in page
    assert "role: viewer → operator" in page
    assert "changed what" not in admin.get("/audit?who=Eve").text
    rows = list(csv.DictReader(io.StringIO(admin.get("/audit.csv?about=%3Dcmd()").text)))
    assert [(row["who"], row["code"], row["about"]) for row in rows] == [
        ("Ada", "account_changed", "'=cmd()")
    ]
    (told,) = admin.get("/api/v1/audit?about=%3Dcmd()").json()
    assert (told["what"], told["before"]["role"], told["after"]["role"]) == (
        "account_changed",
        "viewer",
        "operator",
    )


def test_many_changes_are_read_page_by_page(visitor, people):
    for _ in range(150):
        people.audit.note(people.audit.begin("approved", "charger", "C"), "Ada", "page", "")
    admin = visitor()
    log_in(admin)
    assert admin.get("/audit").text.count("let C connect") == 99
    assert "offset=100" in admin.get("/audit").text
    last = admin.get("/audit?offset=100").text
    assert (last.count("let C connect"), "offset=200" in last) == (51, False)


@pytest.mark.threat("P8")
@pytest.mark.parametrize("route", [route for route in RIGHTS if not route.startswith("GET")])
def test_every_route_that_changes_something_says_what_in_words(route):
    does = RIGHTS[route].does
    assert does == "" if route in NOTHING_OF_OURS else f"did_{does}" in say.texts


NOTHING_OF_OURS = {
    "POST /api/v1/frames",
    "POST /api/v1/alerts/rules/{name}/back-test",
    "POST /settings/chargers",
    "POST /s/{secret}",
    "POST /api/v1/chargers.csv/preview",
    "POST /api/v1/exclusions.csv/preview",
}
"""Frames tell themselves; to try a rule, see what a list would change or open a share changes nothing."""


@pytest.mark.threat("P8")
def test_a_file_has_all_of_the_trail_however_long(visitor, people, monkeypatch):
    monkeypatch.setattr("chargeboard.web.api.audit_route._AT_ONCE", 10)
    for _ in range(29):
        people.audit.note(people.audit.begin("approved", "charger", "C"), "Ada", "page", "")
    admin = visitor()
    log_in(admin)
    answer = admin.get("/audit.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 30
    assert len(admin.get("/api/v1/audit").json()) == 30
    assert len(admin.get("/api/v1/audit?about=C").json()) == 29
    assert admin.get("/api/v1/audit?who=Eve").json() == []


@pytest.mark.threat("P9")
def test_a_program_asks_by_a_token_that_may_no_more_than_both(visitor, people, clock):
    people.accounts.add("Bob", Role.OPERATOR, ["Hafen", "Depot"], PASSWORD)
    program = visitor()

    def asked(secret, path="/api/v1/chargers", method="GET"):
        return program.request(
            method, path, headers={"authorization": f"Bearer {secret}"}, follow_redirects=False
        )

    admin = people.tokens.make("Ada", "all", Role.ADMIN, None, None)
    bobs = people.tokens.make("Bob", "more than he may", Role.ADMIN, ["Depot", "Elsewhere"], 30)
    viewing = people.tokens.make("Ada", "looks", Role.VIEWER, None, None)
    assert asked(admin, "/api/v1/audit").status_code == 200
    assert asked(viewing, "/api/v1/audit").status_code == 403
    reader = people.tokens.reader(bobs)
    assert (reader.role, reader.sites) == (Role.OPERATOR, frozenset({"Depot"}))
    assert asked(viewing, "/chargers/HAM-0042/approve", "POST").status_code == 403
    clock[0] += 30 * 24 * HOUR
    assert asked(bobs).status_code == 401
    assert asked(viewing).status_code == 200
    people.tokens.drop("Ada", "looks")
    assert asked(viewing).status_code == 401
    people.accounts.change("Ada", role=Role.VIEWER, sites=None, is_off=False, by_shell=True)
    assert asked(admin, "/api/v1/audit").status_code == 403
    people.accounts.change("Ada", role=Role.VIEWER, sites=None, is_off=True, by_shell=True)
    assert asked(admin).status_code == 401


@pytest.mark.threat("P9")
def test_of_a_token_a_digest_is_kept_and_it_is_listed_and_revoked(visitor, people):
    mine = visitor()
    log_in(mine)
    page = mine.post("/account/tokens", data={"name": "ci/cd", "role": "operator", "days": "30"}).text
    (token,) = people.tokens.of("Ada")
    assert token.digest not in page
    assert 'value="cb_' in page
    again = mine.get("/account").text
    assert "cb_" not in again.replace("chargeboard", "")
    assert "ci/cd" in again
    assert mine.post("/account/tokens/ci%2Fcd/revoke").status_code == 200
    assert people.tokens.of("Ada") == []
    for fields, said in (
        ({"name": "x", "role": "king"}, "is not a role"),
        ({"name": "x", "role": "viewer", "days": "many"}, "is not a number of days"),
        ({"name": "x", "role": "viewer", "days": "9999"}, "A token counts for 1 to"),
        ({"role": "viewer"}, "cannot be the name of a token"),
    ):
        refused = mine.post("/account/tokens", data=fields | {"sites": "Depot"})
        assert refused.status_code == 400
        page = refused.text
        assert page.index('id="h-tokens"') < page.index(said) < page.index('id="h-second"')
        assert ">Depot</textarea>" in page, "what was written stays"


@pytest.mark.threat("P9")
def test_a_token_is_for_sites_of_who_makes_it(visitor, people):
    people.accounts.add("Bob", Role.OPERATOR, ["Hafen", "Depot"], PASSWORD)
    bob = visitor()
    log_in(bob, "Bob")
    form = {"name": "ci", "role": "viewer"}
    assert "is not one of your sites" in bob.post("/account/tokens", data=form | {"sites": "Elsewhere"}).text
    assert people.tokens.of("Bob") == []
    assert "viewer · Depot" in bob.post("/account/tokens", data=form | {"sites": " Depot \n"}).text
    (token,) = people.tokens.of("Bob")
    assert token.sites == ("Depot",)


@pytest.mark.threat("P9")
def test_no_token_makes_another_one_nor_changes_how_its_owner_logs_in(visitor, people):
    looks = people.tokens.make("Ada", "looks", Role.VIEWER, None, 1)
    program = visitor()
    for path, fields in (
        ("/account/tokens", {"name": "more", "role": "admin", "days": ""}),
        ("/account/tokens/looks/revoke", {}),
        ("/account/password", {"old": PASSWORD, "new": OTHER}),
        ("/account/second-factor", {"secret": people.second.new(), "code": "000000"}),
    ):
        got = program.post(path, data=fields, headers={"authorization": f"Bearer {looks}"})
        assert got.status_code == 403, path
        assert "log in with a browser" in got.text
    assert [one.name for one in people.tokens.of("Ada")] == ["looks"]


@pytest.mark.threat("P9")
def test_what_a_program_has_open_ends_with_its_token(people, clock):
    def visit(secret):
        one = people.tokens.reader(secret)
        return people.log_ins.visit(one, lambda: people.tokens.today(one.token))

    async def story():
        revoked, replaced, expired, kept = (
            people.tokens.make("Ada", name, Role.VIEWER, None, 1 if name == "expired" else 9)
            for name in ("revoked", "replaced", "expired", "kept")
        )
        with visit(revoked) as one, visit(replaced) as two, visit(expired) as three, visit(kept) as four:
            people.tokens.drop("Ada", "revoked")
            people.tokens.make("Ada", "replaced", Role.VIEWER, None, 9)
            await asyncio.wait_for(asyncio.gather(one.over(), two.over()), 60)
            clock[0] += 25 * HOUR
            await asyncio.wait_for(three.over(), 60)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(four.over(), 0)

    run(story())
