"""
Which socket of a charger is meant by a label?

A number, the number at its end, or a letter. A kind of plug (Type 2, CCS) is no number, unless there are
several that are counted; where two labels of a charger would be one socket, it has to be told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from chargeboard.capture.session_files.words import say

_NUMBER = re.compile(r"(?:^|.*\D)0*(\d{1,4})(?:\.0)?", re.ASCII | re.DOTALL)
_LETTER = re.compile(r"(?:.*[\W_])?([A-Za-z])")
_KIND = re.compile(
    r"\W*(?:type?|ccs|combo|chademo|iec|mennekes|schuko|tesla|nacs|j1772)[\W\d]*", re.IGNORECASE
)
_HIGHEST = 9999


def sockets_of(
    used: Iterable[tuple[str, str]], told: Mapping[str, int]
) -> tuple[Mapping[tuple[str, str], int], Sequence[str]]:
    """The socket of each charger and label; and what has to be told, in words."""
    by_charger: defaultdict[str, set[str]] = defaultdict(set)
    for charger, label in used:
        if label:
            by_charger[charger].add(label)
    found: dict[tuple[str, str], int] = {}
    unclear = set[str]()
    for charger, labels in by_charger.items():
        numbers = {label: told.get(label, _number(label)) for label in labels}
        kinds = [label for label in labels if label not in told and _KIND.fullmatch(label)]
        if 1 not in [numbers[label] for label in kinds]:
            numbers.update(dict.fromkeys(kinds))
        for label, number in numbers.items():
            if number is None or list(numbers.values()).count(number) > 1:
                unclear.add(label)
            else:
                found[charger, label] = number
    if not unclear:
        return found, []
    example = " ".join(f"--map '{option_of(label)}={n}'" for n, label in enumerate(sorted(unclear)[:4], 1))
    return found, [say("which_socket", labels=", ".join(sorted(unclear)[:10]), example=example)]


def option_of(label: str) -> str:
    """The key by which a label's socket is told."""
    return f"socket:{label}"


def _number(label: str) -> int | None:
    if found := _NUMBER.fullmatch(label):
        number = int(found[1])
        return number if 0 < number <= _HIGHEST else None
    if found := _LETTER.fullmatch(label):
        return ord(found[1].lower()) - ord("a") + 1
    return None
