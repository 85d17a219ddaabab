"""Does one field lead to any charger, site and page, and to nothing that the reader may not see?"""

import re

import pytest
from litestar.testing import TestClient
from ready_desk import ReadyDesk
from shared_town import BESIDE, NAMES, NOON, OTHER, OWN, SITES, told
from staff import staff
from whole_app import whole_app

from chargeboard.domain.people import Role
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.app import create_app
from chargeboard.web.finding.pages import OF_A_SITE, PAGES

NO_PAGES = {
    "/login",
    "/login/oidc",
    "/login/oidc/back",
    "/search",
    "/healthz",
    "/metrics",
    "/metrics/chargers",
}


@pytest.fixture(scope="module")
def desk():
    made = Desk(
        open_store(":memory:"),
        lambda name: Profile(id=name, name=NAMES.get(name, ""), site=SITES.get(name, "")),
        lambda: NOON,
    )
    for station in (OWN, BESIDE, OTHER):
        told(made, station, NOON)
    return made


@pytest.fixture(scope="module")
def found(desk, tmp_path_factory):
    """A function that gives what somebody finds by a text: addresses by name, in order."""
    people = staff(lambda: NOON, store=desk.store)
    people.accounts.add("Ada", Role.ADMIN, None)
    people.accounts.add("Nora", Role.VIEWER, ["Nordhafen"])
    named = {station: (NAMES[station], SITES[station]) for station in SITES}
    app = whole_app(desk, people, lambda: NOON, tmp_path_factory.mktemp("finding"), named=named)
    with TestClient(app) as client:

        def asked(text, who="Ada"):
            client.cookies.set(COOKIE, people.log_ins.begin(people.accounts.of(who), "192.0.2.1", "a test"))
            page = client.get("/search", params={"text": text}).text
            listed = page[page.index('class="found"') : page.index("</ul>", page.index('class="found"'))]
            return {name: url for url, name in re.findall(r'<a href="([^"]+)"><b>([^<]+)</b>', listed)}

        yield asked


@pytest.mark.parametrize("text", ["kai eins", "north 1|a/b", "  KAI   EINS ", "nordhafen eins"])
def test_a_charger_is_found_by_its_name_its_id_and_its_site(found, text):
    assert next(iter(found(text).items())) == ("Kai eins", "/chargers/NORTH%201%7Ca%2Fb")


def test_a_site_and_a_page_are_found_by_their_words(found):
    assert found("südmarkt") == {"Basar drei": "/chargers/NORTH-3", "Südmarkt": "/sites/S%C3%BCdmarkt"}
    assert found("audit") == {"Audit trail": "/audit"}
    assert found("compare firmware") == {"Compare models, firmware and tags": "/comparison/cohorts"}
    assert found("nothing of the kind") == {}


def test_what_begins_with_the_words_comes_first(found):
    assert list(found("kai z")) == ["Kai zwei"]
    assert next(iter(found("map"))) == "Map"


def test_without_a_text_all_pages_are_there_to_be_chosen_from(found):
    names = found("")
    assert list(names)[:2] == ["Chargers", "Activity"]
    assert {"/", "/alerts", "/people", "/settings/shares", "/account"} <= set(names.values())


@pytest.mark.threat("P2")
@pytest.mark.parametrize("text", ["basar", "north-3", "südmarkt", "people", "audit", "nord", ""])
def test_nothing_is_found_that_a_reader_may_not_open(found, text):
    seen = found(text, "Nora")
    assert not {"Basar drei", "Südmarkt", "People", "Audit trail", "Maintenance and other exclusions"} & set(
        seen
    )
    assert set(seen.items()) <= set(found(text).items())
    assert bool(seen) == (text in {"nord", ""})


def test_every_page_that_is_about_no_single_thing_is_found():
    routes = {route.removeprefix("GET ") for route in RIGHTS if route.startswith("GET ") and "{" not in route}
    pages = {
        path
        for path in routes
        if not path.startswith(("/api/", "/ocpi/")) and "." not in path and not path.endswith("/live")
    }
    assert pages - NO_PAGES == set(PAGES)


@pytest.mark.parametrize("path", sorted(OF_A_SITE))
def test_a_page_of_a_site_wants_one_and_is_not_offered_without(desk, found, path):
    with TestClient(create_app(desk, token=None, now=lambda: NOON)) as client:
        assert client.get(path).status_code == 400
        assert client.get(path, params={"site": SITES[OWN]}).status_code == 200
    assert path not in found("").values()


def test_whatever_is_offered_opens(desk, found):
    offered = [url for url in found("").values() if "/chargers/" not in url]
    assert len(offered) == len(PAGES) - len(OF_A_SITE)
    with TestClient(create_app(desk, token=None, now=lambda: NOON)) as client:
        served = {route.path for route in client.app.routes}
        answers = {url: client.get(url).status_code for url in offered if url in served}
    assert set(answers.values()) == {200}, answers


def test_of_pages_only_those_are_found_that_are_served():
    with TestClient(create_app(ReadyDesk([]), token=None, now=lambda: NOON)) as client:
        page = client.get("/search").text
    assert "<b>Activity</b>" in page
    assert "<b>Alerts</b>" not in page


def test_a_text_is_escaped_and_cut(found):
    assert found("<script>alert(1)</script>" + "x" * 10_000) == {}
