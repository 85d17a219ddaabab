"""What do programs get of alerts, and what may they say?"""

import json

import jsonschema
import pytest
from litestar.testing import TestClient

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.channels.registry import channel_of
from chargeboard.channels.sealing import Seal
from chargeboard.documents.alerts import schema
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.excluding import Exclusions
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.app import create_app
from receiver import receiving
from watching import Yard, at

OF_FILE = Rule(name="of-file", kind=Kind.NO_SESSION)


@pytest.fixture(scope="module")
def yard():
    one = Yard(Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=1800))
    one.status(0, "Available")
    one.until(60)
    yield one
    one.close()


def app(yard, token=None):
    seal = Seal(lambda: b"k" * 32)

    async def send(stored, message):
        await channel_of(stored.kind).send(seal.opened(stored), message, 0)

    book = AlertBook(yard.store, lambda: yard.now, [OF_FILE])
    sites = {one: yard.profile_of(one).site for one in yard.stations}
    windows = Exclusions(yard.store, yard.profile_of, sites, lambda: yard.now)
    alerts = Alerts(book, seal, send, "https://board.example.org", windows)
    return create_app(yard.desk, token=token, now=lambda: yard.now, alerts=alerts)


@pytest.fixture
def client(yard):
    with TestClient(app(yard), raise_server_exceptions=False) as one:
        yield one


def test_alerts_that_last_and_what_was_sent_are_told(client):
    (lasting,) = client.get("/api/v1/alerts").json()
    assert (lasting["rule"], lasting["chargers"], lasting["site"]) == ("contact", ["CP0"], None)
    (entry,) = client.get("/api/v1/alerts/log").json()
    jsonschema.validate(entry["notice"], schema())
    assert entry["notice"]["alert"] == lasting["alert"]
    assert entry["is_sent"]
    assert [one["channel"] for one in entry["deliveries"]] == ["ops"]


def test_a_rule_is_kept_tried_and_forgotten(client):
    kept = client.put("/api/v1/alerts/rules/fault", json={"kind": "faulted", "after_s": 60})
    assert (kept.status_code, kept.json()["told"]) == (200, "socket faulted; for 1 min")
    rules = {one["rule"]["name"]: one["is_of_file"] for one in client.get("/api/v1/alerts/rules").json()}
    assert rules == {"contact": False, "fault": False, "of-file": True}
    assert client.delete("/api/v1/alerts/rules/fault").status_code == 204
    assert client.delete("/api/v1/alerts/rules/fault").status_code == 404
    assert client.delete("/api/v1/alerts/rules/of-file").status_code == 409


def test_a_back_test_needs_no_rule_that_is_kept(client):
    asked = client.post(
        "/api/v1/alerts/rules/x/back-test?days=2", json={"kind": "out_of_contact", "after_s": 1800}
    )
    found = asked.json()
    assert (asked.status_code, found["fired"], found["days"]) == (200, 1, 2)
    assert found["told"] == ["“x” would have fired once in 2 days."]
    jsonschema.validate(found["tellings"][0]["notice"], schema())
    assert (found["chargers_looked_at"], found["chargers"]) == (1, 1)


@pytest.mark.parametrize(
    ("body", "parameter", "said"),
    [
        ({"kind": "offline"}, "kind", "'offline' is none of"),
        ({"kind": "faulted", "delay": 1}, "delay", "a rule has no such key"),
        (["faulted"], "body", "has to be an object"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong_and_what_to_do(client, body, parameter, said):
    answer = client.put("/api/v1/alerts/rules/x", json=body)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
    assert said in answer.json()["detail"]


def test_what_is_no_json_is_refused(client):
    assert client.post("/api/v1/alerts/rules/x/back-test", content="kind=faulted").status_code == 415
    answer = client.put("/api/v1/alerts/rules/x", content="{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "body")
    assert client.post("/api/v1/alerts/rules/x/back-test?days=0", json={"kind": "faulted"}).status_code == 400


def test_an_alert_is_acknowledged_or_put_off_with_a_note(client):
    alert = client.get("/api/v1/alerts").json()[0]["alert"]
    assert client.post(f"/api/v1/alerts/{alert}/snooze", json={"note": "x"}).status_code == 400
    assert (
        client.post(f"/api/v1/alerts/{alert}/snooze", json={"minutes": 60, "note": "later"}).status_code
        == 204
    )
    (lasting,) = client.get("/api/v1/alerts").json()
    assert (lasting["snoozed_until"], lasting["note"]) == ("2025-10-13T02:00:00Z", "later")
    assert client.post(f"/api/v1/alerts/{alert}/acknowledge", json={"note": "mine"}).status_code == 204
    (lasting,) = client.get("/api/v1/alerts").json()
    assert (lasting["acknowledged_at"], lasting["note"]) == ("2025-10-13T01:00:00Z", "mine")
    assert client.post("/api/v1/alerts/none/acknowledge", json={}).status_code == 404


@pytest.mark.threat("L2")
def test_a_channel_is_kept_tried_and_forgotten_and_its_secrets_are_never_told(client):
    with receiving() as receiver:
        url = f"{receiver.url}/secret"
        kept = client.put("/api/v1/alerts/channels/chat", json={"kind": "webhook", "values": {"url": url}})
        assert (kept.status_code, kept.json()["secrets"]) == (200, ["url"])
        assert client.post("/api/v1/alerts/channels/chat/test", json={}).status_code == 204
        assert json.loads(receiver.took[0][2])["event"] == "test"
        receiver.answers = [500]
        failed = client.post("/api/v1/alerts/channels/chat/test", json={})
        assert (failed.status_code, failed.json()["detail"]) == (502, "it answered 500: no, not like that")
    told = client.get("/api/v1/alerts/channels").text
    assert "secret" not in (told + kept.text + failed.text).replace('"secrets"', "")
    assert client.delete("/api/v1/alerts/channels/chat").status_code == 204
    assert client.delete("/api/v1/alerts/channels/chat").status_code == 404
    assert client.post("/api/v1/alerts/channels/chat/test", json={}).status_code == 404


@pytest.mark.threat("L1")
def test_where_nothing_is_sent_is_refused(client):
    values = {"url": "http://169.254.169.254/latest"}
    answer = client.put("/api/v1/alerts/channels/chat", json={"kind": "webhook", "values": values})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "url")


@pytest.mark.threat("L3")
def test_only_who_knows_the_token_may_change_anything(yard):
    with TestClient(app(yard, "t" * 20), raise_server_exceptions=False) as locked:
        assert locked.get("/api/v1/alerts").status_code == 401
        assert locked.put("/api/v1/alerts/rules/x", json={"kind": "faulted"}).status_code == 401
        assert locked.post("/api/v1/alerts/x/acknowledge", json={}).status_code == 401
        assert locked.delete("/api/v1/alerts/rules/contact").status_code == 401
        known = {"Authorization": "Bearer " + "t" * 20}
        assert locked.get("/api/v1/alerts", headers=known).status_code == 200


def test_the_yard_stands_still(yard):
    assert yard.now == at(60)


WINDOW = {
    "kind": "planned_maintenance",
    "charger": "CP0",
    "socket": 1,
    "from": "2025-10-14T08:00",
    "until": "2025-10-14T09:00:00+02:00",
    "by": "ana",
}


def test_a_window_is_declared_and_forgotten(client):
    asked = {**WINDOW, "from": "2025-10-14T06:00"}
    answer = client.post("/api/v1/exclusions", json=asked)
    assert answer.status_code == 201
    kept = answer.json()
    assert (kept["from"], kept["until"]) == ("2025-10-14T06:00:00Z", "2025-10-14T07:00:00Z")
    assert (kept["charger"], kept["site"], kept["socket"], kept["by"]) == ("CP0", None, 1, "ana")
    assert client.get("/api/v1/exclusions").json() == [kept]
    assert client.delete(f"/api/v1/exclusions/{kept['id']}").status_code == 204
    assert client.delete(f"/api/v1/exclusions/{kept['id']}").status_code == 404
    assert client.get("/api/v1/exclusions").json() == []


def test_a_wrong_window_says_what_is_wrong_and_where(client):
    answer = client.post("/api/v1/exclusions", json=WINDOW)
    assert answer.status_code == 400
    assert "until: it would end at 2025-10-14T09:00:00+02:00, before it begins" in answer.json()["detail"]
    assert client.post("/api/v1/exclusions", data={"kind": "other"}).status_code == 415


@pytest.mark.threat("L3")
def test_a_window_is_declared_by_who_sends_the_token_as_bearer_alone(yard):
    with TestClient(app(yard, "secret"), raise_server_exceptions=False) as one:
        assert one.post("/api/v1/exclusions", json=WINDOW).status_code == 401
        assert one.delete("/api/v1/exclusions/x").status_code == 401
        bearer = {"authorization": "Bearer secret"}
        assert one.post("/api/v1/exclusions", json=WINDOW, headers=bearer).status_code == 400
