"""
From nothing to official figures in a browser, over PostgreSQL as over a file: the first steps, a log that is
uploaded, two periods side by side, and a regulator's reading of the same days.
"""

from datetime import timedelta

import pytest
from chromium import CHROMIUM, FLAGS
from daemon import Daemon, command
from playwright.sync_api import expect

from chargeboard.run.clock import now
from chargeboard.time.days import day_of

pytestmark = [pytest.mark.sqlite("it names both engines"), pytest.mark.page]
PATIENCE_MS = 60_000


@pytest.fixture
def page(driver):
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    found = browser.new_page()
    found.set_default_timeout(PATIENCE_MS)
    yield found
    browser.close()


def cells(page):
    """The tables of the page that is shown, row by row."""
    rows = page.locator("main tr").all_inner_texts()
    assert len(rows) > 1, page.locator("main").inner_text()
    return rows


def walked(page, server, log, today):
    """What a newcomer comes to see who lets chargers connect and uploads a log: the tables of four pages."""
    page.goto(server.url)
    page.get_by_role("button", name="Let chargers connect").click()
    expect(page.get_by_label("Address to enter in the charger")).to_have_value(server.address)
    page.get_by_label("File").set_input_files(log)
    page.get_by_role("button", name="Upload").click()
    with page.expect_navigation():
        page.locator("#setup-log").get_by_role("link", name="Open the page of HAFEN-2").click()
    # as it was at midnight, which stays what it is
    page.goto(f"{page.url}?at={today}T00:00Z")
    found = {}
    for name in ("Sessions", "Official", "Days"):
        with page.expect_navigation():
            page.get_by_role("link", name=name, exact=True).click()
        found[name] = cells(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Two periods side by side").click()
    for name, days_ago in (("against_from", 7), ("against_through", 5), ("from", 4), ("through", 2)):
        page.locator(f"input[name={name}]").fill(str(today - timedelta(days_ago)))
    with page.expect_navigation():
        page.get_by_role("button", name="Compare").click()
    return found | {"Two periods": cells(page)}


def test_the_same_steps_lead_to_the_same_pages(page, postgres, tmp_path):
    log, today = tmp_path / "ocpp.log", day_of(now(), "UTC")
    assert command("sample", log)[0] == 0
    with Daemon(postgres, authorize="", CHARGEBOARD_DATA_FOLDER=str(tmp_path)) as server:
        on_postgresql = walked(page, server, log, today)
    with Daemon(tmp_path / "board.db", authorize="") as server:
        assert walked(page, server, log, today) == on_postgresql
