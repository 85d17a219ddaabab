"""Every panel of the dashboards for Grafana, and every rule, asks for what is there, of the real engines."""

import json
import re
from contextlib import closing
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import apsw
import httpx
import psycopg
import pytest
import ready_desk
import sample_boards as sample
import yaml
from serving import served

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, DayFigures, Episode, Session
from chargeboard.domain.readings import Reading
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.records import Progress
from chargeboard.run.measuring.charger_measures import CHARGER_MEASURES, FLEET_MEASURES, OMITTED
from chargeboard.run.measuring.told import Readings
from chargeboard.store import store_at
from chargeboard.time.instants import HOUR
from chargeboard.web.api.metrics_route import MetricsShown
from chargeboard.web.app import create_app
from scraper import found, prometheus, until

ROOT = Path(__file__).parents[2]
OF_CHARGERS, OF_TABLES = (
    json.loads((ROOT / f"deploy/grafana/{name}.json").read_text()) for name in ("chargers", "database")
)
RULES = (ROOT / "deploy/prometheus/chargers.yml").read_text()
SCRAPE = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/how-to/watch-over-it.md").read_text(), re.DOTALL)[2]
NAMES = {*CHARGER_MEASURES, *FLEET_MEASURES, OMITTED}
T0, DAY = 1_760_000_000_000_000, date(2025, 10, 9)
MILLISECOND = 1_000


def targets(dashboard, key):
    """What its panels ask, by their titles."""
    return [(panel["title"], one[key]) for panel in dashboard["panels"] for one in panel["targets"]]


EXPRESSIONS = targets(OF_CHARGERS, "expr")
ASKED = {expression for _, expression in EXPRESSIONS} | {
    rule["expr"] for group in yaml.safe_load(RULES)["groups"] for rule in group["rules"]
}


@pytest.mark.parametrize("expression", sorted(ASKED))
def test_an_expression_asks_for_numbers_that_there_are(expression):
    names = {*re.findall(r"\bcharger(?:s\b|s?_\w+)", expression)}
    assert names
    assert names <= NAMES


@pytest.mark.parametrize("dashboard", [OF_CHARGERS, OF_TABLES], ids=lambda one: one["uid"])
def test_no_panel_lies_over_another_and_each_has_an_id_of_its_own(dashboard):
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len({*cells}) == len(cells)
    assert max(x for x, _ in cells) < 24


def settled(store):
    """A charger's day, of everything something."""
    session = {"socket": 1, "start": T0, "end": T0 + HOUR, "reason": None, "energy_wh": 8_000.0}
    failed = {"socket": 1, "start": T0, "end": T0, "because": Reason(Because.DEAUTHORISED)}
    error = {"socket": 1, "code": "GroundFailure", "vendor_code": None, "severity": "fault"}
    store.settle(
        Progress(station="A"),
        0,
        Conclusions(
            sessions=[Session(key="k", is_completed=True, **session)],
            attempts=[Attempt(outcome=Outcome.AUTH_REJECTED, **failed)],
            episodes=[Episode(start=T0, last_seen=T0, end=None, **error)],
        ),
        [b"{}"],
        [
            DayFigures(
                on=DAY,
                length=24 * HOUR,
                states={1: {"charging": HOUR, "faulted": 23 * HOUR}},
                sessions=1,
                energy_wh=8_000.0,
                outcomes={Outcome.SUCCESS: 3, Outcome.AUTH_REJECTED: 1},
            )
        ],
        [],
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def ask(request, tmp_path):
    """What an engine answers to a query, by its own client."""
    path = tmp_path / "board.db"
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else f"sqlite:///{path}"
    store = store_at(url, str(tmp_path)).open()
    settled(store)
    store.close()
    opened = psycopg.connect(url) if request.param == "postgresql" else apsw.Connection(str(path))
    with closing(opened) as connection:
        yield lambda query: list(connection.execute(query))


def filled_in(query):
    """As Grafana asks it."""
    said = {
        "${__from}": str(T0 // MILLISECOND - 1),
        "${__to}": str(T0 // MILLISECOND + 1),
        "${__from:date:YYYY-MM-DD}": str(DAY),
        "${__to:date:YYYY-MM-DD}": str(DAY),
        "$charger": "A",
    }
    for name, value in said.items():
        query = query.replace(name, value)
    assert "$" not in query
    return query


def test_every_panel_over_the_tables_finds_rows(ask):
    told = {title: ask(filled_in(query)) for title, query in targets(OF_TABLES, "rawSql")}
    assert all(told.values())
    assert told["Energy by day"] == [("2025-10-09", 8.0)]
    assert [(day, float(ratio)) for day, ratio in told["Success rate by day"]] == [("2025-10-09", 0.75)]
    assert told["Why attempts failed"] == [("auth_rejected", 1)]
    hours = [float(one) for one in told["$charger: hours in each state"][0][1:]]
    assert hours == [1, 0, 0, 0, 23, 0, 0, 0]
    (variable,) = [one for one in OF_TABLES["templating"]["list"] if one["name"] == "charger"]
    assert ask(variable["query"]) == [("A",)]


@pytest.fixture
def site():
    """The chargers of the page tests, with one out of contact, for a scraper that has the token."""
    shown = MetricsShown(Readings(get_context("spawn")), Reading("chargeboard_build_info", 1.0, ("0",) * 4))
    desk = ready_desk.ReadyDesk(sample.town())
    yield from served(create_app(desk, token=ready_desk.TOKEN, now=lambda: sample.NOW, metrics=shown))


@pytest.mark.soak
def test_a_real_prometheus_finds_rows_for_every_panel_and_its_rules_find_chargers(site, tmp_path):
    host = site.removeprefix("http://")
    config = "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n" + (
        re.sub(r"targets: \[.*?\]", f"targets: ['{host}']", SCRAPE)
        .replace("THE_TOKEN", f"'{ready_desk.TOKEN}'")
        .replace("scrape_interval: 1m", "scrape_interval: 1s")
    )
    with prometheus(tmp_path, config, RULES) as url:
        until(lambda: found(url, "chargers") == [len(sample.town())])
        offline = next(row for row in sample.fleet_page(sample.town()).rows if row.is_online is False)
        asked = {
            f"{title}: {expression}": expression.replace("$charger", "HAM-0042")
            for title, expression in EXPRESSIONS
        }
        assert [title for title, expression in asked.items() if not found(url, expression)] == []
        until(lambda: found(url, f'ALERTS{{alertname="ChargerOffline", charger="{offline.id}"}}') == [1.0])
        (group,) = httpx.get(f"{url}/rules").json()["data"]["groups"]
        assert {rule["health"] for rule in group["rules"]} == {"ok"}
