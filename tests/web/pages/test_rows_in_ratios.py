"""Nobody tells of lost contact of a charger that is known by rows: it is in no uptime, alone and of many."""

import json
from datetime import date, datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.metrics.days.uptime import uptime_day, uptime_over
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-03-05T12:00")
BEGAN = at("2026-02-02T00:00")
DAY = date(2026, 2, 10)
POLICY = Policy(silence_detection=False)
FEBRUARY = "from=2026-02-01&to=2026-03-01"


def states():
    """Told each six hours; on the 10th faulted for six of them."""
    moment = BEGAN
    while moment < NOW:
        yield moment, "Faulted" if moment == at("2026-02-10T06:00") else "Available"
        moment += 6 * HOUR


def by_row(moment, said):
    columns = {
        "connector_id": 1,
        "status_timestamp": text_of(moment),
        "status": said,
        "error_code": "NoError",
    }
    return Frame("ROWS", moment, "row", json.dumps(["steve", "connector_status", columns]), "", "ocpp1.6")


def by_message(moment, said):
    payload = {"connectorId": 1, "errorCode": "NoError", "status": said, "timestamp": text_of(moment)}
    text = json.dumps([2, f"{moment}", "StatusNotification", payload])
    return Frame("TOLD", moment, "in", text, "c", "ocpp1.6")


@pytest.fixture(scope="module")
def ask():
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station, site="Yard", policy=POLICY), lambda: NOW)
    desk.store.append([by_row(*one) for one in states()])
    desk.store.append(
        [
            Frame("TOLD", BEGAN, "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6"),
            *(by_message(*one) for one in states()),
        ]
    )
    for station in ("ROWS", "TOLD"):
        projector_of(desk).refresh(station)
        projector_of(desk).tell(station)
    with TestClient(create_app(desk, token=None, now=desk.now)) as client:

        def asked(path):
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            return answer.json() if path.startswith("/api") else answer.text

        yield asked
    store.close()


def uptime(figures):
    return figures["uptime_pct"], figures["timed_s"] / 3600


NONE = (None, 0)
OF_MESSAGES = (pytest.approx(100 * (27 * 24 - 6) / (27 * 24)), 27 * 24)
"""27 days, of which six hours were an outage."""


def test_in_a_comparison_it_has_no_uptime_and_changes_that_of_none(ask):
    told = ask(f"/api/v1/comparison?{FEBRUARY}")
    assert {row["id"]: uptime(row["figures"]) for row in told["rows"]} == {"ROWS": NONE, "TOLD": OF_MESSAGES}
    assert uptime(told["totals"]) == OF_MESSAGES
    assert uptime(ask(f"/api/v1/comparison/cohorts?{FEBRUARY}&by=site")["whole"]) == OF_MESSAGES


def test_a_report_of_it_has_no_uptime_and_that_of_its_site_is_of_the_others(ask):
    assert uptime(ask("/api/v1/reports/chargers/ROWS/2026-02")["figures"]) == NONE
    site = ask("/api/v1/reports/sites/Yard/2026-02")
    assert uptime(site["figures"]) == OF_MESSAGES
    assert {row["id"]: uptime(row["figures"]) for row in site["rows"]} == {"ROWS": NONE, "TOLD": OF_MESSAGES}


def test_by_official_rules_nobody_watched_what_seemed_up(ask):
    """A rule that leaves out what nobody knows has no figure; its outage alone would be 0 %."""
    month = ask("/api/v1/chargers/ROWS/official?month=2026-02")["months"][0]
    hours = {
        code: {name: told[f"{name}_s"] / 3600 for name in ("up", "down", "unwatched", "exempt")}
        for code, told in month["rules"].items()
    }
    watched = dict.fromkeys(("nevi", "california", "uk_reg7", "kwwhat"), (0, 6, 27 * 24 - 6, 0))
    left_out = dict.fromkeys(("ours", "uk", "uk_blocked"), (0, 0, 0, 27 * 24))
    assert {code: tuple(of.values()) for code, of in hours.items()} == watched | left_out
    assert {month["rules"][code]["uptime_pct"] for code in left_out} == {None}


def test_a_day_of_either_kind_adds_to_the_week_what_it_tells():
    days = [
        uptime_day(DayFigures(on=DAY, length=24 * HOUR, states={1: told}, is_contact_known=known), today=DAY)
        for told, known in (
            ({"available": 18 * HOUR, "offline": 6 * HOUR}, True),
            ({"available": 12 * HOUR, "faulted": 12 * HOUR}, False),
        )
    ]
    over = uptime_over(days)
    assert (over.total_s, over.outage_s) == (48 * 3600, 18 * 3600)
    assert (over.nevi_pct, over.uk_reg7_pct, over.uk_template_pct) == (75, 75, 100)
