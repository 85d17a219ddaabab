"""
What arrives instead of a valid frame?

Valid frames with one or more things wrong: in their text, or in one of their values.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from lives import Charger2, Charger16, told

ODD_VALUES = [
    None, "", " ", "NaN", "Infinity", "1e999", "-1", -1, 0, 2**63, -(2**70), 1e300, 0.1, True, [], {},
    [None], {"": None}, "\x00", "é" * 300, "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", [[]],
    "0001-01-01T00:00:00", "2025-13-45T99:99:99Z", "2025-10-13T10:00:00+99:99", "null", "104,5", "1.000,5",
    "0x10", "\ud83d", 10**400,
]  # fmt: skip


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, one in inner for path in _paths(one, (*at, key)))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = _with(value[key], tuple(rest), new)
    return copy


@st.composite
def odd_values(draw: st.DrawFn, text: str) -> str:
    """The frame with a few of its values replaced or its keys doubled."""
    value = json.loads(text)
    for _ in range(draw(st.integers(1, 3))):
        value = _with(value, draw(st.sampled_from(_paths(value))), draw(st.sampled_from(ODD_VALUES)))
    return json.dumps(value)


@st.composite
def broken_text(draw: st.DrawFn, text: str) -> str:
    """The frame with a piece of its text cut out, doubled or replaced."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 30)))
    piece = draw(
        st.sampled_from(["", text[start:end] * 2, '"', ",", "}", "]", "null", "\\", "\udcff", "[" * 5000])
    )
    return text[:start] + piece + text[end:]


def _valid() -> list[str]:
    moves = [
        ("authorize", 10, ("T1", 0)),
        ("remote", 10, ("T1", 1, 1)),
        ("start", 10, (1, "T1", 0)),
        ("status", 10, (1, 8, 3)),
        ("sample", 600, (1, 500, 0)),
        ("stop", 10, (1, 500, 0, 0)),
        ("heartbeat", 10, ()),
        ("link", 10, ("close",)),
    ]
    return [frame.text for kind in (Charger16, Charger2) for frame in told(kind(), moves)]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any text, most of it once a valid frame."""
    how = draw(st.integers(0, 6))
    if how == 0:
        return draw(st.text(max_size=60))
    text = draw(st.sampled_from(_VALID))
    return draw((odd_values if how < 5 else broken_text)(text))


_VALID = _valid()
