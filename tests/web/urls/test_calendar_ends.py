"""What does an address get that names the ends of the calendar?"""

import httpx
import pytest
from live_site import LiveSite

from chargeboard.metrics.days.day_book import DayBook

PAGES = ("sessions", "attempts", "errors", "days", "quality", "frames")
FILES = ("sessions.csv", "attempts.csv", "errors.csv", "days.csv", "quality.csv", "frames.jsonl")
ROUTES = [
    "/",
    "/chargers/C1",
    *(f"/chargers/C1/{name}" for name in (*PAGES, *FILES, "days/2026-11-20")),
    "/api/v1/chargers",
    "/api/v1/chargers/C1/board",
    *(f"/api/v1/chargers/C1/{name}" for name in (*PAGES, "days/2026-11-20")),
]
RANGES = [
    "from=0001-01-01&to=0001-01-02",
    "from=0001-01-01&to=2026-11-20",
    "from=0001-01-01&to=9999-12-31",
    "from=1960-01-01&to=1970-01-01",
    "from=9999-12-30&to=9999-12-31",
    "timeline_from=0001-01-01T00:00:00Z&timeline_to=0001-01-02T00:00:00Z",
    "timeline_from=9999-12-31T00:00:00Z&timeline_to=9999-12-31T23:00:00Z",
]
MOMENTS = [
    "at=0001-01-01T00:00:00%2B14:00",
    "at=9999-12-31T23:59:59-14:00",
    "day=0001-01-01",
    "day=9999-12-30&until=9999-12-31",
]


@pytest.fixture(scope="module", params=["UTC", "Pacific/Auckland"])
def client(request, tmp_path_factory):
    found = LiveSite(tmp_path_factory.mktemp("ends") / "board.db", zone=request.param)
    found.boots()
    found.starts()
    found.meters(3000, 11_000)
    with httpx.Client(base_url=found.url, timeout=60) as one:
        yield one
    found.close()


@pytest.mark.parametrize("query", [*RANGES, *MOMENTS])
def test_every_page_and_answer_has_words_for_the_ends_of_the_calendar(client, query):
    for route in ROUTES:
        answer = client.get(f"{route}?{query}")
        assert answer.status_code < 500, (route, answer.text)


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31", "3000-01-01"])
def test_a_day_of_a_year_without_chargers_is_refused_with_the_years_that_may_be_asked(client, day):
    for address in (f"/chargers/C1/days/{day}", f"/api/v1/chargers/C1/days/{day}"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert "use one from 2000 to 2999" in answer.text


@pytest.mark.parametrize("query", RANGES[:5])
@pytest.mark.parametrize("route", ["/chargers/C1", "/chargers/C1/errors", "/chargers/C1/days"])
def test_days_on_which_nothing_can_have_been_are_not_computed(client, monkeypatch, route, query):
    made = []
    day = DayBook.day
    monkeypatch.setattr(DayBook, "day", lambda book, on: made.append(on) or day(book, on))
    client.get(f"{route}?{query}")
    assert len(made) < 60
