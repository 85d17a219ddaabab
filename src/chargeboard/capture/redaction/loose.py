"""
What is to be hidden in a text that is no JSON?

Names and values are told by what is between them: `name=value`, `name: value`, `'name': 'value'`,
`<name>value</name>`. Used for lines that could not be read, for frames that were cut off, and for what
vendors send in forms of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chargeboard.capture.redaction.shapes import Hide
from chargeboard.capture.redaction.strings import Edit, value_of
from chargeboard.capture.redaction.vocabulary import Vocabulary

_NAME = re.compile(r"(?<![\w.-])(?P<name>[A-Za-z_][\w.-]*+)(?:\\*+[\"'])?\s*+(?:[=:]\s*+|>)")
_VALUE = re.compile(
    r"\"(?P<double>(?:[^\"\\]++|\\.)*+)|\\*+[\"'](?P<quoted>[^\"'\\]*+)"
    r"|(?P<bare>(?:(?:Basic|Bearer|Digest|Token)\s++)?[^\s\"'\\,;&<>{}\[\]()]++)",
    re.DOTALL,
)


def pairs(text: str, vocabulary: Vocabulary, hide: Hide) -> Iterator[Edit]:
    """Values beside names that say what they are."""
    end = 0
    for named in _NAME.finditer(text):
        way = vocabulary.of_setting([named["name"]]) if named.start() >= end else None
        found = _VALUE.match(text, named.end()) if way is not None else None
        if way is None or found is None:
            continue
        kind, end = str(found.lastgroup), found.end()
        value = value_of(found[kind])
        hidden = hide(way, value)
        if hidden != value:
            yield Edit(*found.span(kind), hidden)
