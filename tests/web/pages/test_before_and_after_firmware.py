"""
Before and after a change of firmware, worked out by hand.

From 31 December 2025 with firmware 1.0, a session each day from 1 to 10 January. On the 11th it tells 2.0:
on even dates a session, on odd ones a start that gives nothing; on the 15th a fault of 6 hours. On the 20th
it tells 3.0, and it is the 21st.
"""

import re
from datetime import datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.app import create_app
from projecting import projector_of

CHANGES = (("2025-12-31T00:30", "1.0"), ("2026-01-11T05:00", "2.0"), ("2026-01-20T05:00", "3.0"))
BACK_AND_FORTH = (("2026-01-05T04:00", "1.1"), ("2026-01-05T05:00", "1.0"))
PATH = "/chargers/CP/days/comparison"


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def call(moment, action, payload):
    return Frame("CP", at(moment), "in", f'[2,"{action}{moment}","{action}",{{{payload}}}]', "c", "ocpp1.6")


def status(moment, said, code="NoError"):
    told = f'"connectorId":1,"errorCode":"{code}","status":"{said}","timestamp":"{moment}:00Z"'
    return call(moment, "StatusNotification", told)


def session(day, wh):
    start, end = f"2026-01-{day:02}T10:00", f"2026-01-{day:02}T11:00"
    yield status(start, "Preparing")
    begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
    yield call(start, "StartTransaction", begin)
    answer = f'{{"transactionId":{day},"idTagInfo":{{"status":"Accepted"}}}}'
    yield Frame("CP", at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
    yield call(end, "StopTransaction", f'"transactionId":{day},"meterStop":{wh},"timestamp":"{end}:00Z"')
    yield status(end, "Available")


def life(changes):
    yield Frame("CP", at("2025-12-31T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2025-12-31T00:00", "Available")
    for moment, firmware in changes:
        plate = '"chargePointVendor":"ACME","chargePointModel":"X1"'
        yield call(moment, "BootNotification", f'{plate},"firmwareVersion":"{firmware}"')
    for day in range(1, 21):
        yield from session(day, 10_000 if day <= 10 or day % 2 == 0 else 0)
    yield status("2026-01-15T12:00", "Faulted", "GroundFailure")
    yield status("2026-01-15T18:00", "Available")
    yield status("2026-01-21T11:00", "Available")


def told_at(moment, changes=CHANGES):
    """The answer and the page at an instant."""
    now = at(moment)
    store = open_store(":memory:")
    profile = Profile(id="CP", policy=Policy(silence_detection=False))
    desk = Desk(store, lambda _: profile, lambda: now)
    desk.store.append(
        sorted(
            (frame for frame in life(changes) if frame.received_at <= now),
            key=lambda frame: frame.received_at,
        )
    )
    projector_of(desk).refresh("CP")
    with TestClient(create_app(desk, token=None, now=lambda: now)) as client:
        answer, page = client.get(f"/api/v1{PATH}").json(), client.get(PATH).text
    store.close()
    return answer["firmware"], page


@pytest.fixture(scope="module")
def told():
    return told_at("2026-01-21T12:00")


def test_spans_are_of_one_length_up_to_the_next_change_without_its_day(told):
    (latest, earlier), _ = told
    assert (earlier["date"], earlier["was"], earlier["became"]) == ("2026-01-11", "1.0", "2.0")
    # between it and the next lie 8 days, so 8 of the 11 before
    assert earlier["before"] == {"from": "2026-01-03", "to": "2026-01-11", "through": "2026-01-10"}
    assert earlier["after"] == {"from": "2026-01-12", "to": "2026-01-20", "through": "2026-01-19"}
    assert (latest["date"], latest["was"], latest["became"]) == ("2026-01-20", "2.0", "3.0")
    assert (latest["before"], latest["after"], latest["figures"]) == (None, None, [])


def test_both_sides_are_told_with_what_may_be_chance(told):
    success, uptime, errors = told[0][1]["figures"]
    assert [success[side]["numerator"] for side in ("first", "second")] == [8, 4]
    assert [success[side]["denominator"] for side in ("first", "second")] == [8, 8]
    # Fisher: 8 of 8 against 4 of 8; two tails of 70 / 1820
    assert success["chance"] == pytest.approx(2 * 70 / 1820)
    assert success["may_be_chance"] is True
    assert (uptime["first"]["value"], uptime["second"]["value"]) == (100, pytest.approx(100 * (1 - 6 / 192)))
    assert uptime["may_be_chance"] is None
    # one error in 4 sessions, none in 8: it falls on the 4 of 12 in a third of all cases
    assert (errors["first"]["value"], errors["second"]["value"]) == (0, 250)
    assert errors["chance"] == pytest.approx(1 / 3)


def test_the_page_names_each_change_and_leads_to_its_spans(told):
    page = told[1]
    assert "11 Jan 2026: 1.0 to 2.0" in page
    spans = (
        "against_from=2026-01-03&amp;against_through=2026-01-10&amp;from=2026-01-12&amp;through=2026-01-19"
    )
    assert f"{PATH}?{spans}" in page
    lines = page[page.index("11 Jan 2026: 1.0 to 2.0") :]
    assert re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", lines)[5:10] == [
        "Success rate",
        "100%",
        "50%",
        "−50 points",
        "may be chance",
    ]
    assert "No complete day on one of its sides, so far." in page


def test_days_on_which_it_changed_and_changed_back_bound_spans_and_are_no_change():
    changes, _ = told_at("2026-01-21T12:00", (*CHANGES, *BACK_AND_FORTH))
    assert [one["date"] for one in changes] == ["2026-01-20", "2026-01-11"]
    assert changes[1]["before"] == {"from": "2026-01-06", "to": "2026-01-11", "through": "2026-01-10"}


def test_a_span_goes_on_to_thirty_days_and_a_change_is_told_for_ninety():
    (latest, earlier), _ = told_at("2026-04-11T12:00")
    assert earlier["after"]["through"] == "2026-01-19"
    # 8 days before it up to the 11th
    assert latest["after"] == {"from": "2026-01-21", "to": "2026-01-29", "through": "2026-01-28"}
    (latest,), _ = told_at("2026-04-12T12:00")
    assert latest["became"] == "3.0"
    (only,), _ = told_at("2026-04-11T12:00", [CHANGES[0], ("2026-03-01T05:00", "2.0")])
    assert (only["before"]["from"], only["after"]["through"]) == ("2026-01-30", "2026-03-31")


def test_a_span_before_it_begins_with_the_charger():
    (only,), _ = told_at("2026-01-30T12:00", CHANGES[:2])
    # 11 days from 31 December on, though it has been 18 since
    assert (only["before"]["from"], only["after"]["through"]) == ("2025-12-31", "2026-01-22")


def test_without_a_change_that_is_said():
    changes, page = told_at("2026-01-21T12:00", CHANGES[:1])
    assert changes == []
    assert "No change of firmware was reported in the last 90 days." in page
