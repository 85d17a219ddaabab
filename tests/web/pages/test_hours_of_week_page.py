"""The page of the hours of the week: reached from the days, for their dates, and told without colour."""

import re

import pytest
from test_two_periods import client  # noqa: F401 - a fixture

JANUARY = "from=2026-01-01&through=2026-01-20"


def test_the_days_lead_to_their_hours(client):  # noqa: F811
    assert (
        f"/chargers/CP/week?{JANUARY.replace('&', '&amp;')}"
        in client.get(f"/chargers/CP/days?{JANUARY}").text
    )


def test_each_hour_of_the_week_is_written_in_the_table_of_each_figure(client):  # noqa: F811
    page = client.get(f"/chargers/CP/week?{JANUARY}").text
    assert "style=" not in page
    tables = re.findall(r'<table class="heat (\w+)">(.*?)</table>', page, re.DOTALL)
    assert [name for name, _ in tables] == ["use", "failed", "energy"]
    for _, table in tables:
        assert len(re.findall(r"<td[^>]*>[^<]+</td>", table)) == 7 * 24
    # Thursdays: 10 kWh on the 1st and on the 8th, nothing on the 15th
    (ten,) = re.findall(r"<tr><th scope=\"row\">10–11</th>(.*?)</tr>", tables[2][1])
    assert re.findall(r">([^<]+)</td>", ten)[3] == "20.0"
    assert "Socket against socket" not in page, "there is only one"


@pytest.mark.parametrize("asked", ["from=May", "from=2026-01-10&through=2026-01-01"])
def test_dates_that_are_none_are_refused(client, asked):  # noqa: F811
    assert client.get(f"/chargers/CP/week?{asked}").status_code == 400
    assert client.get(f"/api/v1/chargers/CP/week?{asked}").status_code == 400
