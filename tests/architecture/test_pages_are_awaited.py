"""A page answers when it does: what a test expects of it is waited for, whole and by a function."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
STATES = {"is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled"}
READ = {"count", "inner_text", "text_content", "input_value"}
OF_A_PAGE = READ | {"url", "content", "all", "all_inner_texts", "all_text_contents", "get_attribute"}


def found(rule):
    return [
        f"{path.relative_to(TESTS)}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        for line in rule(path.read_text())
    ]


def expected_as_text(text):
    """The lines that wait for an expression, which a page's policy forbids once it is not true at first."""
    calls = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call) and one.args)
    return sorted(
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "wait_for_function"
        if isinstance(call.args[0], ast.Constant) and "=>" not in call.args[0].value
    )


def asserted_at_once(text):
    """The lines that assert what part of a page is now, though it may be about to come: `expect` waits."""
    tests = (one.test for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Assert))
    return sorted(one.lineno for one in tests if _is_of_now(one))


def _is_of_now(test):
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _asked(inner, STATES | {"count"})
        case ast.Compare(left=left, ops=[ast.Eq()]):
            return _asked(left, READ)
        case ast.Compare(ops=[ast.In()], comparators=[right]):
            return _asked(right, READ)
    return _asked(test, STATES)


def _asked(node, names):
    return isinstance(node, ast.Call) and not node.args and getattr(node.func, "attr", "") in names


def asserted_behind_a_click(text):
    """The lines that assert what a page holds right behind a click, which may lead to another one."""
    blocks = (getattr(one, "body", None) for one in ast.walk(ast.parse(text)))
    pairs = (pair for block in blocks if isinstance(block, list) for pair in pairwise(block))
    return sorted(after.lineno for before, after in pairs if _is_a_click(before) and _is_of_a_page(after))


def _is_a_click(statement):
    return isinstance(statement, ast.Expr) and ast.unparse(statement).endswith(".click()")


def _is_of_a_page(statement):
    return isinstance(statement, ast.Assert) and any(
        getattr(one, "attr", "") in OF_A_PAGE for one in ast.walk(statement.test)
    )


def test_what_a_page_is_waited_for_is_a_function():
    assert found(expected_as_text) == []
    assert expected_as_text('page.wait_for_function("window.x")') == [1]


def test_what_is_asserted_of_a_page_is_waited_for():
    assert found(asserted_at_once) == []


def test_another_page_is_waited_for_whole():
    assert found(asserted_behind_a_click) == []
    read = "    page.get_by_text('x').click()\n    assert 'y' in page.locator('b').all_inner_texts()"
    assert asserted_behind_a_click(f"if 1:\n{read}") == [3]
    assert (
        asserted_behind_a_click(f"with page.expect_navigation():\n{read}".replace("    assert", "assert"))
        == []
    )


@pytest.mark.parametrize(
    "line",
    [
        "assert page.locator('b').is_visible()",
        "assert not page.locator('b').is_visible(), 'why'",
        "assert page.locator('b').count() == 2",
        "assert 'word' in page.locator('b').inner_text()",
    ],
)
def test_one_that_does_not_wait_would_be_found(line):
    assert asserted_at_once(line) == [1]
