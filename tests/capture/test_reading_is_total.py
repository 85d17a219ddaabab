import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from valid_lines import HEADER, VALID

from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import LogNotes, Rejected
from chargeboard.domain.frame import Frame

SAY_NOTHING = {"joulo", "wocha"}
AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(name, lines):
    notes = LogNotes("log", "C", ZoneInfo("Europe/Amsterdam"))
    head = [HEADER[name]] if name in HEADER else []
    return list(FORMATS[name]([*head, *lines], notes)), notes


@pytest.mark.threat("F1")
@pytest.mark.parametrize("name", FORMATS)
@AT_LEISURE
@given(lines=st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=8))
def test_any_bytes_are_read_or_rejected_and_nothing_raises(name, lines):
    found, _ = read(name, lines)
    assert all(isinstance(one, Frame | Rejected) for one in found)


@pytest.mark.threat("F1")
@pytest.mark.parametrize(
    "name", sorted(FORMATS.keys() - {"debugkit"} - SAY_NOTHING)
)  # no lines, or no frames
@AT_LEISURE
@given(seed=st.integers(0, 10**9))
def test_a_damaged_line_costs_nothing_but_itself(name, seed):
    luck = random.Random(seed)
    valid = VALID[name].encode()
    damaged = bytearray(valid)
    for _ in range(luck.randint(1, 6)):
        place = luck.randrange(len(damaged))
        damaged[place : place + luck.randint(0, 3)] = luck.choice(
            [b"", b"\x00", b'"', b"{", b"\xff", b",", b"9"]
        )
    lines = [valid, bytes(damaged).replace(b"\n", b""), valid]
    found, notes = read(name, lines)
    sound = [
        one for one in found if isinstance(one, Frame) and one.station in {"C", "CP1"} and "1" in one.text
    ]
    assert len(sound) >= 2
    assert len(found) + notes.other_lines >= len(lines) - (not lines[1].strip())


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_told_by_its_content(name):
    head = [HEADER.get(name, b""), b"something else first", VALID[name].encode()]
    assert detect(head) == name


def test_what_is_no_log_is_not_taken_for_one():
    assert detect([b"", b"dear diary", b'{"a": 1}', b"a,b,c", b"\xff\xfe"]) is None
