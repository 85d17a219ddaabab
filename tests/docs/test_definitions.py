"""Does every rule that is cited exist in docs/definitions.md, and is every rule there tested by name?"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields

from chargeboard.domain.policy import Policy
from chargeboard.guidance.rules import RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "definitions.md"
TEXT = PAGE.read_text()
ANCHORS = re.findall(r'<a id="([^"]+)">', TEXT)
CHAPTERS = {"4b", "4c", "1.5", "2.0", "2.1", "3", "4", "5", "6", "7", "8"}
"""Anchors that stand for many rules and are none."""
_RULE = re.compile(r"(?<![\w%.])(?:(?:[TPOSEAGVHB][1-9]|[QI]\d\d)[a-c]?|1\.3a|1\.4[ab]|4[bc])(?!\w)")
_PARAGRAPH = re.compile(r"(?:definitions |\()((?!1\.6|2\.1\))[12]\.\d)(?![\w.]| and 2)")
_LITERAL = re.compile(r"[\"']([QI]\d\d[a-c]?)[\"']")
_PROSE = re.compile(r'"""(?:.*?)"""|#[^\n]*', re.DOTALL)
_UNNAMED = {"test_definitions.py", "test_files.py"}
"""Tests that list rules, which tests nothing of them."""
UNTESTED: dict[str, str] = {}
"""Rules that no test names, each with the reason; none at present."""


def cited_in(text: str) -> set[str]:
    """The rules that prose cites, and those that code names as ids of findings and guidance."""
    prose = "\n".join(_PROSE.findall(text))
    return {*_RULE.findall(prose), *_PARAGRAPH.findall(prose), *_LITERAL.findall(text)}


def python_files(folder: str) -> Iterator[Path]:
    return (path for path in (ROOT / folder).rglob("*.py") if path.name not in _UNNAMED)


def of_scenarios() -> set[str]:
    found = set()
    for path in (ROOT / "tests" / "scenarios" / "cases").glob("*.json"):
        told = json.loads(path.read_text("utf-8"))
        found |= {*told["rules"], *re.findall(r"\bQ\d\d\b", told["why"])}
    return found


@pytest.fixture(scope="module")
def named() -> set[str]:
    return of_scenarios().union(*(cited_in(path.read_text()) for path in python_files("tests")))


@pytest.fixture(scope="module")
def cited() -> set[str]:
    return set().union(*(cited_in(path.read_text()) for path in python_files("src")))


def test_no_two_rules_share_an_anchor():
    assert not {anchor for anchor, number in Counter(ANCHORS).items() if number > 1}
    assert {"T5", "S3a", "A1b", "E4a", "2.3", "I24", "Q43"} <= {*ANCHORS}


def test_every_rule_that_the_code_cites_is_defined(cited):
    assert len(cited) > 100
    assert not cited - {*ANCHORS}


def test_every_rule_that_tests_and_scenarios_cite_is_defined(named):
    assert not named - {*ANCHORS}


def test_every_rule_is_named_by_a_test_but_those_that_say_why_not(named):
    assert {*ANCHORS} - CHAPTERS - named == UNTESTED.keys()
    assert all(len(reason) > 20 for reason in UNTESTED.values())


def test_every_rule_of_guidance_has_its_definition():
    listed = {anchor for anchor in ANCHORS if re.fullmatch(r"I\d\d", anchor)}
    assert {rule.id for rule in RULES if rule.id.startswith("I")} == listed
    assert {rule.id for rule in RULES} <= {*ANCHORS}


def test_every_setting_of_a_charger_stands_at_its_rule():
    missing = [field.name for field in fields(Policy) if f"`{field.name}" not in TEXT]
    assert not missing


def test_the_defaults_that_it_names_are_those_of_the_settings():
    told = re.findall(r"([\d.]+) (s|Wh|hours)\b[^.()`|]*\(`(\w+)`\)", TEXT)
    assert len(told) >= 12
    defaults = {field.name: field.default for field in fields(Policy)}
    wrong = [
        (name, number, unit)
        for number, unit, name in told
        if float(number) * (3600 if unit == "hours" else 1) != defaults[name]
    ]
    assert not wrong


def test_every_link_to_a_rule_leads_to_one():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = set().union(*(re.findall(r"definitions\.md#([\w.]+)", page.read_text()) for page in pages))
    assert links
    assert not links - {*ANCHORS}


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "docs/README.md"])
def test_it_is_found(page):
    assert "definitions.md)" in (ROOT / page).read_text()
