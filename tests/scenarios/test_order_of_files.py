"""What was sent and what was received are written to two logs: no matter which of them comes in first."""

import json

import pytest
from click.testing import CliRunner
from comparison import differences
from replay import document, lines
from scenario_files import OWN, load

from chargeboard.cli import main


@pytest.mark.parametrize("first", ["in", "out"])
@pytest.mark.parametrize("name", ["c76_ways_to_fail", "c98_the_charger_says_it_is_over"])
def test_a_scenario_comes_out_alike_from_two_logs_in_any_order(name, first, tmp_path):
    (scenario,) = (one for one in load(OWN) if one.id == name)
    log = tmp_path / "first.jsonl"
    log.write_text("".join(f"{json.dumps(one)}\n" for one in lines(scenario) if one["direction"] == first))
    assert CliRunner().invoke(main, ["import", str(log), "--db", str(tmp_path / "board.db")]).exit_code == 0
    assert differences(scenario.expected, document(scenario, tmp_path)) == []
