"""A test may meet any process, beside any: one that holds a browser has a loop in its main thread already."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LOOPS = {("asyncio", "run"), ("asyncio", "Runner"), ("anyio", "run")}


def begun(text):
    """The lines at which a function begins a loop in its own thread; a program that is run whole may."""
    functions = (
        one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    calls = (one for function in functions for one in ast.walk(function) if isinstance(one, ast.Call))
    return sorted({call.lineno for call in calls if _is_a_loop(call.func)})


def _is_a_loop(called):
    if not isinstance(called, ast.Attribute):
        return False
    if called.attr in {"run_until_complete", "run_forever"}:
        return True
    return isinstance(called.value, ast.Name) and (called.value.id, called.attr) in LOOPS


def test_no_test_begins_a_loop_in_the_thread_it_runs_in():
    found = [
        f"{path.relative_to(TESTS)}:{line}: see in_a_thread.py"
        for path in sorted(TESTS.rglob("*.py"))
        if path.name != "hasty_loop.py"  # it has a thread
        for line in begun(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["asyncio.run(story())", "with asyncio.Runner() as one: pass", "new_event_loop().run_until_complete(x)"],
)
def test_one_that_does_would_be_found(line):
    assert begun(f"def test_it():\n    {line}\n") == [2]


@pytest.mark.parametrize("line", ["Thread(target=asyncio.run, args=(story(),))", "run(story())"])
def test_in_a_thread_of_its_own_it_may(line):
    assert begun(f"def test_it():\n    {line}\n") == []


def test_all_browsers_have_the_one_driver_that_a_process_can_have():
    found = [
        str(path.relative_to(TESTS)) for path in TESTS.rglob("*.py") if _begins_a_driver(path.read_text())
    ]
    assert found == ["conftest.py"]


def _begins_a_driver(text):
    calls = (one.func for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "sync_playwright" for called in calls)


def let_go(text):
    """The lines at which a port is picked, and left to whoever is given it next."""
    if ", 0))" not in text:
        return []
    opened = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.With))
    return sorted(one.lineno for one in opened if _is_picked(one))


def _is_picked(opened):
    """Whether a socket is opened for nothing but its number."""
    words = [ast.unparse(one) for one in opened.body]
    return ", 0))" in ast.unparse(opened) and all(".bind(" in one or _is_of_number(one) for one in words)


def _is_of_number(word):
    return ".getsockname()" in word and not word.startswith("yield")


def test_ports_of_servers_are_nobody_elses_until_they_are_opened():
    found = [
        f"{path.relative_to(TESTS)}:{line}: see free_ports.py"
        for path in sorted(TESTS.rglob("*.py"))
        for line in let_go(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "lines",
    [
        "with socket.socket() as one:\n    one.bind(('', 0))\n    port = one.getsockname()[1]",
        "with socket.create_server(('', 0)) as one:\n    port = one.getsockname()[1]",
    ],
)
def test_one_that_is_left_would_be_found(lines):
    assert let_go(lines) == [1]


def test_one_that_is_held_meanwhile_is_not():
    held = "with socket.create_server(('', 0)) as one:\n    yield one.getsockname()[1]"
    assert let_go(held) == []


LONG_ENOUGH_S, SHORT_S = 60, 2
LIMITS = {"timeout", "within_s", "patience_s", "open_timeout"}
WAITS = {"wait_for": 2, "timeout": 1, "result": 1, "settimeout": 1, "join": 1, "recv": 1}
"""By the number of what they are given, the last of which says for how long."""
SUSPECT = re.compile(rf"\b({'|'.join([*LIMITS, *WAITS])})\b.*\b([2-9]|[1-5]\d)\b")
ASKS_AGAIN = {"e2e/daemon.py", "e2e/failover.py", "e2e/proxy.py", "e2e/test_over_a_log.py", "nats_servers.py"}
STRIKES = {"e2e/test_soak_kills.py"}


def impatient(text):
    """The lines that give up on something that is to come before a machine that stands still goes on."""
    if not SUSPECT.search(text):
        return []
    calls = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call))
    return sorted({call.lineno for call in calls for limit in _limits(call) if _is_too_short(limit)})


def _limits(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    by_place = call.args[-1:] if WAITS.get(name) == len(call.args) else []
    return [*by_place, *(one.value for one in call.keywords if one.arg in LIMITS)]


def _is_too_short(limit):
    """What is to come within two seconds is what shall not come."""
    return isinstance(limit, ast.Constant) and (
        isinstance(limit.value, int | float) and SHORT_S <= limit.value < LONG_ENOUGH_S
    )


def test_whoever_waits_for_something_waits_for_longer_than_a_machine_stands_still():
    found = [
        f"{name}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        if (name := path.relative_to(TESTS).as_posix()) not in ASKS_AGAIN | STRIKES
        for line in impatient(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["future.result(20)", "process.communicate(timeout=30)", "await asyncio.wait_for(said, 5)"]
)
def test_who_waits_for_less_would_be_found(line):
    assert impatient(f"async def test_it():\n    {line}\n") == [2]


@pytest.mark.parametrize("line", ["future.result(60)", "link.recv(timeout=0.2)", "', '.join(names)"])
def test_who_waits_for_long_or_for_nothing_is_not(line):
    assert impatient(line) == []
