"""What do logs that nobody here wrote come to, from the shell?"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from chargeboard.cli import main

SHARED = Path(__file__).parents[2].parent / "shared" / "data"

STACKS = {
    # 1.6: the register of StopTransaction less that of StartTransaction
    "MICRO16": ["0"],
    "OPENOCPP-Q": ["100", "100", "0"],  # the third is still open where the log ends
    "OPENOCPP-R": ["269"],
    "SHIV-1.6J": ["4000"],
    "SOLID16": ["400"],
    # 2.x: the last register of the transaction less its first, in kWh
    "SHIV-2.0.1": ["4000"],
    "SHIV-2.1": ["4000"],
    # 2.x without any import register: MicroOcpp sends no meter value, ocpp-go one of exported energy
    "MICRO201": [""],
    "GO201": [""],
}


@pytest.fixture
def sessions_of(tmp_path):
    if not SHARED.is_dir():
        pytest.skip("the real logs lie in ../shared/data, which is not here")

    def read(pattern, first, end):
        files = sorted(map(str, SHARED.glob(pattern)))
        database = str(tmp_path / "board.db")
        result = CliRunner().invoke(main, ["import", *files, "--db", database], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        asked = ["export", "sessions", "--from", first, "--to", end, "--db", database]
        result = CliRunner().invoke(main, asked, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return list(csv.DictReader(result.output.splitlines()))

    return read


def test_kwwhat_has_39_sessions_and_62_4_kwh_as_three_other_tools_find(sessions_of):
    rows = sessions_of("ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv", "2025-09-30", "2025-10-17")
    assert len(rows) == 39
    assert sum(Decimal(row["energy_wh"]) for row in rows) == 62_400
    assert {row["charger"] for row in rows} == {"CH-001"}
    assert not any(row["end_inferred"] == "True" for row in rows)


def test_five_recorded_stacks_charged_what_their_frames_say(sessions_of):
    rows = sessions_of("recorded/*.jsonl", "2026-11-20", "2026-11-25")
    for charger, energies in STACKS.items():
        found = [row["energy_wh"] for row in rows if row["charger"] == charger]
        assert [one and Decimal(one) for one in found] == [one and Decimal(one) for one in energies], charger
    # solidstudio's closing register has no unit, so it is Wh (S3) after kWh: less than before, a reset
    resets = {row["charger"]: row["flags"] for row in rows if "meter_reset" in row["flags"]}
    assert set(resets) == {"SOLID201", "SOLID21"}
    assert {row["charger"] for row in rows} == {*STACKS, "SOLID201", "SOLID21"}
