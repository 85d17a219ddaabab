"""
The days before those of a charger's page, worked out by hand.

With firmware 1.0 a session of 10 kWh from 10:00 to 11:00 each day from 1 to 30 January 2026; from then to
1 March one on even dates alone, and on odd ones a start that gives nothing. On 18 February it is faulted for
6 hours, on the 10th it tells 2.0. It is 2 March, noon (V1 to V3).
"""

from datetime import date, datetime, timedelta
from fractions import Fraction
from math import comb

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.app import create_app
from projecting import projector_of

BORN = date(2025, 12, 31)


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def call(moment, action, payload):
    return Frame("CP", at(moment), "in", f'[2,"{action}{moment}","{action}",{{{payload}}}]', "c", "ocpp1.6")


def status(moment, said, code="NoError"):
    told = f'"connectorId":1,"errorCode":"{code}","status":"{said}","timestamp":"{moment}:00Z"'
    return call(moment, "StatusNotification", told)


def boot(moment, firmware):
    plate = '"chargePointVendor":"ACME","chargePointModel":"X1"'
    return call(moment, "BootNotification", f'{plate},"firmwareVersion":"{firmware}"')


def life(born=BORN):
    yield Frame("CP", at(f"{born}T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield boot(f"{born}T00:01", "1.0")
    yield status(f"{born}T00:02", "Available")
    for n in range(1, 61):
        day = date(2025, 12, 31) + timedelta(days=n)
        if day <= born:
            continue
        if day == date(2026, 2, 10):
            yield boot(f"{day}T05:00", "2.0")
        start, end = f"{day}T10:00", f"{day}T11:00"
        gives = day <= date(2026, 1, 30) or day.day % 2 == 0
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", begin)
        answer = f'{{"transactionId":{n},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame("CP", at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{n},"meterStop":{10_000 if gives else 0},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", stop)
        yield status(end, "Available")
        if day == date(2026, 2, 18):
            yield status(f"{day}T12:00", "Faulted", "GroundFailure")
            yield status(f"{day}T18:00", "Available")
    yield status("2026-03-02T11:00", "Available")


def told_of(now, born=BORN, query=""):
    """The answer and the page."""
    store = open_store(":memory:")
    profile = Profile(id="CP", policy=Policy(silence_detection=False))
    desk = Desk(store, lambda _: profile, lambda: now)
    desk.store.append([frame for frame in life(born) if frame.received_at <= now])
    projector_of(desk).refresh("CP")
    with TestClient(create_app(desk, token=None, now=lambda: now)) as client:
        board = client.get(f"/api/v1/chargers/CP/board{query}").json()
        page = client.get(f"/chargers/CP{query}{'&' if query else '?'}table=1").text
    store.close()
    return board, page


NOW = at("2026-03-02T12:00")


@pytest.fixture(scope="module")
def told():
    return told_of(NOW)


def test_each_panel_has_as_many_complete_days_before_its_own(told):
    before = told[0]["before"]
    week = {"from": "2026-02-16", "to": "2026-02-23", "through": "2026-02-22"}
    month = {"from": "2026-01-01", "to": "2026-01-31", "through": "2026-01-30"}
    assert {figure: one["window"] for figure, one in before.items()} == {
        "utilization": week,
        "success": week,
        "errors": week,
        "sessions": month,
        "energy": month,
    }


def test_a_day_stands_beside_that_of_the_period_and_today_has_none_beside_it(told):
    before = told[0]["before"]
    assert before["success"]["days"] == {
        "2026-02-23": 100,
        "2026-02-24": 0,
        "2026-02-25": 100,
        "2026-02-26": 0,
        "2026-02-27": 100,
        "2026-02-28": 0,
        "2026-03-01": 100,
    }
    assert set(before["sessions"]["days"].values()) == {1}
    assert set(before["energy"]["days"].values()) == {10_000}
    assert "2026-03-02" not in before["sessions"]["days"]
    assert before["utilization"]["days"]["2026-02-23"] == pytest.approx(100 / 24)


def test_differences_are_told_with_what_may_be_chance(told):
    compared = {figure: one["compared"] for figure, one in told[0]["before"].items()}
    success = compared["success"]
    assert [(one["numerator"], one["denominator"]) for one in (success["first"], success["second"])] == [
        (4, 7),
        (3, 7),
    ]
    assert (success["chance"], success["may_be_chance"]) == (pytest.approx(1), True)
    sessions = compared["sessions"]
    assert (sessions["first"]["value"], sessions["second"]["value"]) == (1, pytest.approx(14 / 30))
    # 44 sessions that fall on either thirty days alike: 14 or fewer on one of them
    tail = Fraction(2 * sum(comb(44, n) for n in range(15)), 2**44)
    assert (sessions["chance"], sessions["may_be_chance"]) == (pytest.approx(float(tail)), False)
    errors = compared["errors"]
    assert (errors["first"]["value"], errors["second"]["value"]) == (250, 0)
    # one error among 4 and 3 sessions falls on either side by chance
    assert errors["chance"] == pytest.approx(1)
    assert (compared["utilization"]["chance"], compared["energy"]["chance"]) == (None, None)


def test_days_before_add_up_to_what_they_came_to(told):
    board = told[0]
    before, overview = board["before"], board["overview_before"]
    assert sum(before["sessions"]["days"].values()) == overview["total_sessions"] == 30
    assert sum(before["energy"]["days"].values()) == overview["total_consumption_wh"] == 300_000
    assert (overview["from"], overview["days"], overview["sessions_per_day"]) == ("2026-01-01", 30, 1)
    assert (overview["avg_duration_s"], overview["avg_consumption_wh"]) == (3600, 10_000)


def test_the_page_marks_them_and_tells_what_they_came_to(told):
    page = told[1]
    assert page.count('class="before"') == 4
    assert "lines: the 7 days before, 57.1%; since then −14.2 points, may be chance" in page
    assert "lines: the 30 days before, 1.0 a day; since then −0.5, hardly chance" in page
    assert "lines: the 30 days before, 10.0 kWh a day; since then −5.3 kWh" in page
    assert "Began on the 7 complete days: 0; on the 7 before: 1; may be chance." in page
    assert "+ and −: against the 30 days before; change in sessions: hardly chance." in page
    assert [part.partition("</small>")[0] for part in page.split("<small>")[1:] if part[:1] in "−±+"] == [
        "−16",
        "−0.5",
        "±0s",
        "±0.0 kWh",
        "−160.0 kWh",
    ]
    assert "30 days before</th>" in page, "a column of the table"


def test_without_earlier_days_nothing_is_said_of_them():
    board, page = told_of(at("2026-01-29T12:00"), date(2026, 1, 25))
    assert (board["before"], board["overview_before"]) == ({}, None)
    for told in ('class="before"', "days before", "since then", "Began on the", "+ and −"):
        assert told not in page


def test_sums_of_fewer_days_before_are_not_set_against_those_of_more():
    """The charger is there since 20 January: 11 days of the thirty before."""
    board, page = told_of(NOW, date(2026, 1, 20))
    assert (board["overview_before"]["days"], board["overview_before"]["total_sessions"]) == (11, 10)
    assert board["before"]["sessions"]["days"]["2026-01-31"] is None
    told = [part.partition("</small>")[0] for part in page.split("<small>")[1:] if part[:1] in "−±+"]
    assert told == ["−0.4", "±0s", "±0.0 kWh"]
    assert "lines: the 30 days before, 11 of them observed, 0.9 a day; since then" in page


def test_dates_that_are_over_have_those_before_them():
    board, _ = told_of(NOW, query="?from=2026-02-01&through=2026-02-10")
    before = board["before"]["sessions"]
    assert (before["window"]["from"], before["window"]["through"]) == ("2026-01-22", "2026-01-31")
    assert before["compared"]["first"]["numerator"] == 9
    assert before["compared"]["second"]["numerator"] == 5
    assert before["days"]["2026-02-10"] == 0


def test_a_new_firmware_is_a_flag_on_its_day_that_leads_to_both_sides(told):
    board, page = told
    spans = {
        "before": {"from": "2026-01-22", "to": "2026-02-10", "through": "2026-02-09"},
        "after": {"from": "2026-02-11", "to": "2026-03-02", "through": "2026-03-01"},
    }
    assert board["firmware_days"] == {"2026-02-10": {"was": "1.0", "became": "2.0", **spans}}
    assert page.count('class="change"') == 2, "in both charts of thirty days"
    assert page.count("flag: new firmware") == 2
    asked = (
        "against_from=2026-01-22&amp;against_through=2026-02-09&amp;from=2026-02-11&amp;through=2026-03-01"
    )
    assert f'href="/chargers/CP/days/comparison?{asked}"' in page
    assert "firmware 1.0 to 2.0, before and after" in page
