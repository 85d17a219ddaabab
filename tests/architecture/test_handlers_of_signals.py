"""A handler of a signal runs between any two steps of the main thread: what it does takes no lock there."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def handled(text):
    """The lines that set a handler of ours; who is told nothing more has none."""
    calls = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call))
    return sorted(one.lineno for one in calls if _is_ours(one))


def _is_ours(call):
    if ast.unparse(call.func) != "signal.signal":
        return False
    return ast.unparse(call.args[1]) not in {"signal.SIG_IGN", "signal.SIG_DFL"}


def test_whoever_is_told_to_end_is_told_by_one_that_takes_none():
    found = {
        path.relative_to(SOURCE / "chargeboard").as_posix()
        for path in SOURCE.rglob("*.py")
        if "signal.signal(" in (text := path.read_text()) and handled(text)
    }
    assert found == {"cli/ending.py"}


@pytest.mark.parametrize("handler", ["lambda *_: ending.set()", "stopped.set"])
def test_another_one_would_be_found(handler):
    assert handled(f"import signal\nsignal.signal(signal.SIGTERM, {handler})") == [2]
