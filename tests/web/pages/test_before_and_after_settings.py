"""
Before and after a change of settings, worked out by hand (V3, V7).

A session each day from 1 to 20 January. On the 11th the interval of readings goes from 60 to 30 s and a key
is exchanged; on odd dates from then on a start gives nothing. On the 15th the same value is set once more.
A limit is set anew each day. On the 20th the firmware changes, and it is the 21st.
"""

import re
from datetime import datetime

import pytest
from litestar.testing import TestClient

from chargeboard.capture.redaction import Redactor
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.app import create_app
from projecting import projector_of

PATH = "/chargers/CP/days/comparison"
SECRET = "s3cr3t-of-the-charger"


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def call(moment, action, payload):
    return Frame("CP", at(moment), "in", f'[2,"{action}{moment}","{action}",{{{payload}}}]', "c", "ocpp1.6")


def setting(moment, key, value, status="Accepted"):
    asked = f'[2,"{key}{moment}","ChangeConfiguration",{{"key":"{key}","value":"{value}"}}]'
    yield Frame("CP", at(moment), "out", asked, "c", "ocpp1.6")
    answer = f'[3,"{key}{moment}",{{"status":"{status}"}}]'
    yield Frame("CP", at(moment) + 1000, "in", answer, "c", "ocpp1.6")


def status(moment, said):
    told = f'"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
    return call(moment, "StatusNotification", told)


def boot(moment, firmware):
    plate = '"chargePointVendor":"ACME","chargePointModel":"X1"'
    return call(moment, "BootNotification", f'{plate},"firmwareVersion":"{firmware}"')


def life():
    yield Frame("CP", at("2025-12-31T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield boot("2025-12-31T00:30", "1.0")
    yield status("2025-12-31T00:31", "Available")
    yield from setting("2025-12-31T01:00", "MeterValueSampleInterval", "60")
    for day in range(1, 21):
        start, end = f"2026-01-{day:02}T10:00", f"2026-01-{day:02}T11:00"
        yield from setting(f"2026-01-{day:02}T04:00", "MaxCurrent", str(day))
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", begin)
        answer = f'{{"transactionId":{day},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame("CP", at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        wh = 10_000 if day <= 10 or day % 2 == 0 else 0
        yield call(end, "StopTransaction", f'"transactionId":{day},"meterStop":{wh},"timestamp":"{end}:00Z"')
        yield status(end, "Available")
    yield from setting("2026-01-11T05:00", "MeterValueSampleInterval", "30")
    yield from setting("2026-01-11T05:01", "AuthorizationKey", SECRET)
    yield from setting("2026-01-13T05:00", "HeartbeatInterval", "60", "Rejected")
    yield from setting("2026-01-15T05:00", "MeterValueSampleInterval", "30")
    yield boot("2026-01-20T05:00", "2.0")
    yield status("2026-01-21T11:00", "Available")


@pytest.fixture(scope="module")
def client():
    now, hide = at("2026-01-21T12:00"), Redactor(b"key")
    frames = sorted(life(), key=lambda frame: frame.received_at)
    hidden = [
        Frame(one.station, one.received_at, one.direction, hide(one.text), one.connection, one.protocol)
        for one in frames
    ]
    store = open_store(":memory:")
    profile = Profile(id="CP", policy=Policy(silence_detection=False))
    desk = Desk(store, lambda _: profile, lambda: now)
    for begin in range(0, len(hidden), 40):  # over several settlings
        desk.store.append(hidden[begin : begin + 40])
        projector_of(desk).refresh("CP")
    with TestClient(create_app(desk, token=None, now=lambda: now)) as one:
        yield one
    store.close()


@pytest.fixture(scope="module")
def told(client):
    return client.get(f"/api/v1{PATH}").json()


def test_a_change_has_its_values_and_spans_up_to_the_next_change_of_any_kind(told):
    latest, first = told["settings"]
    assert (latest["date"], first["date"]) == ("2026-01-11", "2025-12-31")
    assert latest["settings"] == [
        {"name": "AuthorizationKey", "was": None, "became": None},
        {"name": "MeterValueSampleInterval", "was": "60", "became": "30"},
    ]
    # between it and the new firmware lie 8 days
    assert latest["before"] == {"from": "2026-01-03", "to": "2026-01-11", "through": "2026-01-10"}
    assert latest["after"] == {"from": "2026-01-12", "to": "2026-01-20", "through": "2026-01-19"}
    success = latest["figures"][0]
    assert [success[side]["numerator"] for side in ("first", "second")] == [8, 4]
    assert first["settings"] == [{"name": "MeterValueSampleInterval", "was": None, "became": "60"}]
    assert (first["before"], first["figures"]) == (None, [])


def test_the_new_firmware_has_spans_from_the_change_of_settings_on(told):
    [firmware] = told["firmware"]
    assert (firmware["date"], firmware["before"]) == ("2026-01-20", None), "no complete day behind it"


def test_the_page_names_what_changed_and_leads_to_its_spans(client):
    page = client.get(PATH).text
    assert "11 Jan 2026: AuthorizationKey changed, MeterValueSampleInterval 60 to 30" in page
    spans = (
        "against_from=2026-01-03&amp;against_through=2026-01-10&amp;from=2026-01-12&amp;through=2026-01-19"
    )
    assert f"{PATH}?{spans}" in page
    assert "MaxCurrent" not in page, "it is operated by it"


def test_the_charts_have_a_flag_on_the_day_that_leads_there(client):
    page = client.get("/chargers/CP?from=2026-01-01&through=2026-01-20").text
    [flag] = set(re.findall(r"<title>([^<]*MeterValueSampleInterval[^<]*)</title>", page))
    assert flag == "AuthorizationKey changed, MeterValueSampleInterval 60 to 30, before and after"
    board = client.get("/api/v1/chargers/CP/board?from=2026-01-01&through=2026-01-20").json()
    assert list(board["setting_days"]) == ["2026-01-11"]


def test_no_secret_is_anywhere(client):
    for path in (PATH, f"/api/v1{PATH}", "/chargers/CP?from=2026-01-01&through=2026-01-20"):
        assert SECRET not in client.get(path).text
