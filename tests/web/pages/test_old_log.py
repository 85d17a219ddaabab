"""Does a log that was brought long after it was written lead to its data, and say nothing of today?"""

import re

import httpx
import pytest
from live_site import LiveSite
from playwright.sync_api import expect

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.time.instants import HOUR, MINUTE
from instants import instant
from projecting import projector_of

BEGUN = instant("2025-10-10T10:00:00Z")
READ = instant("2025-12-20T12:00:00Z")


@pytest.fixture
def site(tmp_path):
    found = LiveSite(tmp_path / "board.db", zone="Europe/Berlin", at=BEGUN)
    found.stands_at = BEGUN
    found.boots()
    found.starts()
    found.stands_at += HOUR // 2
    found.meters(5_000, 8_000)
    found.stands_at += HOUR // 2
    found.meters(9_000, 8_000)
    found.says("StopTransaction", transactionId=7, meterStop=9_000, reason="Local")
    for _ in range(3):
        found.stands_at += 10 * MINUTE
        found.says("StatusNotification", connectorId=1, errorCode="GroundFailure", status="Faulted")
        found.stands_at += MINUTE
        found.is_in("Available")
    found.says("StatusNotification", connectorId=1, errorCode="HighTemperature", status="Faulted")
    found.stands_at = READ
    projector_of(found.desk).tell("C1")
    yield found
    found.close()


@pytest.fixture
def get(site):
    with httpx.Client(base_url=site.url) as client:
        yield client.get


def test_only_history_needs_nobody_and_is_not_out_of_contact(site, get):
    page = site.desk.fleet(FleetWanted())
    assert (page.counts.attention, page.counts.offline, page.counts.faulted) == (0, 0, 0)
    (row,) = (one for one in get("/api/v1/chargers").json() if one["id"] == "C1")
    assert (row["is_history"], row["attention"], row["active_errors"]) == (True, 0, 0)
    assert "only history: last heard 10 Oct" in get("/").text
    board = get("/api/v1/chargers/C1/board").json()
    assert board["charger"]["is_history"]
    assert board["insights"] == []
    assert board["utilization_headline"]["pct"] is None


def test_the_last_day_on_which_a_charger_is_not_only_history_is_the_thirtieth(site, get):
    there = get("/api/v1/chargers/C1/board?at=2025-11-09T22:59:59Z").json()
    gone = get("/api/v1/chargers/C1/board?at=2025-11-09T23:00:00Z").json()
    assert [there["charger"]["is_history"], gone["charger"]["is_history"]] == [False, True]
    assert any(one["need"] for one in there["insights"])


def test_dates_that_have_passed_are_told_as_they_stood_at_their_end(get):
    board = get("/api/v1/chargers/C1/board?from=2025-10-10&through=2025-10-10").json()
    rows = {row["code"]: row for row in board["errors"]}
    assert rows["HighTemperature"]["active"]
    assert rows["GroundFailure"]["episodes"] == 3
    assert [one["need"] for one in board["insights"]] == [""] * len(board["insights"])
    listed = get("/api/v1/chargers/C1/errors?from=2025-10-10&through=2025-10-10").json()
    assert [one["error"] for one in listed["errors"]] == sorted(
        board["errors"], key=lambda row: not row["active"]
    )
    before = get("/api/v1/chargers/C1/board?from=2025-09-01&through=2025-09-30").json()
    assert (before["errors"], before["errors_coverage_pct"], before["insights"]) == ([], None, [])


def test_a_moment_is_picked_in_the_chargers_own_time_and_keeps_the_rest(get):
    told = get("/chargers/C1?moment=2025-10-10T13:00&from=2025-10-10&through=2025-10-10&last=3h")
    assert told.status_code == 303
    where = told.headers["location"]
    assert "at=2025-10-10T11%3A00%3A00Z" in where
    assert "from=2025-10-10&through=2025-10-10&last=3h" in where
    assert "As it was known at Fri 10 Oct 2025 13:00" in get(where).text
    assert "at=" not in get("/chargers/C1?moment=2099-01-01T00:00").headers["location"]
    wrong = get("/chargers/C1?moment=yesterday")
    assert wrong.status_code == 400
    assert "moment" in wrong.text


@pytest.mark.page
@pytest.mark.parametrize("has_script", [True, False])
def test_the_page_of_an_old_log_leads_to_its_data(browser, site, has_script):
    context = browser.new_context(java_script_enabled=has_script, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(f"{site.url}/chargers/C1")
    expect(page.locator(".setup")).to_contain_text(
        "The data of this charger is from 10 Oct 2025.", use_inner_text=True
    )
    expect(page.locator(".attention")).to_have_count(0)
    page.get_by_role("link", name="Show it as it was at the last message").click()
    page.wait_for_url(re.compile("at=2025-10-10T11:33"))
    expect(page.get_by_text("As it was known at Fri 10 Oct 2025 13:33")).to_be_visible()
    expect(page.get_by_role("list", name="Sockets now")).to_contain_text("faulted", use_inner_text=True)
    with page.expect_navigation():
        page.get_by_role("link", name="Go to the present").click()
    dates = page.get_by_role("navigation", name="Dates of the figures")
    assert [one.inner_text() for one in dates.get_by_role("link").all()] == [
        "last 7 and 30 days",
        "Oct",
        "Against last month",
        "Beside other chargers",
    ]
    dates.get_by_role("link", name="Oct").click()
    page.wait_for_url(re.compile("from=2025-10-01&through=2025-10-31"))
    expect(page.locator("#panel-events .window")).to_have_text(
        "1 – 31 Oct 2025, 31 days", use_inner_text=True
    )
    overview = page.locator("#panel-overview")
    expect(overview.locator(".window")).to_contain_text("1 of them observed", use_inner_text=True)
    expect(overview).to_contain_text("8.0 kWh", use_inner_text=True)
    errors = page.locator("#panel-errors").inner_text()
    assert "1 open at the end, 2 in all" in errors
    assert "active" not in errors.partition("How to interpret")[0]
    expect(page.locator(".attention")).to_have_count(0)
    page.locator(".moment summary").click()
    page.get_by_label("At", exact=True).fill("2025-10-10T12:30")
    page.locator(".moment").get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("at=2025-10-10T10%3A30"))
    expect(page.get_by_role("list", name="Sockets now")).to_contain_text("charging", use_inner_text=True)
    context.close()


def test_who_spoke_and_told_no_state_of_a_socket_is_not_said_to_have_no_data(tmp_path):
    site = LiveSite(tmp_path / "new.db", zone="Europe/Berlin", at=BEGUN)
    site.stands_at = BEGUN
    site.says("BootNotification", chargePointVendor="V", chargePointModel="M")
    projector_of(site.desk).tell("C1")
    page = httpx.get(f"{site.url}/chargers/C1").text
    site.close()
    assert "No data for the last 30 days" not in page
    assert "No session has been completed in this window yet" in page
