"""Each line of the threat model that claims a defence is held by a test that carries its id."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
LINES = dict(re.findall(r"^\* \*\*([A-Z]\d+)\*\* (.+)$", MODEL, re.MULTILINE))
NO_CLAIM = frozenset("ARN")
"""Assets, roles, and what is not defended."""
CLAIMS = sorted(name for name in LINES if name[0] not in NO_CLAIM)


def carried():
    """The tests by the ids that they carry."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for name in filter(None, map(carried_by, node.decorator_list)):
                    found.setdefault(name, []).append(f"{path.stem}::{node.name}")
    return found


def carried_by(decorator):
    match decorator:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="threat"),
            args=[ast.Constant(value=str(name))],
        ):
            return name
    return None


TESTS = carried()


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_claimed_is_held_by_a_test(name):
    assert TESTS.get(name), LINES[name]


def test_a_test_carries_only_ids_that_the_model_has():
    assert TESTS.keys() <= set(CLAIMS)


def test_each_id_is_given_once_and_every_id_that_is_named_exists():
    given = re.findall(r"^\* \*\*([A-Z]\d+)\*\*", MODEL, re.MULTILINE)
    assert len(given) == len(set(given))
    named = set(re.findall(r"\b([ARCWHFSTKNLPO]\d{1,2})\b", re.sub(r'"[A-Z]\d+"|E\d+', "", MODEL)))
    assert named == set(given)


def test_every_role_names_what_holds_it():
    for name, line in LINES.items():
        if name[0] in "AR":
            assert re.search(r"\b[CWHFSTKNLPO]\d+", line), name


def test_a_decorator_is_told_from_others():
    (node,) = ast.parse('@pytest.mark.threat("X9")\n@pytest.mark.soak\ndef test_a(): pass').body
    assert list(map(carried_by, node.decorator_list)) == ["X9", None]
