"""The table of rules: each has words, a place and a definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeboard.guidance import rules
from chargeboard.guidance.rule import Join, Kind
from chargeboard.guidance.rules import RULES
from chargeboard.guidance.words import say
from chargeboard.panels.registry import is_panel
from chargeboard.words.catalogue import Plural


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.codes[0])
def test_a_rule_has_words_for_all_that_it_says(rule):
    assert set(rule.codes) <= say.texts.keys()
    assert not rule.action or say(rule.action)
    assert is_panel(rule.panel)
    assert all(map(is_kind, rule.numbers.values()))


def is_kind(kind: Kind) -> bool:
    return not isinstance(kind, str) or isinstance(kind, Join) or isinstance(say.texts[kind], Plural)


def test_no_two_rules_say_the_same():
    codes = [code for rule in RULES for code in rule.codes]
    assert len(codes) == len(set(codes))


def test_every_module_of_the_folder_is_in_the_table():
    folder = Path(rules.__file__).parent
    modules = [path for path in folder.glob("*/*.py") if path.name != "__init__.py"]
    assert modules
    assert {rule.judge.__module__ for rule in RULES} == {
        f"{rules.__name__}.{path.parent.name}.{path.stem}" for path in modules
    }
