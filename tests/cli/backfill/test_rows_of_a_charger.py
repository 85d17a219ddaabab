"""What is made of a charger's frames in memory, as Spark hands them over: the rows of an export."""

import ast
import pickle
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from lake import MADE, NOW, exported, in_order

from chargeboard import spark
from chargeboard.capture.unpacking import DamagedError
from chargeboard.config import load
from chargeboard.spark import COLUMNS, rows_of, understood_rows
from chargeboard.time.instants import instant_of

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "backfill.md"


@pytest.fixture
def lake(lake_of_all):
    return lake_of_all


@pytest.fixture
def settings(lake):
    return str(lake.with_name("chargeboard.toml"))


@pytest.fixture
def frames(lake):
    """Of each charger, in no order."""
    files = sorted((lake / "frames").rglob("*.parquet"), reverse=True)
    whole = pa.concat_tables([pq.read_table(file, partitioning=None) for file in files]).unify_dictionaries()
    return {
        charger: whole.filter(pc.equal(whole["charger"], charger)).select(COLUMNS)
        for charger in whole["charger"].unique().to_pylist()
    }


@pytest.mark.parametrize("what", MADE)
def test_the_rows_are_those_of_the_export(lake, settings, frames, what):
    make = rows_of(what, NOW, settings)
    assert len(frames) == 4
    for charger, of_it in frames.items():
        assert in_order(what, make(of_it)) == exported(lake, what, charger) != []


def test_the_settings_are_taken_along_to_other_machines(settings, frames):
    taken = pickle.loads(pickle.dumps(load(settings, {})))  # noqa: S301 - our own
    rows = understood_rows("sessions", frames["CP1"], instant_of(NOW), taken).to_pylist()
    assert [(row["name"], row["timezone"]) for row in rows] == [("Gate", "America/New_York")]


def test_what_the_script_of_the_manual_uses_is_there():
    (script,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (used,) = [one for one in ast.parse(script).body if getattr(one, "module", "") == "chargeboard.spark"]
    assert [name.name for name in used.names if not hasattr(spark, name.name)] == []


def test_frames_that_lack_something_are_told(frames):
    with pytest.raises(DamagedError, match="this Parquet holds no frames; not in it: number"):
        rows_of("days", NOW)(frames["CP1"].drop_columns(["number"]))
