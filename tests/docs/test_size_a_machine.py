"""How big a machine is needed: the formulas are those that are computed, the table is what they come to."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.demo.load import Mix

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "size-a-machine.md").read_text()
UNITS = {
    "": 1,
    "ms": 1e-3,
    "us": 1e-6,
    "bytes": 1,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "GB": 1e9,
    "million": 1e6,
    "days": 1,
}
MIX = {"utilization": Mix().utilization, "sample_s": Mix().sample_s, "heartbeat_s": Mix().heartbeat_s}
DAYS_KEPT = 30


def formulas():
    block = PAGE.partition("## What to reckon with")[2].split("```")[1]
    return {
        name.strip(): said.strip() for name, _, said in (line.partition("=") for line in block.split("\n"))
    }


def computed(**known):
    """Each formula of the page, over those before it."""
    known = {"days kept": DAYS_KEPT} | MIX | known
    for name, said in formulas().items():
        if name:
            known[name] = eval(in_python(said, known), {})  # noqa: S307 - it is our own page
    return known


def in_python(said, known):
    said = re.sub(r"\bx\b", "*", said)
    for name in sorted(known, key=len, reverse=True):
        said = said.replace(name, repr(known[name]))
    units = "|".join(filter(None, UNITS))
    return re.sub(
        rf"(?<![\w.])(\d[\d,]*(?:\.\d+)?(?:e-?\d+)?)(?: ({units})\b)?",
        lambda one: repr(float(one[1].replace(",", "")) * UNITS[one[2] or ""]),
        said,
    )


def rows():
    """Each cell of the table, with its row and its number of chargers."""
    table = PAGE.partition("| | 2,000")[1:]
    lines = [line.strip("| ").split(" | ") for line in "".join(table).partition("\n\n")[0].split("\n")]
    del lines[1]
    heads, *others = lines
    sizes = [int(head.split()[0].replace(",", "")) for head in heads if head[0].isdigit()]
    return [
        (name, chargers, cell) for name, *cells in others for chargers, cell in zip(sizes, cells, strict=True)
    ]


@given(
    chargers=st.integers(1, 100_000),
    utilization=st.floats(0, 1),
    sample_s=st.floats(1, 3600),
    heartbeat_s=st.floats(1, 86_400),
)
def test_calls_are_reckoned_as_the_program_does(chargers, utilization, sample_s, heartbeat_s):
    mix = Mix(utilization=utilization, sample_s=sample_s, heartbeat_s=heartbeat_s)
    told = computed(chargers=chargers, utilization=utilization, sample_s=sample_s, heartbeat_s=heartbeat_s)
    assert told["calls a second"] == pytest.approx(chargers * mix.calls_s)


@pytest.mark.parametrize(("name", "chargers", "cell"), rows())
def test_the_table_is_what_the_formulas_come_to(name, chargers, cell):
    figure, _, unit = cell.partition(" ")
    value = computed(chargers=chargers)[name] / UNITS[unit]
    digits = figure.replace(",", "").replace(".", "").strip("0")
    shown = float(figure.replace(",", ""))
    assert shown == pytest.approx(value, rel=0.5 * 10 ** (1 - max(2, len(digits)))), (name, chargers, value)


def test_the_table_has_a_row_for_each_formula():
    assert {name for name, *_ in rows()} == set(formulas()) - {""}
