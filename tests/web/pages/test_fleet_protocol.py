"""Whose conversation is worst: a page of all chargers, its file and its answer."""

import csv
import io

import pytest
from conversation_story import ALL, at, desk_of
from litestar.testing import TestClient

from chargeboard.store import open_store
from chargeboard.web.app import create_app


@pytest.fixture(scope="module")
def client():
    store = open_store(":memory:")
    desk = desk_of(store, ALL)
    with TestClient(create_app(desk, token=None, now=lambda: at("2026-11-04T12:00:00"))) as made:
        yield made
    store.close()


def sides(client, query=""):
    return [row["found"]["side"] for row in client.get(f"/api/v1/protocol{query}").json()["rows"]]


def test_it_is_sorted_by_who_is_worst_and_asked_for_by_the_side_at_fault(client):
    assert sides(client) == ["link", "charger", "csms"]
    assert sides(client, "?side=csms") == ["csms"]
    assert sides(client, "?what=unanswered") == ["charger", "csms"]
    assert sides(client, "?text=nobody") == []
    assert client.get("/api/v1/protocol?side=driver").status_code == 400


def test_the_page_leads_to_the_page_of_each_and_keeps_what_was_asked_for(client):
    page = client.get("/protocol?side=charger").text
    assert page.count('href="/chargers/CP/protocol"') == 1
    assert '<option value="charger" selected>' in page
    assert 'href="/protocol.csv?side=charger"' in page
    assert "Nothing matches" in client.get("/protocol?text=nobody").text
    behind = client.get("/protocol?offset=50").text
    assert "Nothing" not in behind
    assert '<a href="/protocol" rel="prev"' in behind
    assert 'href="/protocol"' in client.get("/comparison").text
    assert 'href="/protocol"' in client.get("/chargers/CP/protocol").text


def test_the_file_has_a_row_for_each_charger_and_side(client):
    rows = [*csv.DictReader(io.StringIO(client.get("/protocol.csv?limit=1").text))]
    assert [(row["charger"], row["side"], row["troubles"], row["cut"]) for row in rows] == [
        ("CP", "link", "7", "7"),
        ("CP", "charger", "4", ""),
        ("CP", "csms", "2", ""),
    ]
