"""
What tells of a person or opens a door by its look alone?

An e-mail address, the login of a URL and a private key are told anywhere; what might also be something else
(a card's number, a contract, a vehicle) only in what vendors send in forms of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from chargeboard.capture.redaction.strings import Edit
from chargeboard.capture.redaction.table import Way

Hide = Callable[[Way, str], str]
"""What stands for a value from now on."""

_LOGIN = re.compile(r":\\?/\\?/(?P<value>[^/\"\\\s@]++)@")
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+(?<=[A-Za-z]{2})")
_PRIVATE_KEY = "PRIVATE KEY-----"
_TOKENS = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<jwt>eyJ[\w-]{8,}+\.[\w-]{4,}+\.[\w-]*+)"
    r"|(?P<autocharge>VID:[0-9A-Fa-f]{12})"
    r"|(?P<emaid>[A-Z]{2}-?[A-Z0-9]{3}-?C[A-Z0-9]{8}(?:-?[A-Z0-9])?)"
    r"|(?P<vin>[A-HJ-NPR-Z0-9]{13}[0-9]{4})"
    r"|(?P<card>[2-6][0-9]{3}(?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{1,7}|3[47][0-9]{13})"
    r"|(?P<phone>\+[1-9][0-9]{7,14})"
    r")(?![\w-])"
)


def everywhere(text: str, hide: Hide) -> Iterator[Edit]:
    """What is told anywhere."""
    if "@" in text:
        for found in _LOGIN.finditer(text):
            yield Edit(*found.span("value"), hide("mask", found["value"]))
        for found in _EMAIL.finditer(text):
            if "." in found[0].rpartition("@")[2]:
                yield Edit(*found.span(), hide("hash", found[0]))
    if _PRIVATE_KEY in text:
        yield Edit(0, len(text), hide("mask", text))


def in_vendors_own(text: str, hide: Hide) -> Iterator[Edit]:
    """What is told in a vendor's own text."""
    for found in _TOKENS.finditer(text):
        kind, value = str(found.lastgroup), found[0]
        if kind == "gap":
            kind = "card"
        if _is_likely(kind, value):
            yield Edit(*found.span(), hide("mask" if kind in {"jwt", "phone"} else "hash", value))


def _is_likely(kind: str, value: str) -> bool:
    match kind:
        case "vin":
            return not value[:4].isdigit() and not value.isalpha()
        case "card":
            digits = [int(sign) for sign in value if sign.isdigit()]
            doubled = [
                number if n % 2 == 0 else sum(divmod(2 * number, 10)) for n, number in enumerate(digits[::-1])
            ]
            return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0
        case _:
            return True
