"""A page that is saved is whole, opens without us, and does nothing."""

import json
import re
from html import unescape
from urllib.parse import quote

import httpx
import little_town as town
import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient
from playwright.sync_api import expect

from chargeboard.web.access.front import Front
from chargeboard.web.app import create_app

CHARGER = "/chargers/HAM-0042"


def saved(site, path, how="1"):
    separator = "&" if "?" in path else "?"
    answer = httpx.get(f"{site}{path}{separator}save={how}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''chargeboard-")
    return answer.text


def links(html):
    found = re.findall(r'<(?:a|form|link|area)\b[^>]*\b(?:href|action)="([^"]*)"', html)
    return [unescape(one) for one in found]


@pytest.fixture
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


def test_a_saved_page_opens_offline_and_looks_and_reads_as_the_page(site, browser, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(saved(site, CHARGER))
    with (
        browser.new_context(java_script_enabled=False, bypass_csp=True) as online,
        browser.new_context() as offline,
    ):
        offline.set_offline(True)
        there, here = online.new_page(), offline.new_page()
        asked, said = [], []
        here.on("request", lambda request: asked.append(request.url))
        here.on("console", lambda message: said.append(message.text))
        there.goto(f"{site}{CHARGER}?table=1")
        here.goto(file.as_uri())
        assert (asked, said) == ([file.as_uri()], [])
        there.evaluate("for (const one of document.querySelectorAll('form, .skip, .tools')) one.remove()")
        for panel in there.locator("section.panel").all():
            own = here.locator(f"#{panel.get_attribute('id')}")
            expect(own).to_have_text(panel.inner_text(), use_inner_text=True)
            assert own.bounding_box() | {"y": 0} == panel.bounding_box() | {"y": 0}
        bar = ".timeline .row rect.s-charging"
        colour = "one => getComputedStyle(one).fill"
        assert here.locator(bar).first.evaluate(colour) == there.locator(bar).first.evaluate(colour)
        expect(here.locator(".printed").first).to_contain_text(f"{site}{CHARGER}")
        expect(here.locator("form, main button").first).to_be_hidden()


@pytest.mark.threat("W8")
def test_nothing_runs_in_a_saved_page_and_a_policy_in_it_sees_to_that(site):
    for path in ("/", CHARGER, "/chargers/NEU%201%7Ca%2Fb"):
        html = saved(site, path)
        assert "<script" not in html
        assert "0x8A<" not in html
        assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;" in html


@pytest.mark.parametrize("prefix", ["", "/board"])
def test_links_lead_back_to_where_the_page_was_saved(prefix):
    desk = ready_desk.ReadyDesk(sample.town())
    app = create_app(desk, token=None, now=lambda: sample.NOW, front=Front(root_path=prefix))
    with TestClient(app, base_url="http://board.example") as client:
        found = links(client.get(f"{prefix}{CHARGER}?save=1").text)
        ours = [one for one in found if not one.startswith("#")]
        assert len(ours) > 20
        assert [one for one in ours if not one.startswith(f"http://board.example{prefix}/")] == []
        plain = links(client.get(f"{prefix}{CHARGER}").text)
        assert not [one for one in plain if one.startswith("http")]


def test_the_name_of_the_file_is_one_anywhere(client):
    for path in ("/chargers/ODD%201%7Ca%2Fb", "/", "/chargers/LIN-HUB-1/errors"):
        told = client.get(f"{path}?save=1").headers["content-disposition"]
        assert re.fullmatch(r"attachment; filename\*=UTF-8''chargeboard-[\w.-]+\.html", told)


def test_the_page_offers_itself_as_a_file_and_a_saved_one_does_not(client):
    page = client.get(f"/chargers/{town.HUB}?last=7d").text
    assert 'href="?last=7d&amp;save=1">Save<' in page
    assert ">Save<" not in client.get(f"/chargers/{town.HUB}?last=7d&save=1").text


def lines(html):
    (told,) = re.findall(r'<pre tabindex="0">(.*?)</pre>', html, re.DOTALL)
    return [json.loads(line) for line in unescape(told).splitlines()]


def test_messages_come_along_only_where_they_are_asked_for_as_they_are_downloaded(client):
    at = "at=2026-03-30T11:00:00Z"
    path = f"/chargers/{town.HUB}"
    assert "saved-frames" not in client.get(f"{path}?save=1").text.replace(".saved-frames", "")
    found = lines(client.get(f"{path}?{at}&save=frames").text)
    span = "from=2026-03-29T11:00:00Z&to=2026-03-30T11:00:00Z&hide="
    whole = client.get(f"{path}/frames.jsonl?{span}").text.splitlines()
    assert found == [json.loads(line) for line in whole]
    assert len(found) > 100


def test_of_more_messages_than_a_file_is_to_hold_the_oldest_are_in_it(client, monkeypatch):
    monkeypatch.setattr("chargeboard.web.pages.saved_frames.MOST_FRAMES", 7)
    html = client.get(f"/chargers/{town.HUB}?save=frames").text
    assert len(lines(html)) == 7
    assert "there are more on the server" in html


def test_a_session_has_the_messages_of_its_own_time(client):
    key = client.get(f"/api/v1/chargers/{town.HUB}/sessions").json()["sessions"][0]["key"]
    session = f"/chargers/{town.HUB}/sessions/{quote(key, safe='')}"
    assert 'href="?save=frames">with frames' in client.get(session).text
    found = lines(client.get(f"{session}?save=frames").text)
    assert any("Transaction" in json.dumps(one["frame"]) for one in found)
