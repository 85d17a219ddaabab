"""A newcomer: from an empty folder to a charger's page, in a browser and with a client that others made."""

import asyncio
import threading
from contextlib import contextmanager

import pytest
import websockets
import xlsxwriter
from daemon import Daemon, command
from looks import is_well, looks, unfold
from ocpp.v16 import ChargePoint, call
from playwright.sync_api import expect

PATIENCE_MS = 60_000


class Newcomers(Daemon):
    """`chargeboard serve` as it is typed in a folder where nothing is."""

    def __init__(self, folder):
        super().__init__(folder / "chargeboard.db", authorize="")


@pytest.fixture
def server(tmp_path):
    with Newcomers(tmp_path) as found:
        yield found


@contextmanager
def a_charger(url):
    """One that boots, and stays until the end."""
    leaving = threading.Event()

    async def live():
        async with websockets.connect(url, subprotocols=["ocpp1.6"]) as link:
            charger = ChargePoint("CP-7", link)
            listening = asyncio.create_task(charger.start())
            await charger.call(call.BootNotification(charge_point_model="X1", charge_point_vendor="ACME"))
            await charger.call(
                call.StatusNotification(connector_id=1, error_code="NoError", status="Available")
            )
            await asyncio.to_thread(leaving.wait)
            listening.cancel()

    thread = threading.Thread(target=asyncio.run, args=(live(),), daemon=True)
    thread.start()
    try:
        yield
    finally:
        leaving.set()
        thread.join(60)


def refused(url, **options):
    """Somebody who connects and is not let in, or not kept."""

    async def knock():
        try:
            async with websockets.connect(url, **options) as link:
                await link.wait_closed()
        except websockets.InvalidStatus:
            pass

    thread = threading.Thread(target=asyncio.run, args=(knock(),))
    thread.start()
    thread.join(60)


def press(page, button):
    """A button of a form, until the page that answers it is there whole."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def look_until(page, wanted):
    """Without script: by its own link, a whole page at a time."""
    while wanted.count() == 0:
        with page.expect_navigation():
            page.get_by_role("link", name="Check again").last.click()


@pytest.mark.page
def test_from_an_empty_folder_to_the_page_of_a_charger(browser, server):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.url)
        page.get_by_role("button", name="Let chargers connect").click()
        expect(page.get_by_label("Address to enter in the charger")).to_have_value(server.address)
        page.get_by_text("Waiting for the first message").wait_for()
        with a_charger(f"{server.address}CP-7"):
            page.get_by_role("link", name="Open the page of CP-7").click()
            page.get_by_text("X1").first.wait_for()
            expect(page).to_have_url(f"{server.url}/chargers/CP-7")
            page.get_by_role("link", name="Chargers", exact=True).click()
            page.get_by_role("link", name="Add a charger").click()
            expect(page.get_by_role("link", name="Open the page of CP-7")).to_be_visible()


@pytest.mark.page
def test_whoever_is_not_let_in_is_told_of_with_the_reason(browser, server):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.url)
        page.get_by_role("button", name="Let chargers connect").click()
        refused(f"{server.address}OLD-1", subprotocols=["ocpp1.5"])
        page.get_by_text("charger OLD-1 speaks no OCPP that is spoken here").wait_for()
        refused(server.address.removesuffix("ocpp/"), subprotocols=["ocpp1.6"])
        page.get_by_text("the address names no charger").wait_for()
        page.get_by_text("Change this").click()
        page.get_by_label("On the network").check()
        page.get_by_role("button", name="Let chargers connect").click()
        refused(f"{server.address}CP-7", subprotocols=["ocpp1.6"])
        page.get_by_text("CP-7 tried to connect and has been waiting for your approval").wait_for()
        page.get_by_role("button", name="Approve CP-7").click()
        with a_charger(f"{server.address}CP-7"):
            page.goto(f"{server.url}/setup")
            page.get_by_role("link", name="Open the page of CP-7").click()
            expect(page).to_have_url(f"{server.url}/chargers/CP-7")


@pytest.mark.page
def test_all_of_it_goes_without_script_and_holds_after_another_start(browser, server, tmp_path):
    log = tmp_path / "log" / "ocpp.log"
    log.parent.mkdir()
    assert command("sample", log)[0] == 0
    log.write_text(log.read_text() + '2026-11-20 10:00:00,000 INFO:ocpp:HAFEN-2: receive message [2,"x",\n')
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(server.url)
        page.get_by_role("button", name="Let chargers connect").click()
        expect(page.get_by_label("Address to enter in the charger")).to_have_value(server.address)
        page.get_by_label("File").set_input_files(log)
        press(page, "Upload")
        look_until(page, page.locator("#setup-log").get_by_text("read as python-ocpp"))
        expect(page.get_by_role("link", name="Open the page of HAFEN-2")).to_have_count(2)
        told = page.locator("#setup-log").inner_text()
        assert str(tmp_path) not in told.replace(str(server.database.parent), "")
        page.get_by_label("Your name").fill("Ada")
        page.get_by_label("Password, at least").fill("four words in a row")
        page.get_by_role("button", name="Make my account").click()
        expect(page.get_by_role("link", name="Ada")).to_be_visible()
    server.stop()
    assert "Chargers connect to" in server.output


@pytest.mark.page
def test_a_file_of_sessions_is_confirmed_on_the_page(browser, server, tmp_path):
    table = tmp_path / "table" / "sessions.xlsx"
    table.parent.mkdir()
    with xlsxwriter.Workbook(table) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("June")
        sheet.write_row(0, 0, ("ID", "Connector", "Arrival", "Departure", "Energy (kWh)"))
        sheet.write_row(1, 0, (1, "left", "2025-06-01 08:00", "2025-06-01 08:30", 9.5))
        sheet.write_row(2, 0, (2, "right", "2025-06-01 08:00", "2025-06-01 08:40", 7))
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{server.url}/setup")
        page.get_by_label("File").set_input_files(table)
        press(page, "Upload")
        found = page.locator("#setup-log")
        look_until(page, found.get_by_role("button", name="Import sessions"))
        expect(found).to_contain_text("sessions.xlsx has several sheets. Choose one", use_inner_text=True)
        expect(found.locator("[name=map-start]")).to_have_count(0)
        found.get_by_label("Sheet").select_option("Notes")
        press(page, "Import sessions")
        look_until(page, found.get_by_text("Sheet Notes: it holds no rows. Choose another one."))
        expect(found.locator("[name=map-start]")).to_have_count(0)
        found.get_by_label("Sheet").select_option("June")
        press(page, "Import sessions")
        look_until(page, found.locator("[name=map-start]"))
        expect(found.get_by_label("Sheet")).to_have_value("June")
        expect(found.locator("[name=map-start]")).to_have_value("Arrival")
        asked = found.locator(".warning").all_inner_texts()
        assert [word for text in asked for word in ("--station", "left, right", "--tz") if word in text] == [
            "--station",
            "left, right",
            "--tz",
        ]
        found.get_by_label("Charger, if").fill("CP-7")
        found.get_by_label("Time zone, if").fill("Europe/Berlin")
        found.get_by_label("Socket numbers for labels").fill("left=1, right=2")
        press(page, "Import sessions")
        look_until(page, page.get_by_role("link", name="Open the page of CP-7"))
        expect(found).to_contain_text("2 new sessions of 1 charger", use_inner_text=True)


@pytest.mark.page
def test_the_town_is_shown_apart_and_gone_without_trace(browser, server, tmp_path, monkeypatch):
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{server.url}/setup")
        page.get_by_role("button", name="Open the demo").click()
        address = page.locator("#h-town ~ p a").get_attribute("href")
        town = context.new_page()
        until_answers(town, address)
        expect(town.get_by_text("Invented town: nothing here is real")).to_be_visible()
        expect(town.get_by_role("link", name="Bahnhof Hub")).to_be_visible()
        page.goto(server.url)
        expect(page).to_have_url(f"{server.url}/setup")
        assert "Bahnhof" not in page.content()
        page.get_by_role("button", name="Remove the demo").click()
        expect(page.get_by_role("button", name="Open the demo")).to_be_visible()
    assert sorted(one.name for one in tmp_path.iterdir() if "chargeboard.db" not in one.name) == []


def until_answers(page, address):
    for _ in range(200):
        try:
            page.goto(address)
        except Exception:  # noqa: BLE001 - nobody listens yet
            page.wait_for_timeout(300)
        else:
            return
    raise AssertionError(address)


@pytest.mark.page
def test_axe_finds_nothing_and_nothing_is_cut_on_a_phone(browser, server):
    for page in looks(browser):
        page.set_default_timeout(PATIENCE_MS)
        for _ in ("before", "after"):
            page.goto(f"{server.url}/setup?csms=ws://csms.example:8080")
            unfold(page)
            is_well(page)
            if page.get_by_text("Change this").count() == 0:
                page.get_by_role("button", name="Let chargers connect").click()
                page.get_by_text("Change this").wait_for()
