"""
What is to be hidden in a text that is no JSON?

Names and values are told by what is between them: `name=value`, `name: value`, `'name': 'value'`,
`<name>value</name>`, whatever else stands in the tag. Used for lines that could not be read, for frames that
were cut off, and for what vendors send in forms of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chargeboard.capture.redaction.shapes import Hide
from chargeboard.capture.redaction.strings import Edit, value_of
from chargeboard.capture.redaction.vocabulary import Vocabulary

_NAME = re.compile(r"(?<![\w.-])(?P<name>[A-Za-z_][\w.-]*+)(?:\\*+[\"'])?\s*+[=:]\s*+")
_TAG = re.compile(
    r"<(?:[\w.-]++:)?(?P<name>[A-Za-z_][\w.-]*+)(?:\s[^<>]*+)?(?<!/)>\s*+"
    r"(?:<!\[CDATA\[(?P<data>(?:[^\]<]++|\](?!\]>))++)|(?P<text>[^<\s\"\\](?:[^<\"\\]*[^<\s\"\\])?))"
)
_VALUE = re.compile(
    r"\"(?P<double>(?:[^\"\\]++|\\.)*+)|\\*+[\"'](?P<quoted>[^\"'\\]*+)"
    r"|(?P<bare>(?:(?:Basic|Bearer|Digest|Token)\s++)?[^\s\"'\\,;&<>{}\[\]()]++)",
    re.DOTALL,
)


def pairs(text: str, vocabulary: Vocabulary, hide: Hide) -> Iterator[Edit]:
    """Values beside names that say what they are."""
    if "<" in text:
        for tagged in _TAG.finditer(text):
            way, kind = vocabulary.of_setting([tagged["name"]]), str(tagged.lastgroup)
            if way is not None and hide(way, tagged[kind]) != tagged[kind]:
                yield Edit(*tagged.span(kind), hide(way, tagged[kind]))
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
