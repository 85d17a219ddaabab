"""No text takes more than its length: shown by counting steps, over growing sizes, without a clock."""

import ast
import importlib
import inspect
import itertools
import json
import pkgutil
import random
import re
import sys
from functools import cache
from types import SimpleNamespace

import msgspec
import pytest
from regex_steps import Steps

import chargeboard.capture
import chargeboard.capture.formats
import chargeboard.decode
from chargeboard.capture import redaction
from chargeboard.capture.formats import detect
from chargeboard.capture.formats.reading import LogNotes
from chargeboard.capture.formats.systems import libocpp_html, two_way_proxy
from chargeboard.capture.formats.text_log import LONGEST_HEAD, read_log
from chargeboard.capture.redaction import Redactor

SMALL, LARGE = 48, 192
MOST_TIMES = 6.0
"""Four times the text may take six times the steps; what is quadratic takes sixteen."""
ANY = ["\\", '"', " ", "1", "a", ":", "[", "{", "\n", '\\"']


def patterns():
    """Each pattern of the modules that what comes from outside passes, by its name."""
    found = {}
    for package in (chargeboard.capture, chargeboard.decode):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found.setdefault(value, f"{module.name.removeprefix('chargeboard.')}.{name}")
    return {name: pattern for pattern, name in found.items()}


PATTERNS = patterns()


@cache
def tree_of(module):
    return ast.parse(inspect.getsource(importlib.import_module(f"chargeboard.{module}")))


def is_searched(name):
    """Whether a pattern is looked for within a text: not where its module only tries it at one place."""
    module, _, name = name.rpartition(".")
    uses, anchored = 0, 0
    for node in ast.walk(tree_of(module)):
        match node:
            case ast.Name(id=found, ctx=ast.Load()) if found == name:
                uses += 1
            case ast.Attribute(value=ast.Name(id=found), attr="match" | "fullmatch") if found == name:
                anchored += 1
    return not name.startswith("_") or uses == 0 or uses > anchored


def literals(items):
    """The pieces of plain text that a pattern looks for, in their order."""
    run = ""
    for op, value in items:
        if str(op) == "LITERAL":
            run += chr(value)
            continue
        if run:
            yield run
        run = ""
        match str(op), value:
            case "SUBPATTERN", (*_, body):
                yield from literals(body)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT", (_, _, body):
                yield from literals(body)
            case "ASSERT" | "ASSERT_NOT", (_, body):
                yield from literals(body)
            case "BRANCH", (_, bodies):
                for body in bodies:
                    yield from literals(body)
    if run:
        yield run


def texts(pattern):
    """Beginnings and what is repeated behind them: the pattern's own words, and what text is made of."""
    own = list(dict.fromkeys(literals(Steps(pattern).tree)))[:6]
    for begin in ("", *own):
        for unit in (*own, *ANY, *map("".join, itertools.product(own[:3], ANY))):
            yield begin, unit


def steps(pattern, text, *, searched=True):
    counting = Steps(pattern)
    counting.search_all(text) if searched else counting.match(text)
    return counting.count


@pytest.mark.threat("F2")
@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_at_the_door_takes_more_steps_than_its_text_has_characters(name):
    pattern = PATTERNS[name]
    searched = is_searched(name)
    for begin, unit in texts(pattern):
        small, large = (
            steps(pattern, begin + (unit * size)[:size], searched=searched) for size in (SMALL, LARGE)
        )
        assert large <= MOST_TIMES * small, (begin, unit, small, large)


def test_steps_tell_a_quadratic_pattern_from_a_linear_one():
    quadratic = re.compile(r'(\\+")x\1')
    assert steps(quadratic, "\\" * LARGE) > 12 * steps(quadratic, "\\" * SMALL)
    linear = re.compile(r'\\"x\\++"')
    assert steps(linear, "\\" * LARGE) < 5 * steps(linear, "\\" * SMALL)


def test_counting_matches_as_python_does():
    luck = random.Random(5)
    pieces = [
        '"',
        "\\",
        '"idTag"',
        '"password"',
        '"key"',
        '"value"',
        ":",
        " ",
        "{",
        "}",
        "x",
        "1",
        '\\"',
        "://",
        "@",
    ]
    for _ in range(400):
        text = "".join(luck.choice(pieces) for _ in range(luck.randrange(30)))
        for name, value in PATTERNS.items():
            if name.startswith("capture.redaction"):
                assert Steps(value).search_all(text) == [found.span() for found in value.finditer(text)], text


FOLDER = redaction.__file__.removesuffix("__init__.py")
REPEATED = [
    '{"data":"{\\"idTag\\":\\"1\\"}"},',
    '{"data":"password=1 "},',
    "password=1 ",
    '{"component":{"name":"a"},"x":[',
    '"name":"a",',
    '"b":{"name":"a"},',
    '{"personalMessage":{"content":"1",',
    '[[{"value":1,"format":"SignedData"',
    '{"key":"password","value":"1"},',
    '{"key":"password",',
    '{"value":"1",',
    '{"component":{"name":"password"},"variable":{"name":"secret"},"attributeValue":"1"},',
    '"idTag":"%d",',
    '"idTag\\":\\"%d\\",',
    '{"vpn":{"key":"1",',
    "}",
    "\\",
    "ws://a:b@c/,",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_redaction_runs_as_many_of_its_lines_as_the_text_is_long(unit):
    def lines(times):
        text = "[" + "".join(unit % number if "%d" in unit else unit for number in range(times))
        hide, count = Redactor(b"k" * 32), 0

        def trace(frame, event, _):
            nonlocal count
            count += event == "line"
            return trace if frame.f_code.co_filename.startswith(FOLDER) else None

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            hide(text)
        finally:
            sys.settrace(before)
        return count

    assert lines(800) <= 4.5 * lines(200) + 100


class Looking:
    """A pattern that notes how much of a line it was given to search."""

    def __init__(self, pattern):
        self.pattern, self.most = pattern, 0

    def search(self, line, begin=0, end=sys.maxsize):
        self.most = max(self.most, min(len(line), end) - begin)
        return self.pattern.search(line, begin, end)


GRAMMARS = {
    module.name.rpartition(".")[2]: importlib.import_module(module.name).GRAMMAR
    for module in pkgutil.walk_packages(chargeboard.capture.formats.__path__, "chargeboard.capture.formats.")
    if hasattr(importlib.import_module(module.name), "GRAMMAR")
}


@pytest.mark.parametrize("name", sorted(GRAMMARS))
def test_a_log_looks_for_heads_where_a_line_begins_and_for_no_more(name):
    grammar = GRAMMARS[name]
    patterns = {
        part: Looking(pattern)
        for part in ("message", "begins", "about", "links")
        if (pattern := getattr(grammar, part)) is not None
    }
    watched = msgspec.structs.replace(grammar, **patterns)
    for unit in ("2026-01-01 00:00:00 ", "[", "[ocpp", " ", "[chargeBoxId=", "2026/01/01 00:00:00 ", "x: "):
        list(read_log(watched, [(unit * 100_000).encode()] * 2, LogNotes("a.log")))
    assert 0 < max(pattern.most for pattern in patterns.values()) <= LONGEST_HEAD


@pytest.mark.parametrize(("module", "name"), [(two_way_proxy, "LINE"), (libocpp_html, "BEGINS")])
def test_so_do_the_logs_that_have_no_grammar(monkeypatch, module, name):
    looking = Looking(getattr(module, name))
    monkeypatch.setattr(module, name, looking)
    for unit in ("2026-01-01 00:00:00 DEBUG ocpp_2w_proxy.traffic: ", '<tr class="SYS"> <td>', "[", " "):
        list(module.read([(unit * 100_000).encode()] * 2, LogNotes("a.log")))
    assert 0 < looking.most <= LONGEST_HEAD


def test_a_format_is_told_by_where_lines_begin():
    text = "2026-01-01 00:00:00 " * LONGEST_HEAD
    late = [
        "2026-01-01 00:00:00 DEBUG ocpp_2w_proxy.traffic: C charger -> Call Heartbeat id=1 {}",
        '<tr class="SYS"> <td>2026-01-01T00:00:00.000Z</td>',
    ]
    for line in late:
        assert detect([line.encode()]) is not None
        assert detect([(text + line).encode()]) is None


ROW = '<tr class="ChargePoint"> <td>2026-01-01T00:00:00Z</td> <td>1</td> <td><b>'
CELLS = [
    "</b></td> <td><b>",
    '</b></td> <td><b></b></td> <td><pre lang="json">',
    "</b>",
    "<",
    "</pre></td>",
    "x",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_row_of_a_page_takes_no_more_steps_than_it_has_characters(cell):
    small, large = (steps(libocpp_html._ROW, ROW + cell * times, searched=False) for times in (30, 120))
    assert large <= MOST_TIMES * small


@pytest.mark.parametrize("unit", [" {", "' {", '\\"', "'", " {'a': 1}", "x {"])
def test_a_description_is_taken_from_its_details_once(monkeypatch, unit):
    asked = []

    def literal(text):
        asked.append(len(text))
        return ast.literal_eval(text)

    monkeypatch.setattr(two_way_proxy, "ast", SimpleNamespace(literal_eval=literal))
    for begin in ("", "'", '"', "None", "'it'"):
        line = f"2026-01-01 00:00:00 DEBUG ocpp_2w_proxy.traffic: C charger -> CallError X id=1 {begin}"
        text = line + unit * 5_000
        asked.clear()
        list(two_way_proxy.read([text.encode()], LogNotes("a.log")))
        assert sum(asked) <= len(text)


@pytest.mark.parametrize("description", ["", "it's", 'a "b" {c}', "it's {'a': \"b\"} \\", " {", None])
def test_a_description_that_looks_like_details_is_a_description(description):
    line = (
        "2026-01-01 00:00:00 DEBUG ocpp_2w_proxy.traffic: C charger -> "
        f"CallError InternalError id=1 {description!r} {{'a': 1}}"
    )
    (frame,) = two_way_proxy.read([line.encode()], LogNotes("a.log"))
    assert json.loads(frame.text) == [4, "1", "InternalError", description, {"a": 1}]


def test_a_payload_that_is_longer_than_any_head_is_read_whole_from_a_proxy():
    payload = {"data": "send [x] " * 50_000}
    head = "2026-01-01 00:00:00 DEBUG ocpp_2w_proxy.traffic: C charger -> Call DataTransfer id=1 "
    (frame,) = two_way_proxy.read([f"{head}{payload}".encode()], LogNotes("a.log"))
    assert json.loads(frame.text) == [2, "1", "DataTransfer", payload]


def test_a_frame_that_is_longer_than_any_head_is_read_whole():
    text = json.dumps([2, "1", "DataTransfer", {"data": "send [x] " * 50_000}])
    head = "2024-04-03 17:06:25.709 INFO (MainThread) [ocpp] A: receive message "
    (frame,) = read_log(GRAMMARS["homeassistant"], [(head + text).encode()], LogNotes("a.log"))
    assert frame.text == text
