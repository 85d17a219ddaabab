"""
Whatever bytes come to a parser at the border, it does what it says and no more work than they are worth.

Seeds, findings of before, and mutations by Hypothesis; `make soak` adds many more, and atheris.
"""

import importlib.util
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from targets import TARGETS
from work import TooMuch, bounded

from long_run import IS_LONG

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("*/*"))
GUIDED_S = int(os.environ.get("CHARGEBOARD_FUZZ_S", "60"))
"""For each target, where atheris is."""
PIECES = [
    b"\0", b"\xff", b'"', b"\\", b"[", b"]", b"{", b"}", b",", b":", b"=", b"&", b"%", b"\r\n", b"\n", b" ",
    b"-", b"9" * 20, b"1e999", b"\\ud800", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"null", b"0001-01-01",
    b"9999-12-31",
]  # fmt: skip
REPEATED = 3_000


@st.composite
def damaged(draw, seeds):
    """A valid input with a few things wrong, some of them many times over."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 5))):
        at, cut = draw(st.integers(0, len(data))), draw(st.sampled_from([0, 0, 1, 2, 8, 64]))
        piece = draw(
            st.one_of(
                st.sampled_from([b"", *PIECES]),
                st.binary(max_size=6),
                st.sampled_from(seeds).map(lambda seed: seed[:: draw(st.sampled_from([1, 2]))][:40]),
                st.just(data[at : at + 30]),
            )
        )
        many = draw(st.sampled_from([1, 1, 1, 1, 2, REPEATED // max(1, len(piece))]))
        data = data[:at] + piece * many + data[at + cut :]
    return data


@cache
def _warm(name):
    """What is made once, such as tables, is nobody's work."""
    for seed in TARGETS[name].seeds:
        TARGETS[name].run(seed)


def _checked(name, data):
    target = TARGETS[name]
    _warm(name)
    bounded(target.run, data, target.most_calls)


@pytest.mark.parametrize("name", TARGETS)
def test_a_valid_input_is_taken(name):
    for seed in TARGETS[name].seeds:
        _checked(name, seed)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_is_mended(path):
    _checked(path.parent.name, path.read_bytes())


def test_every_finding_is_of_a_target():
    assert {path.parent.name for path in FOUND} <= set(TARGETS)


@pytest.mark.threat("C10")
@pytest.mark.threat("C14")
@pytest.mark.threat("F1")
@pytest.mark.threat("F3")
@pytest.mark.threat("F5")
@pytest.mark.threat("F6")
@pytest.mark.threat("H2")
@pytest.mark.threat("H3")
@pytest.mark.threat("K2")
@pytest.mark.threat("T2")
@pytest.mark.threat("W10")
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_the_parser_keeps_its_word(name):
    target = TARGETS[name]
    examples = (60_000 if IS_LONG else 150) // (50 if target.is_slow else 1)

    @settings(
        max_examples=max(10, examples),
        deadline=None,
        derandomize=not IS_LONG,
        database=DirectoryBasedExampleDatabase(HERE / ".examples") if IS_LONG else None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(damaged(target.seeds), st.binary(max_size=200)))
    def holds(data):
        _checked(name, data)

    holds()


@pytest.mark.soak
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed here")
@pytest.mark.parametrize("name", TARGETS)
def test_where_no_input_has_been_yet_the_parser_keeps_its_word(name, tmp_path):
    options = [f"-max_total_time={GUIDED_S}", "-rss_limit_mb=2048", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, str(HERE / "guided.py"), name, str(HERE / ".corpus" / name), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]


def test_work_that_is_not_worth_its_input_is_noticed():
    def squared(data):
        for _ in range(len(data) ** 2):
            len(data)

    assert bounded(squared, b"x" * 10, 10) < 1_000
    with pytest.raises(TooMuch):
        bounded(squared, b"x" * 1_000, 10)


def test_what_is_raised_is_not_hidden():
    def fragile(data):
        raise KeyError(random.Random(len(data)).random())

    with pytest.raises(KeyError):
        bounded(fragile, b"x", 10)
