"""
Is this what was expected?

The rules of the scenarios' README: of an object only the listed keys are asserted, a list has exactly the
listed items, floats agree within a relative 1e-6 and everything else exactly.
"""

from __future__ import annotations

import math
from typing import Any

_MISSING = object()


def differences(expected: Any, found: Any, where: str = "$") -> list[str]:
    """Each place where the two disagree, in words; none means that the expectation is met."""
    match expected:
        case dict():
            if not isinstance(found, dict):
                return [_said(where, expected, found)]
            return [
                line
                for key, value in expected.items()
                for line in differences(value, found.get(key, _MISSING), f"{where}.{key}")
            ]
        case list():
            if not isinstance(found, list):
                return [_said(where, expected, found)]
            if len(found) != len(expected):
                return [f"{_said(where, expected, found)} ({len(found)} items, not {len(expected)})"]
            return [
                line
                for at, (one, other) in enumerate(zip(expected, found, strict=True))
                for line in differences(one, other, f"{where}[{at}]")
            ]
        case bool() | None | str():
            same = found is expected or (isinstance(expected, str) and found == expected)
        case _:
            same = (
                isinstance(found, int | float)
                and not isinstance(found, bool)
                and math.isclose(expected, found, rel_tol=1e-6)
            )
    return [] if same else [_said(where, expected, found)]


def _said(where: str, expected: Any, found: Any) -> str:
    return f"{where}: expected {expected!r}, found {'nothing' if found is _MISSING else repr(found)}"
