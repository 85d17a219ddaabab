"""The report of a month: its figures are those of the board and of its days, and it says what is unknown."""

import re

import month_of_a_charger as month
import pytest
from litestar.testing import TestClient

from chargeboard.store import open_store
from chargeboard.web.app import create_app

JANUARY = "/reports/chargers/CP/2026-01"


@pytest.fixture(scope="module")
def client():
    store = open_store(":memory:")
    desk = month.desk_over(store, "CP", "CP 2/a")
    with TestClient(create_app(desk, token=None, now=lambda: month.NOW)) as one:
        yield one
    store.close()


@pytest.fixture(scope="module")
def january(client):
    return client.get(f"/api/v1{JANUARY}").json()


def test_a_month_comes_to_what_was_worked_out_by_hand(january):
    told = january["figures"]
    assert (told["sessions"], told["energy_wh"]) == (month.SESSIONS, month.ENERGY_WH)
    assert (told["successes"], told["attempts"], told["success_pct"]) == (15, 20, 75)
    assert told["utilization_pct"] == pytest.approx(100 * month.IN_USE_H / month.HOURS)
    assert told["uptime_pct"] == pytest.approx(100 * (1 - month.OUT_H / month.HOURS))
    assert (told["errors"], told["days"]) == (1, 31)
    assert january["uptime"]["uk_reg7_pct"] == pytest.approx(100 * (1 - month.OUT_H / month.HOURS))
    assert january["sessions"]["avg_energy_wh"] == pytest.approx(125_000 / 15)
    assert january["window"] == {"from": "2026-01-01", "to": "2026-02-01", "through": "2026-01-31"}
    assert january["is_over"] is True


def test_its_figures_are_those_of_the_board(client, january):
    board = client.get("/api/v1/chargers/CP/board?from=2026-01-01&through=2026-01-31").json()
    told = january["figures"]
    assert told["success_pct"] == board["success_headline"]["pct"]
    assert told["utilization_pct"] == board["utilization_headline"]["pct"]
    assert told["energy_wh"] == sum(board["energy_per_day_wh"].values())
    assert told["sessions"] == sum(board["sessions_per_day"].values()) == board["overview"]["total_sessions"]
    assert [one["code"] for one in january["errors"]] == [one["code"] for one in board["errors"]]


def test_a_month_is_the_sum_of_its_days(january):
    for figure in ("sessions", "energy_wh", "attempts", "successes", "in_use_s", "up_s", "timed_s", "errors"):
        assert sum(day["figures"][figure] for day in january["days"]) == january["figures"][figure], figure
    assert len(january["days"]) == 31


def test_weeks_add_up_to_the_days_that_they_have(client):
    week = client.get("/api/v1/reports/chargers/CP/2026-W03").json()
    assert week["window"]["from"] == "2026-01-12"
    # the 12th, 14th, 16th and 18th give 5 kWh, the other three days none
    assert (week["figures"]["sessions"], week["figures"]["energy_wh"]) == (4, 20_000)
    before = client.get("/api/v1/reports/chargers/CP/2026-W02").json()
    assert week["earlier"] == before["figures"]


def test_what_changed_stands_at_the_top_with_what_may_be_chance(client):
    page = client.get("/reports/chargers/CP/2026-W03").text
    told = re.search(r"What changed(.*?)</ul>", page, re.DOTALL)[1]
    # five of five days before give 10 kWh, the 11th none: 6 of 7 against 4 of 7 is chance
    assert "Success rate: 57.1% after 85.7% (−28.6 points): may be chance." in told
    assert "Energy a day: 2.9 kWh after 8.6 kWh (−5.7 kWh)." in told
    assert "No difference that can be tested is more than chance may make." in told
    assert page.index("What changed") < page.index("Energy delivered")


def test_what_is_hardly_chance_comes_first(client):
    march = client.get("/reports/chargers/CP/2026-W04").text
    told = re.search(r"What changed(.*?)</ul>", march, re.DOTALL)[1]
    assert told.count("<li>") >= 4


def test_every_figure_leads_to_its_evidence(client):
    page = client.get(JANUARY).text
    for what in ("sessions", "days", "attempts", "uptime", "errors"):
        link = f"/chargers/CP/{what}?from=2026-01-01&amp;through=2026-01-31"
        assert link in page, what
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_an_error_stands_with_what_to_do(client):
    page = client.get(JANUARY).text
    row = re.search(r"GroundFailure.*?</tr>", page, re.DOTALL)[0]
    assert "6 h" in row
    assert len(re.sub(r"<[^>]*>", "", row)) > 80, "meaning and advice"


def test_days_of_which_nothing_is_known_are_named(client):
    page = client.get("/reports/chargers/CP/2025-12").text
    assert "1 of 31 days known. Nothing is known of 1 Dec – 30 Dec." in page
    assert 'class="unknown"' in page
    assert "Nothing is known of November 2025, so there is nothing to compare with." in page
    assert "before: " not in page
    assert client.get(JANUARY).text.count("before: ") == 6


def test_a_month_that_is_not_over_says_so(client):
    page = client.get("/reports/chargers/CP/2026-02").text
    assert "The month is not over: figures go through 9 Feb." in page
    assert 'rel="next"' not in page
    assert client.get("/api/v1/reports/chargers/CP/2026-02").json()["figures"]["days"] == 9


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2026-03", "No day of March 2026 is over yet."),
        ("2026-13", "write 2026-10"),
        ("x", "write 2026-10"),
        ("2026-W60", "write"),
    ],
)
def test_a_period_that_is_none_is_not_found_in_words(client, period, why):
    answer = client.get(f"/reports/chargers/CP/{period}")
    assert answer.status_code == 404
    assert why in answer.text


def test_earlier_and_later_lead_on(client):
    page = client.get(JANUARY).text
    assert 'href="/reports/chargers/CP/2025-12" rel="prev"' in page
    assert 'href="/reports/chargers/CP/2026-02" rel="next"' in page


def test_a_site_and_all_are_sums_of_their_chargers(client):
    site = client.get("/api/v1/reports/sites/Harbour/2026-01").json()
    whole = client.get("/api/v1/reports/all/2026-01").json()
    for told in (site, whole):
        assert told["figures"]["energy_wh"] == 2 * month.ENERGY_WH
        assert told["figures"]["success_pct"] == 75
        assert told["chargers"] == len(told["rows"]) == 2
        assert sum(row["figures"]["sessions"] for row in told["rows"]) == told["figures"]["sessions"]
        (kind,) = told["error_kinds"]
        assert (kind["code"], kind["episodes"], kind["chargers"]) == ("GroundFailure", 2, 2)
        assert kind["episodes"] == told["figures"]["errors"]
    page = client.get("/reports/sites/Harbour/2026-01").text
    row = re.search(r"GroundFailure.*?</tr>", page, re.DOTALL)[0]
    assert "at 2 chargers" in row
    assert "residual-current device" in row, "what to do"
    assert "kind=errors&amp;site=Harbour&amp;from=2026-01-01&amp;through=2026-01-31" in page
    assert "62 of 62 days of chargers are known." in page
    assert 'href="/reports/chargers/CP%202%2Fa/2026-01"' in page
    assert client.get("/reports/chargers/CP%202%2Fa/2026-01").status_code == 200
    assert client.get("/reports/sites/Nowhere/2026-01").status_code == 404


def test_the_rows_come_as_csv(client):
    days = client.get(f"{JANUARY}/report.csv").text.splitlines()
    assert days[0].startswith("charger,name,site,date,coverage_pct,days,attempts")
    assert len(days) == 32
    energy = days[0].split(",").index("energy_wh")
    assert sum(float(line.split(",")[energy]) for line in days[1:]) == month.ENERGY_WH
    chargers = client.get("/reports/all/2026-01/report.csv").text.splitlines()
    assert len(chargers) == 3


def test_the_days_and_the_site_lead_to_the_report(client):
    assert "/reports/chargers/CP/2026-01" in client.get("/chargers/CP/days").text
    assert "/reports/sites/Harbour/2026-01" in client.get("/sites/Harbour").text


def test_days_without_contact_are_downtime_as_on_the_page_of_uptime():
    store = open_store(":memory:")
    desk = month.desk_over(store, "CP", is_heard=False)
    with TestClient(create_app(desk, token=None, now=lambda: month.NOW)) as client:
        told = client.get(f"/api/v1{JANUARY}").json()
        page = client.get(JANUARY).text
        days = client.get("/api/v1/chargers/CP/days?from=2026-01-01&through=2026-01-31").json()["days"]
        listed = client.get("/api/v1/comparison?from=2026-01-01&through=2026-01-31").json()["rows"][0]
    store.close()
    assert "Out of contact all day, which counts as downtime: 21 Jan – 31 Jan." in page
    figures = told["figures"]
    assert (figures["days"], figures["timed_s"]) == (20, 31 * 86_400)
    out = sum(day["uptime"]["outage_s"] for day in days)
    assert figures["uptime_pct"] == pytest.approx(100 * (1 - out / (31 * 86_400)))
    assert figures == listed["figures"], "what is kept with the days is the same"
