"""What was worked by hand comes out of PostgreSQL, too: some now, all of them in a long run."""

import pytest
from comparison import differences
from replay import document
from scenario_files import folders, load

SOME = 14
"""Every so-manieth is in the short run."""


def pytest_generate_tests(metafunc):
    if "scenario" in metafunc.fixturenames:
        found = [
            scenario
            for folder in folders(metafunc.config.getoption("--scenarios"))
            for scenario in load(folder)
            if scenario.kind == "messages"
        ]
        marked = [
            pytest.param(scenario, id=scenario.id, marks=[pytest.mark.soak] if n % SOME else [])
            for n, scenario in enumerate(found)
        ]
        metafunc.parametrize("scenario", marked)


def test_a_scenario_comes_out_of_postgresql_as_worked_by_hand(scenario, postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    wrong = differences(scenario.expected, document(scenario, tmp_path, postgres))
    if wrong:
        pytest.fail("\n".join([scenario.title, *wrong]), pytrace=False)
