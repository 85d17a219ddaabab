"""What a charger is, said in the page and by programs: by whom, what is refused, and where it is seen."""

import re

import pytest
from looks import is_well, looks
from playwright.sync_api import expect
from serving import served
from setting_site import Town

from chargeboard.domain.people import Role
from chargeboard.domain.records import Charger

PATH = "/chargers/CP1/settings"


def form_of(client, path=PATH):
    """What the form holds as it is served."""
    text = client.get(path).text
    fields = dict(re.findall(r'name="(was-[a-z_]+)" value="([^"]*)"', text))
    return fields | {name.removeprefix("was-"): value for name, value in fields.items()}


def test_a_charger_is_described_in_the_page_and_shown_so(client, town):
    assert '<a href="/chargers/CP1/settings">Settings</a>' in client.get("/chargers/CP1").text
    form = form_of(client) | {
        "name": "Quay <left>",
        "timezone": "Europe/Lisbon",
        "rated_kw": "150",
        "maker": "Alpitronic",
        "socket_names": "1: left\r\n2=right",
        "notes": "Key at the kiosk.\r\nMind the gap.",
    }
    answer = client.post(PATH, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/chargers/CP1/settings?saved")
    stored = town.store.charger("CP1")
    assert (stored.name, stored.site) == ("Quay <left>", "Harbour")
    assert stored.settings == {
        "timezone": "Europe/Lisbon",
        "rated_kw": 150,
        "maker": "Alpitronic",
        "socket_names": "1=left; 2=right",
        "notes": "Key at the kiosk.\nMind the gap.",
    }
    page = client.get("/chargers/CP1/settings?saved").text
    assert "Quay &lt;left&gt;" in page
    assert "Saved." in page
    board = client.get("/chargers/CP1").text
    assert "Alpitronic X1" in board
    assert "150 kW" in board
    assert "Europe/Lisbon" in board


def test_what_official_files_want_is_folded_until_something_stands_there(client):
    folded = '<details class="more"><summary>For official files (EV-ChART, Atlas)</summary>'
    assert folded in client.get(PATH).text
    wrong = client.post(PATH, data=form_of(client) | {"energy_fee": "dear"})
    assert wrong.status_code == 400
    assert folded not in wrong.text
    client.post(PATH, data=form_of(client) | {"station_id": "S1"})
    assert folded.replace('"more"', '"more" open') in client.get(PATH).text


def test_an_emptied_field_takes_back_what_was_set_and_says_what_holds_then(client, town):
    client.post(PATH, data=form_of(client) | {"timezone": "Europe/Lisbon"})
    client.post(PATH, data=form_of(client) | {"timezone": ""})
    assert "timezone" not in town.store.charger("CP1").settings
    assert "Empty: Europe/Berlin, from board.toml [policy]." in client.get(PATH).text


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("timezone", "Europe/Berln", "there is no time zone"),
        ("rated_kw", "much", "is not a number"),
        ("rated_kw", "1,500", "is not a number"),
        ("rated_kw", "0", "use more than 0"),
        ("rated_kw", "-3", "use 0 or more"),
        ("socket_names", "left", "names no socket"),
        ("socket_names", "1=a; 1=b", "socket 1 is named twice"),
        ("name", "x" * 301, "at most 300 characters"),
    ],
)
def test_a_wrong_value_is_given_back_with_its_field_marked_and_nothing_kept(client, town, key, text, said):
    answer = client.post(PATH, data=form_of(client) | {"notes": "kept in the form", key: text})
    assert answer.status_code == 400
    assert said in answer.text
    assert re.search(rf'name="{key}"[^>]*aria-invalid="true"', answer.text)
    assert "kept in the form" in answer.text
    assert town.store.charger("CP1").settings == {}


def test_what_the_file_says_is_shown_with_the_file_and_not_changed_here(client, town):
    page = client.get("/chargers/OF-FILE/settings").text
    assert "Set in board.toml [chargers.&#34;OF-FILE&#34;]: change it there." in page
    assert re.search(r'name="name"[^>]*readonly', page)
    form = form_of(client, "/chargers/OF-FILE/settings") | {"name": "Mine"}
    answer = client.post("/chargers/OF-FILE/settings", data=form)
    assert answer.status_code == 400
    assert town.store.charger("OF-FILE") is None
    assert client.patch("/api/v1/chargers/OF-FILE/settings", json={"name": "Mine"}).status_code == 400


def test_what_somebody_else_set_meanwhile_is_not_overwritten(client, town):
    form = form_of(client) | {"name": "Mine", "notes": "mine"}
    town.store.save_charger(Charger(id="CP1", name="Theirs", site="Harbour", settings={"maker": "ABB"}))
    answer = client.post(PATH, data=form)
    assert answer.status_code == 400
    assert "somebody changed it to “Theirs” in the meantime" in answer.text
    form = form | {"name": form["was-name"]}
    assert client.post(PATH, data=form).status_code == 303
    assert town.store.charger("CP1").settings == {"maker": "ABB", "notes": "mine"}
    assert town.store.charger("CP1").name == "Theirs"


def test_nobody_describes_a_charger_that_nobody_knows(client):
    for answer in (client.get("/chargers/CP9/settings"), client.post("/chargers/CP9/settings", data={})):
        assert answer.status_code == 404
    told = client.get("/api/v1/chargers/CP9/settings")
    assert told.status_code == 404
    assert sorted(told.json()["similar"]) == ["CP1", "CP2"]


def test_programs_set_and_take_back_by_name(client, town):
    answer = client.patch("/api/v1/chargers/CP1/settings", json={"rated_kw": 22, "notes": "n", "tags": "a,b"})
    assert answer.status_code == 200
    told = {one["key"]: one for one in answer.json()}
    assert told["rated_kw"]["own"] == "22"
    assert told["timezone"] == {
        "key": "timezone",
        "own": None,
        "holds": "Europe/Berlin",
        "origin": "file",
        "where": "board.toml [policy]",
        "is_fixed": False,
        "usual": None,
    }
    client.patch("/api/v1/chargers/CP1/settings", json={"rated_kw": None})
    assert town.store.charger("CP1").settings == {"notes": "n", "tags": "a,b"}
    wrong = client.patch("/api/v1/chargers/CP1/settings", json={"nmae": "x"})
    assert (wrong.status_code, wrong.json()["parameter"]) == (400, "nmae")
    assert 'did you mean "name"?' in wrong.json()["detail"]


@pytest.mark.threat("P2")
def test_who_works_at_a_site_changes_its_chargers_and_moves_none_to_another(client, town):
    town.log_in(client, "Ada", Role.OPERATOR, ["Harbour"])
    assert "Market" not in client.get(PATH).text
    assert client.get("/chargers/CP2/settings").status_code == 404
    assert client.post("/chargers/CP2/settings", data={"name": "x"}).status_code == 404
    assert client.post(PATH, data=form_of(client) | {"name": "New"}).status_code == 303
    for site in ("Market", "", "Nowhere"):
        answer = client.post(PATH, data=form_of(client) | {"site": site})
        assert answer.status_code == 400
        assert "choose one of the sites that you see: Harbour" in answer.text
    assert town.store.charger("CP1").site == "Harbour"


@pytest.mark.threat("P1")
def test_who_only_looks_sees_no_button_and_changes_nothing(client, town):
    town.log_in(client, "Vic", Role.VIEWER)
    page = client.get(PATH).text
    assert re.search(r'name="name"[^>]*readonly', page)
    assert '<button class="quiet">Save' not in page
    assert client.post(PATH, data={"name": "x"}).status_code == 403


@pytest.mark.threat("L3")
def test_another_site_sets_nothing(client, town):
    strange = {"sec-fetch-site": "cross-site"}
    assert client.post(PATH, data={"name": "x"}, headers=strange).status_code == 403


def test_it_is_written_down_what_it_was_before_and_is_after(client, town):
    town.log_in(client, "Ada")
    client.post(PATH, data=form_of(client) | {"name": "New", "notes": "n"})
    client.post(PATH, data=form_of(client) | {"rated_kw": "much"})
    (entry,) = [
        one for one in town.people.audit.entries(0, town.now + 1, "", "", 10) if one.what == "charger_set"
    ]
    assert (entry.who, entry.about) == ("Ada", "CP1")
    assert (entry.before["name"], entry.after["name"]) == ("Name of CP1", "New")
    assert entry.after["settings"] == {"notes": "n"}


@pytest.fixture(scope="module")
def opened(browser):
    town = Town()
    for address in served(town.app()):
        yield browser, address
    town.close()


@pytest.mark.page
def test_it_works_without_script_on_a_phone_and_axe_finds_nothing(opened):
    browser, address = opened
    with browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{address}/chargers/CP1")
        page.get_by_label("Pages of the charger").get_by_role("link", name="Settings").click()
        page.get_by_label("Rated power, kW").fill("50")
        page.get_by_label("Socket names").fill("1=left\n2=right")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Saved.", use_inner_text=True)
        expect(page.get_by_label("Socket names")).to_have_value("1=left\n2=right")
        page.get_by_role("link", name="Name of CP1").click()
        expect(page.get_by_text("50 kW")).to_be_visible()
    for page in looks(browser):
        for path in (PATH, "/chargers/OF-FILE/settings"):
            page.goto(f"{address}{path}")
            is_well(page)
