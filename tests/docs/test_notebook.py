"""Does the notebook run, cell by cell, and does it find what the API tells?"""

import json
import os
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import duckdb
import duckdb_extension_sqlite_scanner
import little_town as town
import nbformat
import pytest
from litestar.testing import TestClient
from nbclient import NotebookClient

from chargeboard.web.app import create_app

BOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "questions-to-a-board.ipynb"
ZONE = ZoneInfo("Europe/Berlin")
DATES = {"from": "2026-03-20", "through": "2026-03-29"}
END = datetime(2026, 3, 30, tzinfo=ZONE)
TELL = """
import json
print(json.dumps([by_hour, by_model, by_day, same, to_failure]))
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return str(tmp_path_factory.mktemp("notebook") / "board.db")


@pytest.fixture(scope="module")
def desk(path):
    made = town.little_town(path)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def found(desk, path, tmp_path_factory):
    """What the cells come to, as a reader with DuckDB's extension runs them."""
    home = tmp_path_factory.mktemp("home")
    database = duckdb.connect()
    (platform,) = database.execute("pragma platform").fetchone()
    own = home / ".duckdb" / "extensions" / f"v{duckdb.__version__}" / platform
    own.mkdir(parents=True)
    (packaged,) = Path(duckdb_extension_sqlite_scanner.__file__).parent.rglob("*.duckdb_extension")
    (own / packaged.name).symlink_to(packaged)
    book = nbformat.read(BOOK, 4)
    book.cells.append(nbformat.v4.new_code_cell(TELL))
    environment = os.environ | {
        "HOME": str(home),
        "BOARD_DB": path,
        "BOARD_LAKE": str(home / "lake"),
        "CHARGEBOARD_POLICY_TIMEZONE": town.POLICY.timezone,
        "CHARGEBOARD_POLICY_RATED_KW": str(town.POLICY.rated_kw),
        "BOARD_LAST_DAY": DATES["through"],
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    NotebookClient(book, timeout=120).execute(env=environment)
    charts = [
        one
        for cell in book.cells
        for one in cell.get("outputs", ())
        if "application/vnd.plotly.v1+json" in one.get("data", {})
    ]
    assert len(charts) == 4
    return json.loads(book.cells[-1].outputs[0].text)


@pytest.fixture(scope="module")
def api(desk):
    with TestClient(create_app(desk, token=None, now=lambda: town.NOW)) as client:
        yield lambda path, **asked: client.get(f"/api/v1{path}", params=asked).json()


def instant(text):
    return datetime.fromisoformat(text)


def of_each(desk, api, path, **asked):
    for station in desk.store.stations():
        yield station, api(f"/chargers/{quote(station, safe='')}/{path}", **asked)


def test_the_notebook_holds_no_outputs():
    cells = [cell for cell in nbformat.read(BOOK, 4).cells if cell.cell_type == "code"]
    assert len(cells) >= 6
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


def test_success_by_model_is_that_of_cohorts(found, api):
    _, by_model, *_ = found
    told = [
        [
            one["model"],
            one["figures"]["success_pct"],
            one["success"]["low"],
            one["success"]["high"],
            one["figures"]["attempts"],
        ]
        for one in api("/comparison/cohorts", by="model", **DATES)["cohorts"]
        if one["figures"]["attempts"]
    ]
    assert len(told) == 2
    assert [one[0] for one in by_model] == sorted(one[0] for one in told)
    for own, other in zip(by_model, sorted(told), strict=True):
        assert own[1:] == pytest.approx(other[1:])


def test_energy_per_day_is_that_of_the_days(found, desk, api):
    _, _, by_day, same, _ = found
    told = defaultdict(float)
    for _, days in of_each(desk, api, "days", **DATES):
        for day in days["days"]:
            told[day["date"]] += (day["energy_wh"] or 0) / 1000
    assert len(by_day) == 10
    assert dict(by_day) == pytest.approx(dict(told))
    assert dict(same) == pytest.approx(dict(told))


def test_time_to_failure_is_that_between_the_errors(found, desk, api):
    *_, to_failure = found
    told = []
    for _, errors in of_each(desk, api, "errors", limit=500):
        lasting = sorted(
            (instant(one["start"]), instant(one["end"]))
            for error in errors["errors"]
            for one in error["episodes"]
            if one["end"] and not one["momentary"]
        )
        told += [
            (begin - end) / timedelta(hours=1) for (_, end), (begin, _) in pairwise(lasting) if begin > end
        ]
    assert told
    assert [hours for hours, _ in to_failure] == pytest.approx(sorted(told))
    assert to_failure[-1][1] == 100


def test_utilization_by_hour_is_that_of_the_sessions(found, desk, api):
    by_hour, _, by_day, *_ = found
    days_of = dict(of_each(desk, api, "days"))
    told, watched_s = [timedelta()] * 24, 0.0
    for station, page in of_each(desk, api, "sessions", limit=500, kind="counted"):
        own = [one for one in page["sessions"] if one["end"]]
        assert len(own) == page["total"]
        for one in own:
            begin, end = (instant(one[edge]).astimezone(ZONE) for edge in ("start", "end"))
            if end > END:
                continue
            while begin < end:
                following = min(end, begin.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
                told[begin.hour] += following.astimezone(UTC) - begin.astimezone(UTC)
                begin = following
        days = days_of[station]["days"]
        kept = {day for day, _ in by_day}
        watched_s += sum(day["utilization"]["available_s"] for day in days if day["date"] in kept)
    shares = [100 * one.total_seconds() / (watched_s / 24) for one in told]
    assert [hour for hour, _ in by_hour] == [*range(24)]
    assert [share for _, share in by_hour] == pytest.approx(shares)
