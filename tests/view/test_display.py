"""Are figures written as definitions 2.9 says?"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.words import formats

SCENARIO = Path(__file__).resolve().parents[2].parent / "shared" / "scenarios" / "g31_display_rounding.json"


def shown_as(kind, value):
    return formats.FORMATS[kind.removesuffix("_s").removesuffix("_wh")](value)


def test_the_scenario_of_the_definitions_holds():
    if not SCENARIO.exists():
        pytest.skip("the scenarios are not beside the project")
    for case in json.loads(SCENARIO.read_text())["cases"]:
        assert shown_as(case["type"], case["value"]) == case["shown"], case


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("percent", 42.0, "42%"),
        ("percent", 42.25, "42.3%"),
        ("percent", 0.05, "0.1%"),
        ("percent", 0.049, "<0.1%"),
        ("percent", 99.9999999, "99.9%"),
        ("percent", 100, "100%"),
        ("percent", 0, "0%"),
        ("percent", None, "–"),
        ("duration_s", 0, "0s"),
        ("duration_s", 59.5, "1m 0s"),
        ("duration_s", 3600, "1h 0m 0s"),
        ("duration_s", 90_061, "25h 1m 1s"),
        ("duration_s", None, "–"),
        ("energy_wh", 50, "0.1 kWh"),
        ("energy_wh", 49.9, "0.0 kWh"),
        ("energy_wh", Decimal("1234567.89"), "1,234.6 kWh"),
        ("energy_wh", None, "–"),
        ("count", 1_234_567, "1,234,567"),
        ("count", None, "–"),
        ("per_day", 41.95, "42.0"),
        ("per_day", 1041.94, "1,041.9"),
        ("per_day", None, "–"),
    ],
)
def test_a_figure_is_written(kind, value, shown):
    assert shown_as(kind, value) == shown


@given(st.floats(0, 100))
def test_only_all_reads_100_and_only_none_reads_0(pct):
    shown = formats.percent(pct)
    assert (shown == "100%") == (pct == 100)
    assert (shown == "0%") == (pct == 0)


@given(st.integers(0, 10**8))
def test_a_duration_can_be_read_back(seconds):
    parts = {part[-1]: int(part[:-1].replace(",", "")) for part in formats.duration(seconds).split()}
    assert parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0) == seconds


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (2280, "38 min"),
        (7800, "2 h 10 min"),
        (7200, "2 h"),
        (273_600, "3 d 4 h"),
        (None, "–"),
    ],
)
def test_a_glance_needs_two_units_and_is_never_rounded_up(seconds, shown):
    assert formats.about(seconds) == shown
