"""The page of alerts: forms that need no script, in words, for a phone too."""

import re

import pytest
from alert_site import a_yard, app_of
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from looks import is_well, looks, unfold
from playwright.sync_api import expect
from serving import served

from chargeboard.alerts.rule import Danger, Kind, Rule
from chargeboard.web.alerting.rule_form import asked_of, rule_of_form
from receiver import receiving


@pytest.fixture
def yard():
    one = a_yard()
    yield one
    one.close()


@pytest.fixture
def client(yard):
    with TestClient(app_of(yard), raise_server_exceptions=False) as one:
        one.follow_redirects = False
        yield one


def test_it_says_what_lasts_what_was_sent_and_which_rules_there_are(client):
    page = client.get("/alerts").text
    assert "Berth CP0 (CP0): out of contact" in page
    assert "Over: Berth CP0 (CP0), socket 1: danger: leakage to earth" in page
    assert "in the settings file" in page
    assert '<a href="/alerts">Alerts</a>' in client.get("/").text


def test_a_rule_is_tried_without_being_kept_and_then_kept(client, yard):
    form = {"name": "fault", "kind": "faulted", "after_min": "0", "do": "try"}
    page = client.post("/alerts/rules", data=form)
    assert page.status_code == 200
    assert "“fault” would have fired once in 30 days, and was over within 5 minutes." in page.text
    assert 'value="fault"' in page.text
    assert "fault" not in {rule.name for rule in yard.store.alert_rules()}
    kept = client.post("/alerts/rules", data={**form, "do": "keep"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/alerts#h-rules")
    assert "fault" in {rule.name for rule in yard.store.alert_rules()}
    assert client.post("/alerts/rules/fault/remove").status_code == 303
    assert "fault" not in {rule.name for rule in yard.store.alert_rules()}


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"name": "a b"}, "name", "cannot be a name"),
        ({"name": "x", "after_min": "soon"}, "after_min", "is not a number of minutes; write it like 15"),
        ({"name": "x", "quiet": "night"}, "quiet", "names no quiet hours; write them like 22:00-06:00"),
        ({"name": "x", "codes": "E1"}, "codes", "is for rules of kind error"),
        (
            {"name": "x", "kind": "low_success", "below_pct": "much"},
            "below_pct",
            "write a percentage like 80",
        ),
        ({"name": "x", "after_min": "true"}, "after_min", "is not a number of minutes"),
        ({"name": "x", "repeat_min": "0.5"}, "repeat_min", "is too often"),
        ({"name": "x", "dangers": "heat"}, "dangers", "is for rules of kind danger"),
        ({"name": "x", "channels": "opps"}, "channels", "did you mean &#34;ops&#34;?"),
        ({"name": "of-file", "do": "keep"}, "name", "in the settings file"),
    ],
)
def test_a_wrong_rule_is_given_back_with_its_field_marked(client, form, field, said):
    answer = client.post("/alerts/rules", data={"kind": "faulted", "do": "try", **form})
    assert answer.status_code == 400
    assert said in answer.text
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text)
    assert f'value="{form["name"]}"' in answer.text


def test_an_alert_is_answered_with_a_note(client, yard):
    (lasting,) = yard.book.lasting()
    where = f"/alerts/lasting/{lasting.alert.id}"
    assert client.post(where, data={"do": "snooze", "hours": "0"}).status_code == 400
    assert client.post(where, data={"do": "snooze", "hours": "8", "note": "later"}).status_code == 303
    assert "Snoozed until 09:30" in client.get("/alerts").text
    assert client.post(where, data={"do": "acknowledge", "note": "mine"}).status_code == 303
    page = client.get("/alerts").text
    assert "Acknowledged" in page
    assert "<q>mine</q>" in page
    assert client.post("/alerts/lasting/none", data={"do": "acknowledge"}).status_code == 303


@pytest.mark.threat("L2")
def test_a_channel_is_kept_and_tried_by_button_and_its_secrets_are_not_shown(client):
    with receiving() as receiver:
        form = {
            "kind": "webhook",
            "name": "chat",
            "field-url": f"{receiver.url}/hush-4711",
            "field-shape": "slack",
        }
        assert client.post("/alerts/channels", data=form).status_code == 303
        page = client.get("/alerts").text
        assert "</span> slack" in page
        assert "hush" not in page
        assert "“chat” accepted the test message." in client.post("/alerts/channels/chat/test").text
        receiver.answers = [500]
        failed = client.post("/alerts/channels/chat/test").text
        assert "did not accept the test message: it answered 500" in failed
        assert "hush" not in failed
    assert client.post("/alerts/channels/chat/remove").status_code == 303
    assert "</span> slack" not in client.get("/alerts").text


def test_a_wrong_channel_says_what_is_wrong(client):
    form = {"kind": "webhook", "name": "chat", "field-url": "http://169.254.169.254/"}
    answer = client.post("/alerts/channels", data={**form, "field-shape": "slack"})
    assert answer.status_code == 400
    assert re.search(
        r'name="field-url"[^>]*aria-invalid="true"[^>]*></label><p class="wrong"[^>]*>169.254.169.254 is not',
        answer.text,
    )
    assert "<option selected>slack</option>" in answer.text
    assert answer.text.count("aria-invalid") == 1


def test_a_channel_that_is_kept_is_changed_and_its_secret_stays(client, yard):
    form = {"kind": "ntfy", "name": "phone", "field-server": "https://ntfy.example", "field-topic": "hush"}
    assert client.post("/alerts/channels", data=form).status_code == 303
    page = client.get("/alerts?channel=phone").text
    assert "Change the channel phone" in page
    assert 'value="https://ntfy.example"' in page
    assert "hush" not in page
    changed = {**form, "field-server": "https://push.example", "field-topic": ""}
    assert client.post("/alerts/channels", data=changed).headers["location"] == "/alerts#h-channels"
    (kept,) = (one for one in yard.book.channels() if one.name == "phone")
    assert (kept.settings["server"], [*kept.secrets]) == ("https://push.example", ["topic"])


def test_a_channel_is_listed_by_what_its_form_calls_its_settings(client):
    form = {"kind": "email", "name": "desk", "field-host": "mail.example", "field-port": "25"}
    form |= {"field-security": "none", "field-sender": "board@example.org", "field-to": "ops@example.org"}
    assert client.post("/alerts/channels", data=form).status_code == 303
    page = client.get("/alerts").text
    assert '<span class="soft">Mail server</span> mail.example<br>' in page
    assert '<span class="soft">Encryption</span> none<br>' in page
    assert "host=" not in page


def shown(page):
    """The names of the fields that a choice shows; of the others nothing is sent."""
    parts = re.findall(r'<fieldset data-of="(\w+)"( hidden disabled)?>', page)
    return [choice for choice, is_hidden in parts if not is_hidden]


def test_a_choice_of_kind_shows_its_fields_and_keeps_what_was_typed(client):
    assert shown(client.get("/alerts").text) == ["email"]
    chosen = client.get("/alerts?kind=danger&name=x&after_min=soon&dangers=heat&dangers=damage&quiet=x").text
    assert shown(chosen) == ["danger", "email"]
    assert 'name="name" value="x"' in chosen
    assert 'name="after_min" value="soon"' in chosen
    assert re.findall(r'value="(\w+)" checked', chosen) == ["heat", "damage"]
    assert "aria-invalid" not in chosen
    assert shown(client.get("/alerts?channel_kind=telegram").text) == ["telegram"]
    assert shown(client.get("/alerts?channel_kind=none&kind=none").text) == ["email"]


def test_what_is_wrong_is_said_right_below_its_field(client):
    form = {"name": "x", "kind": "low_success", "below_pct": "much", "do": "try"}
    page = client.post("/alerts/rules", data=form).text
    assert re.search(
        r'name="below_pct"[^>]*aria-describedby="wrong-rule"[^>]*></label><p class="wrong" id="wrong-rule"',
        page,
    )
    assert shown(page) == ["low_success", "email"]


@pytest.mark.threat("L3")
def test_another_site_can_change_nothing(client, yard):
    strange = {"sec-fetch-site": "cross-site"}
    (lasting,) = yard.book.lasting()
    for where in (
        "/alerts/rules",
        "/alerts/rules/contact/remove",
        "/alerts/channels",
        "/alerts/channels/ops/test",
        "/alerts/channels/ops/remove",
        f"/alerts/lasting/{lasting.alert.id}",
    ):
        assert client.post(where, data={"do": "keep"}, headers=strange).status_code == 403
    assert [rule.name for rule in yard.store.alert_rules()] == ["contact", "heat"]


@pytest.fixture(scope="module")
def opened(browser):
    yard = a_yard()
    for address in served(app_of(yard)):
        yield browser, address
    yard.close()


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_is_cut_on_a_phone(opened):
    browser, address = opened
    for page in looks(browser):
        page.goto(f"{address}/alerts")
        unfold(page)
        is_well(page)
        page.get_by_label("Fires when").select_option("danger")
        page.get_by_label("Kind of channel").select_option("mqtt")
        is_well(page)


@pytest.mark.page
def test_it_works_without_script(opened):
    browser, address = opened
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/alerts")
        page.get_by_label("Name", exact=True).first.fill("fault")
        page.get_by_label("Fires when").select_option("faulted")
        page.get_by_label("After (minutes)").fill("0")
        expect(page.get_by_role("group", name="Only these dangers")).to_have_count(0)
        page.get_by_label("Fires when").select_option("danger")
        with page.expect_navigation():
            page.get_by_role("button", name="Show its fields").first.click()
        expect(page.get_by_role("group", name="Only these dangers")).to_be_visible()
        page.get_by_label("Fires when").select_option("faulted")
        page.get_by_role("button", name="Try on the last 30 days").click()
        expect(page.get_by_text("would have fired once in 30 days")).to_be_visible()
        page.get_by_role("button", name="Save").first.click()
        expect(page.get_by_role("rowheader", name="fault")).to_be_visible()
        page.get_by_role("button", name="Remove the rule fault").click()
        expect(page.get_by_role("rowheader", name="fault")).to_have_count(0)
        page.get_by_label("Kind of channel").select_option("Telegram")
        with page.expect_navigation():
            page.get_by_role("button", name="Show its fields").last.click()
        expect(page.get_by_label("Token of the bot")).to_be_visible()
        expect(page.get_by_label("Mail server")).to_be_hidden()


@pytest.mark.page
def test_with_a_script_the_fields_follow_the_choice_and_the_keyboard_passes_no_others(opened):
    browser, address = opened
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/alerts")
        expect(page.get_by_role("button", name="Show its fields")).to_have_count(0)
        page.get_by_label("Name", exact=True).first.fill("low")
        page.get_by_label("Fires when").select_option("low_success")
        expect(page.get_by_label("Success below %")).to_be_visible()
        page.get_by_label("After (minutes)").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Success below %")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator("summary", has_text="For which chargers")).to_be_focused()
        page.get_by_label("Kind of channel").select_option("ntfy")
        expect(page.get_by_label("Mail server")).to_be_hidden()
        page.get_by_label("Topic (who knows").fill("hush")
        page.get_by_label("Name", exact=True).last.fill("phone")
        with page.expect_navigation():
            page.get_by_role("button", name="Save").last.click()
        expect(page.get_by_role("cell", name="ntfy Server https://ntfy.sh")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="Remove the channel phone").click()


_COUNTED = """window.asked = 0;
document.querySelector("form:has([data-waiting])").addEventListener("submit", (event) => {
  window.asked += event.defaultPrevented ? 0 : 1;
  event.preventDefault();
});"""
"""What a form sends is counted, and not sent."""


@pytest.mark.page
def test_a_trial_says_that_it_goes_on_and_is_asked_for_once(opened):
    browser, address = opened
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/alerts")
        page.evaluate(_COUNTED)
        page.get_by_label("Name", exact=True).first.fill("fault")
        page.get_by_role("button", name="Try on the last 30 days").click()
        goes_on = page.get_by_role("button", name="Looking through 30 days")
        expect(goes_on).to_have_attribute("aria-busy", "true")
        goes_on.click()
        page.get_by_role("button", name="Save").first.click()
        assert page.evaluate("window.asked") == 1
        page.evaluate("dispatchEvent(new Event('pageshow'))")  # a browser goes back
        page.get_by_role("button", name="Save").first.click()
        assert page.evaluate("window.asked") == 2
        expect(page.get_by_role("button", name="Try on the last 30 days")).to_be_visible()


def test_a_rule_that_is_kept_is_changed_in_the_form_that_it_came_from(client, yard):
    form = {
        "name": "hot",
        "kind": "danger",
        "dangers": ["heat", "damage"],
        "tags": "motorway, fast",
        "after_min": "1.5",
        "unrecovered": "1",
        "quiet": "22:00-06:00",
        "do": "keep",
    }
    assert client.post("/alerts/rules", data=form).status_code == 303
    (rule,) = [rule for rule in yard.store.alert_rules() if rule.name == "hot"]
    assert (rule.dangers, rule.tags, rule.after_s) == (("heat", "damage"), ("motorway", "fast"), 90)
    assert (rule.recovery, rule.by_site) == (False, True)
    page = client.get("/alerts?rule=hot").text
    assert 'value="motorway, fast"' in page
    assert 'value="1.5"' in page
    assert re.search(r'name="dangers" value="heat" checked', page)
    assert not re.search(r'name="dangers" value="leakage" checked', page)
    assert "Change the rule hot" in page
    assert page.count('<details class="more" open>') == 2
    assert client.get("/alerts").text.count('<details class="more" open>') == 0


TEXT = st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True)
LISTS = st.lists(TEXT, max_size=3).map(tuple)


@given(
    st.builds(
        Rule,
        name=TEXT,
        kind=st.just(Kind.FAULTED),
        after_s=st.none() | st.integers(0, 366 * 86_400),
        repeat_s=st.just(0) | st.integers(60, 366 * 86_400),
        chargers=LISTS,
        sites=LISTS,
        tags=LISTS,
        makers=LISTS,
        models=LISTS,
        by_site=st.booleans(),
        recovery=st.booleans(),
        is_off=st.booleans(),
        quiet=st.sampled_from(["", "22:00-06:00"]),
    )
)
def test_any_rule_is_the_same_after_it_went_through_the_form(rule):
    assert rule_of_form(asked_of(rule), []) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Rule(name="x", kind=Kind.LOW_SUCCESS, below_pct=72.5, least_attempts=9),
        Rule(name="x", kind=Kind.FLAPPING, reconnects=3),
        Rule(name="x", kind=Kind.ERROR, codes=("E1", "GroundFailure"), channels=("ops",)),
        Rule(name="x", kind=Kind.DANGER, dangers=(Danger.HEAT,)),
    ],
)
def test_so_is_what_is_only_for_one_kind(rule):
    assert rule_of_form(asked_of(rule), ["ops"]) == rule
