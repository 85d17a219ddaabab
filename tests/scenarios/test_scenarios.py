from __future__ import annotations

from datetime import date

import msgspec
import pytest
from comparison import differences
from replay import document
from scenario_files import folders, load

from chargeboard.metrics.sessions.overview import summary
from chargeboard.words import formats


def pytest_generate_tests(metafunc):
    if "scenario" in metafunc.fixturenames:
        found = [
            scenario
            for folder in folders(metafunc.config.getoption("--scenarios"))
            for scenario in load(folder)
        ]
        metafunc.parametrize("scenario", found, ids=[scenario.id for scenario in found])


def test_a_scenario_comes_out_as_worked_by_hand(scenario, tmp_path):
    told = {"messages": messages, "aggregate": aggregate, "display": shown}[scenario.kind]
    wrong = told(scenario, tmp_path)
    if wrong:
        pytest.fail("\n".join([scenario.title, *wrong]), pytrace=False)


def messages(scenario, folder):
    return differences(scenario.expected, document(scenario, folder))


def aggregate(scenario, _):
    given = scenario.input
    found = summary(
        days=(date.fromisoformat(given["to"]) - date.fromisoformat(given["from"])).days,
        total_sessions=given["total_sessions"],
        with_energy=given["total_sessions"],
        total_wh=given["total_consumption_wh"],
        total_duration_s=given["total_duration_s"],
    )
    texts = {
        "total_sessions": formats.count(found.total_sessions),
        "sessions_per_day": formats.per_day(found.sessions_per_day),
        "avg_duration": formats.duration(found.avg_duration_s),
        "avg_consumption": formats.energy(found.avg_consumption_wh),
        "total_consumption": formats.energy(found.total_consumption_wh),
    }
    return differences(scenario.expected, {"overview": msgspec.to_builtins(found)}) + differences(
        scenario.display, texts
    )


def shown(scenario, _):
    return [
        f"{case.type} {case.value!r}: expected {case.shown!r}, found {found!r}"
        for case in scenario.cases
        for found in [formats.FORMATS[case.type.removesuffix("_s").removesuffix("_wh")](case.value)]
        if found != case.shown
    ]
