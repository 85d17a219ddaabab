"""Sites in the page and over the API: what is set, who goes along with a new name, and who may."""

import re
from html import unescape

import pytest
from litestar.testing import TestClient
from looks import is_well, looks, unfold
from playwright.sync_api import expect
from serving import served
from setting_site import SETTINGS, Town

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.config import Settings, Value
from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.people import Role

OCPI = (
    '{"twentyfourseven": false, "regular_hours": ['
    '{"weekday": 1, "period_begin": "08:00", "period_end": "20:00"},'
    '{"weekday": 2, "period_begin": "08:00", "period_end": "20:00"},'
    '{"weekday": 5, "period_begin": "18:00", "period_end": "02:00"}]}'
)


def test_a_site_is_described_and_its_chargers_have_its_zone_and_hours(client, town):
    form = {
        "name": "Harbour",
        "was-name": "Harbour",
        "address": "Quay <1>",
        "coordinates": "53.5461 9.9661",
        "timezone": "Europe/Lisbon",
        "opening_hours": "Mo-Fr 06:00-22:00\r\nSa 18:00-02:00",
    }
    answer = client.post("/sites/Harbour/settings", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sites/Harbour/settings?saved")
    page = client.get("/sites/Harbour/settings?saved").text
    assert "Quay &lt;1&gt;" in page
    assert "53.5461, 9.9661" in page
    assert '<a href="/chargers/CP1">CP1</a>' in page
    policy = town.profile_of("CP1").policy
    assert (policy.timezone, policy.opening_hours) == (
        "Europe/Lisbon",
        ("Mo-Fr 06:00-22:00", "Sa 18:00-02:00"),
    )
    assert town.profile_of("CP2").policy.timezone == "Europe/Berlin"
    assert "Empty: Europe/Lisbon, from the site Harbour." in client.get("/chargers/CP1/settings").text
    client.patch("/api/v1/chargers/CP1/settings", json={"timezone": "Asia/Tokyo"})
    assert town.profile_of("CP1").policy.timezone == "Asia/Tokyo"
    assert [*town.store.unlooked("", 10)] == ["CP1"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("24/7", ["Mo-Su 00:00-24:00"]),
        (OCPI, ["Mo-Tu 08:00-20:00", "Fr 18:00-02:00"]),
        ('{"twentyfourseven": true}', ["Mo-Su 00:00-24:00"]),
        ("Mo-Fr 06:00-22:00, Sa 08:00-12:00", ["Mo-Fr 06:00-22:00", "Sa 08:00-12:00"]),
    ],
)
def test_opening_hours_are_taken_as_the_field_writes_them(client, written, kept):
    answer = client.patch("/api/v1/sites/Harbour", json={"opening_hours": written})
    assert answer.json()["opening_hours"] == kept
    again = client.patch("/api/v1/sites/Harbour", json={"opening_hours": kept})
    assert again.json()["opening_hours"] == kept


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("timezone", "Europe/Berln", "there is no time zone"),
        ("coordinates", "north", "is not latitude and longitude"),
        ("coordinates", "93.1, 9", "is not latitude and longitude"),
        ("opening_hours", "nine to five", "are not of the form"),
        ("opening_hours", '{"regular_hours": [{"weekday": 9}]}', "not how OCPI writes"),
        (
            "opening_hours",
            '{"regular_hours": [{"weekday": 9, "period_begin": "08:00", "period_end": "09:00"}]}',
            "9 is not a weekday",
        ),
        ("opening_hours", '{"exceptional_closings": [{}]}', "declare a closing as an exclusion"),
        ("name", "", "a site needs a name"),
        ("name", "MARKET", "there is a site “MARKET” already"),
        ("name", " .. ", "no page can have the name “..”"),
    ],
)
def test_a_wrong_value_is_given_back_with_its_field_marked(client, town, key, text, said):
    form = {"name": "Harbour", "was-name": "Harbour", "address": "kept", key: text}
    answer = client.post("/sites/Harbour/settings", data=form)
    assert answer.status_code == 400
    assert said in unescape(answer.text)
    assert re.search(rf'name="{key}"[^>]*aria-invalid="true"', answer.text)
    assert 'value="kept"' in answer.text
    assert town.store.shared().sites == {}


def test_a_site_is_added_once(client, town):
    assert client.post("/sites", data={"name": "Yard", "timezone": "UTC"}).status_code == 303
    assert client.post("/sites", data={"name": " yard "}).status_code == 400
    answer = client.post("/api/v1/sites", json={"name": "North", "address": "Street 1"})
    assert answer.status_code == 201
    assert [one["name"] for one in client.get("/api/v1/sites").json()] == [
        "Harbour",
        "Market",
        "North",
        "Yard",
    ]
    assert "North" in client.get("/chargers/CP1/settings").text


@pytest.mark.parametrize("name", [".", "..", " . "])
def test_a_name_that_no_page_can_have_is_refused_however_it_is_brought(client, town, name):
    digest = town.books.sheet.plan(f"charger,site\nCP1,{name}\n".encode(), {"CP1", "CP2"}).digest
    asked = [
        client.post("/sites", data={"name": name}),
        client.post("/chargers/CP1/settings", data={"site": name, "was-site": "Harbour"}),
        client.post("/settings/chargers", data={"list": f"charger,site\nCP1,{name}\n"}),
        client.post(
            "/settings/chargers/apply", data={"list": f"charger,site\nCP1,{name}\n", "digest": digest}
        ),
        client.post("/api/v1/sites", json={"name": name}),
        client.patch("/api/v1/sites/Harbour", json={"name": name}),
        client.patch("/api/v1/chargers/CP1/settings", json={"site": name}),
    ]
    for answer in asked:
        assert answer.status_code == 400
        assert f"no page can have the name “{name.strip()}”" in unescape(answer.text)
    assert town.books.sites.names() == ["Harbour", "Market"]


def test_all_that_named_a_site_goes_along_with_its_new_name(client, town):
    client.patch("/api/v1/sites/Harbour", json={"timezone": "Europe/Lisbon"})
    town.people.accounts.add("Ada", Role.VIEWER, ["Harbour", "Market"])
    town.log_in(client, "Root", Role.ADMIN)
    window = DeclaredExclusion(
        id="a", kind=ExclusionKind.OTHER, from_at=1, until_at=2, site="harbour", kept_at=1
    )
    town.store.save_exclusion(window)
    town.store.save_alert_rule(Rule(name="r", kind=Kind.DANGER, sites=("Harbour",)))
    answer = client.post("/sites/Harbour/settings", data={"name": "Old Harbour", "was-name": "Harbour"})
    assert answer.headers["location"] == "/sites/Old%20Harbour/settings?saved"
    assert town.store.charger("CP1").site == "Old Harbour"
    assert town.people.accounts.of("Ada").sites == ("Old Harbour", "Market")
    assert town.store.exclusions()[0].site == "Old Harbour"
    assert town.store.alert_rules()[0].sites == ("Old Harbour",)
    assert town.profile_of("CP1").policy.timezone == "Europe/Lisbon"
    assert client.get("/sites/Harbour/settings").status_code == 404
    client.post("/sites/Old Harbour/settings", data={"name": "OLD HARBOUR", "was-name": "Old Harbour"})
    assert town.books.sites.names() == ["Market", "OLD HARBOUR"]


def test_the_chargers_of_a_site_that_goes_are_said_and_are_at_none(client, town):
    assert "The 1 charger above will have no site" in client.get("/sites/Harbour/settings").text
    answer = client.post("/sites/Harbour/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sites?removed=Harbour")
    assert town.store.charger("CP1").site == ""
    assert town.store.charger("CP1").name == "Name of CP1"
    assert client.get("/sites/Harbour/settings").status_code == 404
    assert client.delete("/api/v1/sites/Market").json()["chargers"] == ["CP2"]
    assert client.delete("/api/v1/sites/Market").status_code == 404


def test_a_site_that_the_file_names_is_renamed_and_removed_there():
    where = 'board.toml [chargers."F"]'
    town = Town(Settings(chargers={"F": {"site": Value("Harbour", where)}}))
    with TestClient(town.app()) as client:
        for answer in (
            client.patch("/api/v1/sites/Harbour", json={"name": "New"}),
            client.delete("/api/v1/sites/Harbour"),
        ):
            assert answer.status_code == 400
            assert f"{where} names this site" in answer.json()["detail"]
        assert client.patch("/api/v1/sites/Harbour", json={"timezone": "UTC"}).status_code == 200
    assert town.profile_of("F").policy.timezone == "UTC"
    town.close()


@pytest.mark.threat("P2")
def test_who_has_some_sites_sees_those_and_no_other(client, town):
    town.log_in(client, "Ada", Role.OPERATOR, ["Harbour"])
    assert "Market" not in client.get("/sites").text
    hidden, none = client.get("/sites/Market/settings"), client.get("/sites/Nowhere/settings")
    assert hidden.status_code == 404
    assert hidden.text.replace("Market", "X") == none.text.replace("Nowhere", "X")
    assert client.get("/sites/Harbour/settings").status_code == 200


@pytest.mark.threat("P1")
def test_only_admins_change_sites_and_what_they_change_is_written_down(client, town):
    town.log_in(client, "Otto", Role.OPERATOR)
    assert client.post("/sites", data={"name": "Yard"}).status_code == 403
    assert client.post("/sites/Harbour/settings", data={"address": "x"}).status_code == 403
    assert client.post("/sites/Harbour/remove").status_code == 403
    town.log_in(client, "Ada", Role.ADMIN)
    client.post("/sites", data={"name": "Yard"})
    client.post("/sites/Harbour/settings", data={"address": "x"})
    client.post("/sites/Harbour/remove")
    entries = [
        one for one in town.people.audit.entries(0, town.now + 1, "", "", 20) if one.what.startswith("site_")
    ]
    told = {one.what: one for one in entries}
    assert sorted(told) == ["site_added", "site_removed", "site_set"]
    assert told["site_set"].after["address"] == "x"
    assert told["site_removed"].before["chargers"] == ["CP1"]
    assert told["site_removed"].after is None
    assert told["site_added"].about == "Yard"


@pytest.fixture(scope="module")
def opened(browser):
    town = Town(SETTINGS)
    for address in served(town.app()):
        yield browser, address
    town.close()


@pytest.mark.page
def test_it_works_without_script_on_a_phone_and_axe_finds_nothing(opened):
    browser, address = opened
    with browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{address}/settings")
        page.get_by_role("link", name="Sites").click()
        page.get_by_label("Name of the site").fill("Yard")
        page.get_by_label("Opening hours").fill("Mo-Fr 06:00-22:00")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("heading", name="Yard", exact=True)).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("Saved.", use_inner_text=True)
        page.get_by_role("button", name="Remove Yard").click()
        expect(page.get_by_role("status")).to_have_text("The site Yard was removed.", use_inner_text=True)
    for page in looks(browser):
        for path in ("/sites", "/sites/Harbour/settings", "/settings"):
            page.goto(f"{address}{path}")
            unfold(page)
            is_well(page)


def test_sites_lie_on_the_map_by_their_coordinates_and_the_others_are_listed(client):
    assert "No site has coordinates yet." in client.get("/map").text
    client.patch("/api/v1/sites/Harbour", json={"coordinates": "53.5461, 9.9661"})
    page = client.get("/map").text
    assert re.search(r'<a href="/sites/Harbour" aria-label="Harbour: 1 charger[^"]*">', page)
    assert 'cx="500.0" cy="280.0" r="7.5"/>' in page
    behind = page.partition("Without coordinates")[2]
    assert "/sites/Market" in behind
    assert "/sites/Harbour" not in behind


@pytest.mark.page
def test_on_a_phone_the_names_of_the_map_are_large_enough_to_be_read(opened):
    browser, address = opened
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        context.request.patch(f"{address}/api/v1/sites/Harbour", data={"coordinates": "53.5461, 9.9661"})
        page = context.new_page()
        page.goto(f"{address}/map")
        name = page.locator(".map .site", has_text="Harbour")
        name.scroll_into_view_if_needed()
        expect(name).to_be_in_viewport()
        assert name.bounding_box()["height"] > 11
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_map_is_a_picture_too(client):
    assert "data-picture" not in client.get("/map").text
    assert client.get("/map.svg").status_code == 404
    client.patch("/api/v1/sites/Harbour", json={"coordinates": "53.5461, 9.9661"})
    assert '<a href="/map.svg" data-picture' in client.get("/map").text
    picture = client.get("/map.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert 'cx="500.0" cy="280.0" r="7.5"' in picture.text
    assert ">Harbour</text>" in picture.text
    assert "Map: Sites" in picture.text
    assert "<a " not in picture.text


@pytest.mark.threat("P2")
def test_the_map_has_no_site_that_the_reader_may_not_see(client, town):
    client.patch("/api/v1/sites/Market", json={"coordinates": "1 1"})
    town.log_in(client, "Ann", sites={"Harbour"})
    page = client.get("/map").text
    assert "Harbour" in page
    assert "Market" not in page + client.get("/map.svg").text
