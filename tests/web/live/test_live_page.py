"""What does somebody see who only looks?"""

import datetime as dt
import re
import socket
from urllib.parse import quote

import httpx
import pytest
from live_site import LiveSite, be_quick
from playwright.sync_api import expect
from ready_desk import TOKEN

from chargeboard.domain.figures.impairment import Behind, Filling, Impairment
from chargeboard.domain.records import Credential
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of
from chargeboard.web.live import viewers as live
from projecting import projector_of

pytestmark = pytest.mark.page

LIVE = "html[data-state=live]"


@pytest.fixture
def site(tmp_path, monkeypatch):
    be_quick(monkeypatch)
    found = LiveSite(tmp_path / "board.db")
    found.boots()
    yield found
    found.close()


@pytest.fixture
def opened(browser, site):
    contexts = []

    def opener(path="/chargers/C1", **options):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 700}} | options))
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(site.url + path)
        page.wait_for_selector(LIVE, state="attached")
        page.evaluate("window.unloaded = false; window.mark = 'still the same page'")
        return page

    yield opener
    for context in contexts:
        for page in context.pages:
            assert page.complaints == []
        context.close()


def _shows(page, selector, text):
    page.wait_for_function(
        "([selector, text]) => document.querySelector(selector)?.textContent.includes(text)",
        arg=[selector, text],
        timeout=60_000,
    )


def _is_the_same(page):
    return page.evaluate("window.mark === 'still the same page'")


def test_a_frame_changes_the_open_page(opened, site):
    page = opened()
    expect(page.locator("#panel-header .now")).to_contain_text("available", use_inner_text=True)
    site.starts()
    _shows(page, "#panel-header .now", "charging")
    _shows(page, "#panel-ongoing", "1 active session")
    expect(page.locator("svg.row rect.s-charging, svg.row rect.s-preparing").first).to_be_attached()
    assert _is_the_same(page)


@pytest.mark.parametrize("path", ["/", "/chargers/C1"])
def test_every_page_says_by_itself_that_nothing_can_be_kept_and_when_all_is_well_again(opened, site, path):
    page = opened(path)
    expect(page.locator("#banner")).to_be_hidden()
    since = instant_of(dt.datetime.fromisoformat("2026-11-21T14:02:00Z"))
    date = (
        "21 Nov"
        if site.now() < instant_of(dt.datetime.fromisoformat("2027-01-01T00:00:00Z"))
        else "21 Nov 2026"
    )
    site.impairment = Impairment(why="The disk is full: /data/b.db\nMake room.", since=since)
    said = (
        f"chargeboard cannot store what chargers send since {date} 14:02 UTC: the disk is full."
        " Figures are frozen since then."
    )
    _shows(page, "#banner", said)
    for more in ("/chargers/C1/errors", "/chargers/C1/days", "/api", "/chargers/NOBODY"):
        assert said in httpx.get(site.url + more).text, more
    assert httpx.get(f"{site.url}/healthz").status_code == 503
    site.impairment = Impairment(behind=Behind(2, since, "CP1"))
    said = f"Messages of CP1 and 1 other charger since {date} 14:02 UTC are stored but not yet in the figures"
    _shows(page, "#banner", said)
    behind = httpx.get(f"{site.url}/healthz")
    assert behind.status_code == 503
    assert behind.text.startswith(said)
    site.impairment = Impairment(stopped_since=since)
    _shows(page, "#banner", "no process that computes figures is there")
    assert "no process that computes figures is there" in httpx.get(f"{site.url}/healthz").text
    site.impairment = Impairment(filling=Filling(whole=("A",), waiting=("B", "C, deck 2")))
    said = "1 of 3 chargers done. Only the last days are known yet of: B; C, deck 2."
    _shows(page, "#banner.calm", said)

    site.impairment = Impairment()
    page.wait_for_function("() => document.querySelector('#banner').textContent === ''", timeout=60_000)
    assert _is_the_same(page)


def test_the_page_of_a_running_session_moves_on_and_ends_as_the_session_does(opened, site):
    site.starts(at=site.now() - 10 * MINUTE)
    site.meters(2000, 7000)
    [row] = site.desk.evidence.sessions("C1", ListScope(), SessionFilter()).sessions
    page = opened(f"/chargers/C1/sessions/{quote(row.key, safe='')}")
    lasted = page.locator("#session-head time[data-since]")
    before = lasted.inner_text()
    page.locator(".cursor").focus()
    page.keyboard.press("Home")
    page.locator(".cross").wait_for()
    first = page.locator(".readout").inner_text()
    site.ahead = MINUTE
    site.meters(3500, 11_000)
    _shows(page, "#session-head .sum", "2.5 kWh")
    _shows(page, "#session-curves .course-name", "highest 11 kW")
    _shows(page, "#samples", "3,500")
    page.wait_for_function(
        "before => document.querySelector('#session-head time').textContent !== before", arg=before
    )
    expect(page.locator(".readout"), "the chosen instant stays").to_have_text(first, use_inner_text=True)
    site.says("StopTransaction", transactionId=7, meterStop=4000, reason="EVDisconnected")
    _shows(page, "#session-facts", "the driver pulled the plug")
    expect(page.locator("time[data-since]")).to_have_count(0)
    assert _is_the_same(page)


def test_focus_folds_and_scroll_survive(opened, site):
    site.starts()
    page = opened()
    fold = page.locator("#panel-ongoing summary")
    fold.click()
    page.locator("#panel-events summary", has_text="As a table").click()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=tall></div>')")
    page.evaluate("document.getElementById('tall').style.height = '3000px'")
    page.evaluate("scrollTo(0, 400)")
    fold.focus()
    scrolled = page.evaluate("scrollY")
    site.meters(3500, 11_000)
    _shows(page, "#panel-ongoing .figure", "2.5 kWh")
    site.is_in("SuspendedEV")
    _shows(page, "#panel-header .now", "suspended")
    assert page.evaluate("document.activeElement.matches('#panel-ongoing summary')")
    assert page.locator("#panel-ongoing details").get_attribute("open") == ""
    expect(page.locator("#panel-events details[open]")).to_have_count(1)
    assert page.evaluate("scrollY") == scrolled


def test_focus_stays_on_the_piece_of_the_timeline(opened, site):
    page = opened()
    site.ahead = 4 * MINUTE
    site.is_in("Faulted")
    _shows(page, "#panel-header .now", "faulted")
    piece = page.locator("svg.row rect.s-available").first
    piece.evaluate("one => { one.tabIndex = 0; one.focus() }")
    label = page.evaluate("document.activeElement.getAttribute('aria-label').split(' – ')[0]")
    site.ahead = 8 * MINUTE
    site.is_in("Available")
    _shows(page, "#panel-header .now", "available")
    assert page.evaluate("document.activeElement.getAttribute('aria-label').split(' – ')[0]") == label
    page.keyboard.press("Tab")
    expect(
        page.locator("svg.row rect[tabindex='0']"), "one stop per row, once the key is pressed"
    ).to_have_count(1)


def test_a_changed_number_fades_once_and_not_for_who_wants_calm(opened, site):
    site.starts()
    site.meters(2000, 11_000)
    page, calm = opened(), opened(reduced_motion="reduce")
    site.meters(5000, 11_000)
    page.wait_for_selector("#panel-ongoing .figure b.news")
    _shows(calm, "#panel-ongoing .figure", "4.0 kWh")
    fades = "getComputedStyle(document.querySelector('b.news'), '::after').animationName"
    assert (page.evaluate(fades), calm.evaluate(fades)) == ("news", "none")
    page.wait_for_selector("#panel-ongoing .figure b:not(.news) >> nth=1", timeout=4_000)


def test_durations_tick_by_themselves(opened, site):
    site.starts(at=site.now() - 75 * SECOND)
    page = opened()
    shown = page.locator("#panel-ongoing time[data-units]")
    before = shown.inner_text()
    assert re.fullmatch(r"1m \d+s", before)
    page.wait_for_function(
        "before => document.querySelector('#panel-ongoing time[data-units]').textContent !== before",
        arg=before,
        timeout=3_000,
    )
    assert re.fullmatch(r"1m \d+s", shown.inner_text())


def test_the_badge_tells_when_news_stopped_and_the_page_catches_up(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.url}/chargers/C1")
    page.clock.run_for(500)
    page.wait_for_selector(LIVE, state="attached")
    badge = page.locator("#panel-header .link")
    assert badge.inner_text().startswith("Live")
    site.stop()
    page.clock.run_for(8_000)
    page.wait_for_selector("html[data-state=lost]", state="attached")
    assert re.match(r"Last update \d\d:\d\d:\d\d", badge.inner_text())
    site.is_in("Faulted")
    expect(page.locator("#panel-header .now")).to_contain_text("available", use_inner_text=True)
    site.start()
    page.clock.resume()
    page.wait_for_selector(LIVE, state="attached", timeout=60_000)
    _shows(page, "#panel-header .now", "faulted")
    context.close()


def test_without_script_or_in_the_past_the_page_says_as_of_when(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/chargers/C1")
    assert re.match(r"As of \d\d:\d\d:\d\d Connected", page.locator("#panel-header .link").inner_text())
    page.goto(f"{site.url}/chargers/C1?at=2999-01-01T00:00:00Z")
    expect(page.locator("[data-live]")).to_have_count(0)
    context.close()


def test_a_silent_charger_is_told_when_its_silence_is_long_enough(opened, site, monkeypatch):
    monkeypatch.setattr(live, "BEAT_EVERY_S", 0.1)
    site.starts()
    page = opened()
    site.ahead = 11 * MINUTE
    _shows(page, "#panel-header .link .if-live", "No contact since")
    assert page.locator("#panel-header .link").inner_text().startswith("No contact since")
    expect(page.locator("#panel-ongoing")).to_contain_text("no contact since", use_inner_text=True)
    expect(page.locator("#panel-ongoing time[data-units]")).to_have_count(0)
    assert _is_the_same(page)


def test_a_late_frame_changes_the_past_day_at_once(opened, site):
    site.ahead = -48 * HOUR
    site.boots("C3")
    began = site.now()
    for minutes in (20, 40):
        site.ahead += minutes * MINUTE
        site.says("Heartbeat", station="C3")
    site.ahead = 0
    site.boots("C3")
    site.ahead = 20 * MINUTE
    site.says("Heartbeat", station="C3")
    page = opened("/chargers/C3")
    bars = "#panel-sessions .bar title"
    shown = " ".join(page.locator(bars).all_text_contents())
    assert "1 session" not in shown
    call = site.says("StartTransaction", began, "C3", connectorId=1, idTag="card", meterStart=1000)
    site.answers(call, "C3", transactionId=3, idTagInfo={"status": "Accepted"})
    number = site.told("StopTransaction", began + 10 * MINUTE, "C3", transactionId=3, meterStop=9000)
    projector_of(site.desk).fold("C3")
    assert number
    page.wait_for_function(
        """bars => [...document.querySelectorAll(bars)].some(
            one => one.textContent.includes('1 session') && one.textContent.includes('revised'))""",
        arg=bars,
        timeout=60_000,
    )
    assert _is_the_same(page)


def test_rows_of_the_list_move(opened, site):
    site.boots("C2")
    page = opened("/?sort=name")
    first = page.locator("tbody tr").first.element_handle()
    site.is_in("Faulted", "C2")
    page.wait_for_function("() => document.querySelectorAll('tbody tr')[1].textContent.includes('faulted')")
    site.boots("C0")
    page.wait_for_function("() => document.querySelectorAll('tbody tr')[0].textContent.includes('C0')")
    assert first.evaluate("row => row.isConnected"), "it moved, and was not made anew"
    expect(page.locator("tbody tr")).to_have_count(4)
    assert _is_the_same(page)
    expect(page.locator("#fleet-head .link")).to_contain_text("Live", use_inner_text=True)
    site.store.save_credential(Credential(station="STRANGER", approved=False, asked_at=site.now()))
    _shows(page, "#fleet-waiting", "STRANGER")
    assert re.search(r"since \d\d:\d\d, UTC", page.locator("#fleet-waiting").inner_text())


def test_the_list_is_searched_filtered_sorted_and_stays_so_while_it_moves(opened, site):
    for station in ("C2", "D1"):
        site.boots(station)
        site.is_in("Faulted", station)
    page = opened("/")
    page.get_by_label("Name, id, site or tag").fill("c")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/?text=c")
    with page.expect_navigation():
        page.get_by_role("navigation", name="Which chargers").get_by_role("link", name="Faulted 1").click()
    page.get_by_role("columnheader", name="Charger").get_by_role("link").click()
    page.wait_for_url("**/?text=c&show=faulted&sort=name")
    page.wait_for_selector(LIVE, state="attached")
    heading = page.get_by_role("columnheader", name="Charger")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert [one.partition("\n")[0].split()[0] for one in page.locator("tbody th").all_inner_texts()] == ["C2"]
    site.is_in("Available", "C2")
    _shows(page, "#fleet-foot", "No chargers match")
    expect(page.locator("tbody tr")).to_have_count(0)
    expect(
        page.get_by_role("link", name="Faulted 0"), "counted among those that are looked for"
    ).to_be_visible()


def test_a_long_list_has_pages(opened, site):
    for number in range(4):
        site.boots(f"E{number}")
    page = opened("/?limit=2&sort=name")
    with page.expect_navigation():
        page.get_by_role("link", name="next").click()
    page.wait_for_selector(LIVE, state="attached")
    names = [one.split()[0] for one in page.locator("tbody th").all_inner_texts()]
    assert names == ["E0", "E1"]
    expect(page.get_by_text("3 – 4 of 6")).to_be_visible()


def test_two_pages_are_drawn_once(opened, site):
    pages = [opened(), opened()]
    (watched,) = site.live.pages.values()
    assert len(watched.viewers) == 2
    drawn = watched.drawn
    site.is_in("Unavailable")
    for page in pages:
        _shows(page, "#panel-header .now", "unavailable")
    assert watched.drawn - drawn <= 2


def test_a_declared_charger_has_its_line_and_its_page(opened):
    page = opened("/")
    page.get_by_role("link", name="DECLARED").click()
    page.wait_for_selector(LIVE, state="attached")
    expect(page.locator("#panel-header")).to_contain_text("Never connected", use_inner_text=True)


def test_a_charger_that_waits_is_approved_on_the_list(browser, site):
    site.store.save_credential(Credential(station="NEW/1", approved=False, asked_at=site.now()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Approve NEW/1").click()
    expect(page).to_have_url(f"{site.url}/")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    assert site.store.credential("NEW/1").approved
    context.close()


def test_chargers_that_wait_are_dismissed_one_by_one_or_all(browser, site):
    for name in ("D/1", "D2", "D3"):
        site.store.save_credential(Credential(station=name, approved=False, asked_at=site.now()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Dismiss D/1").click()
    expect(page.get_by_role("button", name="Approve D/1")).to_have_count(0)
    expect(page.get_by_role("button", name="Approve D2")).to_have_count(1)
    page.get_by_role("button", name="Dismiss all").click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    assert not any(site.store.credential(name).approved for name in ("D/1", "D2", "D3"))
    context.close()


def test_the_approval_of_a_charger_is_withdrawn_and_given_again_on_its_page(browser, site):
    site.store.save_credential(Credential(station="C1", approved=True, salt=b"s", digest=b"d"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/chargers/C1")
    expect(page.locator(".leave")).to_contain_text("may connect with its password", use_inner_text=True)
    page.get_by_role("button", name="Withdraw approval").click()
    expect(page).to_have_url(f"{site.url}/chargers/C1")
    expect(page.locator(".leave")).to_contain_text("may not connect, since", use_inner_text=True)
    assert not site.store.credential("C1").approved
    page.get_by_role("button", name="Approve").click()
    assert site.store.credential("C1").approved
    assert site.store.credential("C1").digest == b"d"
    context.close()


def test_chargers_that_wait_are_approved_at_once_and_no_other(browser, site):
    for name in ("A/1", "A2", "A 3"):
        site.store.save_credential(Credential(station=name, approved=False, asked_at=site.now()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    # it asks after the list was drawn: nobody looked at it
    site.store.save_credential(Credential(station="STRANGER", approved=False, asked_at=site.now()))
    page.get_by_role("button", name="Approve all 3").click()
    expect(page).to_have_url(f"{site.url}/")
    assert all(site.store.credential(name).approved for name in ("A/1", "A2", "A 3"))
    assert not site.store.credential("STRANGER").approved
    context.close()


def test_what_a_form_makes_up_is_not_approved(site):
    httpx.post(f"{site.url}/waiting/approve", data={"charger": "NEVER-ASKED"})
    assert site.store.credential("NEVER-ASKED") is None
    assert httpx.post(f"{site.url}/waiting/approve").status_code == 303


@pytest.mark.threat("W5")
@pytest.mark.parametrize("path", ["chargers/NEW/dismiss", "waiting/dismiss"])
def test_another_site_cannot_dismiss(site, path):
    site.store.save_credential(Credential(station="NEW", approved=False, asked_at=site.now()))
    headers = {"sec-fetch-site": "cross-site"}
    assert httpx.post(f"{site.url}/{path}", headers=headers, data={"charger": "NEW"}).status_code == 403
    assert site.store.credential("NEW").asked_at is not None


@pytest.mark.threat("W5")
@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_another_site_cannot_approve(site, headers):
    site.store.save_credential(Credential(station="NEW", approved=False, asked_at=site.now()))
    for path in ("chargers/NEW/approve", "waiting/approve"):
        answer = httpx.post(f"{site.url}/{path}", headers=headers, data={"charger": "NEW"})
        assert answer.status_code == 403
    assert not site.store.credential("NEW").approved


@pytest.mark.threat("W5")
def test_another_site_cannot_withdraw(site):
    site.store.save_credential(Credential(station="NEW", approved=True))
    answer = httpx.post(f"{site.url}/chargers/NEW/withdraw", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert site.store.credential("NEW").approved


def _first_of_stream(url, **options):
    with httpx.stream("GET", url, timeout=60, **options) as answer:
        lines = []
        for line in answer.iter_lines():
            lines.append(line)
            if line.startswith("event:"):
                break
        return answer, lines


def test_the_stream_is_plain_and_kept_nowhere(site):
    answer, lines = _first_of_stream(f"{site.url}/chargers/C1/live?last=7d")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store"
    assert "content-encoding" not in answer.headers
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert lines[-1] == "event: panels"


def test_last_event_id_wins_over_what_the_page_had(site):
    _, lines = _first_of_stream(f"{site.url}/chargers/C1/live?seen=nothing")
    token = next(line for line in lines if line.startswith("id: ")).removeprefix("id: ")
    _, lines = _first_of_stream(f"{site.url}/chargers/C1/live?seen=nothing", headers={"last-event-id": token})
    assert lines[-1] == "event: beat"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/chargers/C1/live?at=2026-01-01T00:00:00Z", 400),
        ("/chargers/C1/live?day=2026-01-01", 400),
        ("/chargers/NOBODY/live", 404),
        ("/chargers/C1/live?last=x", 400),
    ],
)
def test_what_has_no_news_says_so(site, path, status):
    assert httpx.get(site.url + path).status_code == status
    assert site.live.pages == {}


def test_news_need_the_token_too(tmp_path):
    locked = LiveSite(tmp_path / "locked.db", token=TOKEN)
    locked.boots()
    url = f"{locked.url}/chargers/C1/live"
    assert httpx.get(url, follow_redirects=False).status_code == 303
    answer, _ = _first_of_stream(url, headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    locked.close()


def test_who_takes_nothing_holds_nobody_up(opened, site):
    with socket.create_connection(("127.0.0.1", site.port)) as asleep:
        asleep.sendall(b"GET /chargers/C1/live HTTP/1.1\r\nHost: x\r\n\r\n")
        page = opened()
        for status, word in (("Preparing", "preparing"), ("Faulted", "faulted")):
            site.is_in(status)
            _shows(page, "#panel-header .now", word)
