"""What is the list of chargers as a file?"""

import csv
import io

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.domain.figures.fleet import FleetOrder
from chargeboard.web.app import create_app


@pytest.fixture(scope="module")
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


@pytest.fixture
def lines(client):
    def asked(query=""):
        answer = client.get(f"/fleet.csv{query}")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == 'attachment; filename="fleet.csv"'
        return list(csv.DictReader(io.StringIO(answer.text)))

    return asked


@pytest.mark.parametrize("order", FleetOrder)
def test_a_file_has_the_lines_of_all_pages_in_their_order(client, lines, order):
    pages = [client.get(f"/api/v1/chargers?sort={order}&limit=1&offset={n}").json() for n in range(3)]
    told = [row for page in pages for row in page]
    rows = lines(f"?sort={order}&limit=1&offset=2")
    assert [row["charger"] for row in rows] == [one["id"] for one in told]
    for row, one in zip(rows, told, strict=True):
        assert row["name"] == one["name"]
        assert row["timezone"] == one["timezone"]
        assert row["states"] == " ".join(f"{socket['socket']}:{socket['state']}" for socket in one["sockets"])
        assert float(row["in_use_s"]) == one["utilization"]["numerator"]
        assert float(row["available_s"]) == one["utilization"]["denominator"]
        assert [row["successes"], row["attempts"]] == [
            str(one["success"][part]) for part in ("numerator", "denominator")
        ]
        assert row["sessions_today"] == str(one["sessions_today"])
        assert row["last_contact"][:19] == one["last_contact"][:19]
        needed = one["worst_insight"] if one["attention"] else None
        assert row["need"] == (needed["code"] if needed else "")


def test_a_file_has_what_the_search_leaves(lines):
    assert [row["charger"] for row in lines("?text=hub")] == [town.HUB]
    assert not lines("?text=nobody")


def test_what_is_shown_leads_to_its_file(client, lines):
    page = client.get("/?sort=energy&text=lin&limit=1").text
    assert 'href="/fleet.csv?text=lin&amp;sort=energy" download' in page
    assert 'href="/api/v1/chargers?text=lin&amp;sort=energy&amp;limit=1"' in page
    assert len(lines("?text=lin&sort=energy")) == 2


def test_a_wrong_filter_is_named(client):
    answer = client.get("/fleet.csv?sort=luck")
    assert answer.status_code == 400
    assert "luck" in answer.text
