"""What holds for all chargers, in the page and over the API: where it comes from, and who may change it."""

import re
from html import unescape

import pytest

from chargeboard.config.policy_book import POLICY_KEYS
from chargeboard.domain.people import Role
from chargeboard.domain.policy import Policy
from chargeboard.web.setting.policy.policy_pages import GROUPS


def test_every_key_stands_on_the_page_once_with_its_meaning_and_default(client):
    assert sorted(key for keys in GROUPS.values() for key in keys) == sorted(POLICY_KEYS)
    assert {*POLICY_KEYS} == {*Policy.__struct_fields__} - {"exclusions"}
    page = client.get("/settings").text
    for key in POLICY_KEYS:
        assert f'name="{key}"' in page
        assert f"({key})" in page
    assert "Usually: 100." in page


def test_what_the_file_says_is_shown_with_its_table_and_not_changed_here(client, town):
    page = unescape(client.get("/settings").text)
    assert re.search(r'name="timezone"[^>]*readonly[^>]*value="Europe/Berlin"', page)
    assert "Set in board.toml [policy]: change it there." in page
    answer = client.post("/settings", data={"timezone": "UTC", "was-timezone": ""})
    assert answer.status_code == 400
    told = client.patch("/api/v1/policy", json={"timezone": "UTC"})
    assert (told.status_code, told.json()["parameter"]) == (400, "timezone")
    assert town.store.shared().policy == {}


def test_what_is_set_holds_for_all_and_has_all_looked_at_again(client, town):
    assert town.store.unlooked("", 10) == {}
    answer = client.post(
        "/settings", data={"min_success_energy_wh": "250", "silence_detection": "false", "offline_k": ""}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved")
    assert town.store.shared().policy == {"min_success_energy_wh": 250, "silence_detection": False}
    for station in ("CP1", "CP2"):
        policy = town.profile_of(station).policy
        assert (policy.min_success_energy_wh, policy.silence_detection) == (250, False)
    assert town.store.unlooked("", 10) == {"CP1": 1, "CP2": 1}
    told = {one["key"]: one for one in client.get("/api/v1/policy").json()}
    assert told["min_success_energy_wh"]["own"] == "250"
    assert told["min_success_energy_wh"]["usual"] == "100"
    assert told["min_success_energy_wh"]["origin"] == "of_all"
    answer = client.patch(
        "/api/v1/policy", json={"min_success_energy_wh": 300, "sockets": [1, 2], "offline_k": 2.5}
    )
    assert answer.status_code == 200
    assert town.store.shared().policy["min_success_energy_wh"] == 300
    assert town.profile_of("CP1").policy.sockets == (1, 2)
    client.patch("/api/v1/policy", json={"sockets": None, "offline_k": None})
    client.patch("/api/v1/policy", json={"min_success_energy_wh": None, "silence_detection": None})
    assert town.store.shared().policy == {}
    assert town.profile_of("CP1").policy.min_success_energy_wh == 100


def test_a_charger_and_a_site_go_before_what_is_set_for_all(client, town):
    client.patch("/api/v1/policy", json={"rated_kw": 11, "opening_hours": "Mo-Fr 08:00-18:00"})
    client.patch("/api/v1/chargers/CP1/settings", json={"rated_kw": 22})
    client.patch("/api/v1/sites/Market", json={"opening_hours": "24/7"})
    first, second = town.profile_of("CP1").policy, town.profile_of("CP2").policy
    assert (first.rated_kw, second.rated_kw) == (22, 11)
    assert (first.opening_hours, second.opening_hours) == (("Mo-Fr 08:00-18:00",), ("Mo-Su 00:00-24:00",))
    assert "Empty: 11, as set for all chargers." in client.get("/chargers/CP2/settings").text


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("min_success_energy_wh", "much", "is not a number"),
        ("min_success_energy_wh", "1.5", "should be a whole number"),
        ("offline_k", "0", "use more than 0"),
        ("success", "always", "invalid enum value"),
        ("sockets", "[0]", "numbered from 1"),
        ("success_excludes", "charger_falt", "did you mean"),
        ("opening_hours", "nine to five", "are not of the form"),
    ],
)
def test_a_wrong_value_is_given_back_in_words_with_its_part_open(client, town, key, text, said):
    answer = client.post("/settings", data={key: text})
    assert answer.status_code == 400
    assert said in unescape(answer.text)
    marked = re.search(rf'name="{key}"[^>]*aria-invalid="true"', answer.text)
    assert marked
    assert '<details class="more" open>' in answer.text[: marked.start()].rsplit("</details>", 1)[-1]
    assert town.store.shared().policy == {}


def test_a_key_that_is_none_is_named_with_one_like_it(client):
    told = client.patch("/api/v1/policy", json={"ofline_k": 3})
    assert 'did you mean "offline_k"?' in told.json()["detail"]
    assert client.patch("/api/v1/policy", json={"exclusions": []}).status_code == 400


@pytest.mark.threat("P1")
def test_only_admins_change_it_and_what_it_was_is_written_down(client, town):
    for role in (Role.VIEWER, Role.OPERATOR):
        town.log_in(client, f"a {role}", role)
        assert client.get("/settings").status_code == 200
        assert '<button class="quiet">Save' not in client.get("/settings").text
        assert client.post("/settings", data={"offline_k": "3"}).status_code == 403
    town.log_in(client, "Ada", Role.ADMIN)
    client.post("/settings", data={"offline_k": "3"})
    client.post("/settings", data={"offline_k": "none"})
    (entry,) = [
        one for one in town.people.audit.entries(0, town.now + 1, "", "", 20) if one.what == "policy_set"
    ]
    assert (entry.who, entry.before, entry.after) == ("Ada", {}, {"offline_k": 3})
