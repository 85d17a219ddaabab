"""The page of protocol health (H1-H7): reached from data quality, told in tables, with its twins."""

import csv
import io
import re

import pytest
from test_two_periods import client  # noqa: F401 - a fixture


def test_data_quality_leads_to_it_at_the_same_moment(client):  # noqa: F811
    moment = "at=2026-01-09T12%3A00%3A00%2B02%3A00"
    assert f'href="/chargers/CP/protocol?{moment}"' in client.get(f"/chargers/CP/quality?{moment}").text


def test_each_kind_of_trouble_has_a_row_for_each_side_and_a_column_for_each_day(client):  # noqa: F811
    page = client.get("/chargers/CP/protocol").text
    assert "style=" not in page
    tables = re.findall(r'<table class="heat failed by-day">(.*?)</table>', page, re.DOTALL)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', "".join(tables))
    assert len(rows) == 2 + 3 + 2 + 2 + 2 + 4
    assert all(len(re.findall(r"<td", cells)) == 7 + 1 + 1 for _, cells in rows)


def test_the_file_and_the_answer_say_the_same(client):  # noqa: F811
    told = client.get("/api/v1/chargers/CP/protocol").json()["days"]
    rows = list(csv.DictReader(io.StringIO(client.get("/chargers/CP/protocol.csv").text)))
    kinds = ("calls", "answers", "late", "unanswered", "refused", "repeated", "nonstandard", "closes")
    assert [[row[kind] for kind in kinds] for row in rows] == [
        ["" if one[kind] is None else str(one[kind]) for kind in kinds] for one in told
    ]


@pytest.mark.parametrize("asked", ["at=May"])
def test_a_moment_that_is_none_is_refused(client, asked):  # noqa: F811
    assert client.get(f"/chargers/CP/protocol?{asked}").status_code == 400
    assert client.get(f"/api/v1/chargers/CP/protocol?{asked}").status_code == 400
