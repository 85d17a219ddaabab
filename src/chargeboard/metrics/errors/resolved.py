"""
Which 1.6 status says that one error is over, and which one?

A status that names an open error by its vendorErrorCode while its errorCode belongs to another one, or is
NoError, clears the named error and reports neither (4c E4a).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.facts import StatusReported

UNSAID = frozenset({"", "NoError"})
PSEUDO = re.compile(r"(0x)?0*|null|none|noerror", re.IGNORECASE)
_COMPOUND = re.compile(r"[\w.:/-]+(\s*[,;]\s*[\w.:/-]+)+")
_LONGEST_COMPOUND = 255
"""Characters: the standard has 50 for a vendor's code."""
_SPLIT = re.compile(r"\s*[,;]\s*")
_RESOLVED = re.compile(r"\bresolved\b", re.IGNORECASE)


class Standing:
    """The errors of each 1.6 connector that are open: pairs of errorCode and vendorErrorCode."""

    def __init__(self, open_before: Iterable[Episode] = ()) -> None:
        self._open: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for episode in open_before:
            if episode.origin.startswith("status/"):
                self._open[int(episode.origin.split("/")[1])].add(
                    (episode.error_code, episode.vendor_code or "")
                )

    def named_by(self, fact: StatusReported) -> tuple[str, ...]:
        """The vendorErrorCodes of the errors that this status says are over; moves on."""
        if fact.is_v2:
            return ()
        said = self._open[fact.socket]
        vendor_codes = vendor_codes_of(fact)
        named = self._named(fact, vendor_codes, said)
        if named:
            said -= {pair for pair in said if pair[1] in named}
        elif fact.status == "Faulted" or fact.error_code not in UNSAID:
            codes = [fact.error_code] if fact.error_code in UNSAID else parts(fact.error_code)
            said |= {(code, vendor or "") for code in codes for vendor in vendor_codes}
        elif not fact.repeated_at:
            said.clear()
        return named

    @staticmethod
    def _named(
        fact: StatusReported, vendor_codes: list[str | None], said: set[tuple[str, str]]
    ) -> tuple[str, ...]:
        mine = [code for code in vendor_codes if code]
        if not mine:
            return ()
        opened = {pair for pair in said if pair[1] in mine}
        if fact.error_code in UNSAID:
            # a fault may be reported with NoError, and is said again in the same words
            over = {vendor for code, vendor in opened if code not in UNSAID or fact.status != "Faulted"}
            return tuple(code for code in mine if code in over)
        if _RESOLVED.search(fact.info) and any(code in fact.info for code in mine):
            return tuple(mine)
        others = {code for code, vendor in said if vendor not in mine}
        if fact.error_code in {code for code, _ in opened} or fact.error_code not in others:
            return ()
        over = {vendor for _, vendor in opened}
        return tuple(code for code in mine if code in over)


def vendor_codes_of(fact: StatusReported) -> list[str | None]:
    """The single codes of a status's vendorErrorCode; one None where it has none."""
    return [None] if PSEUDO.fullmatch(fact.vendor_code.strip()) else list(parts(fact.vendor_code))


def parts(code: str) -> list[str]:
    """The single codes of a compound such as "F001,F003", each once; a text longer than any is one code."""
    text = code.strip()
    if len(text) > _LONGEST_COMPOUND or not _COMPOUND.fullmatch(text):
        return [text]
    return list(dict.fromkeys(_SPLIT.split(text)))
