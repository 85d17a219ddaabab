"""
Which agreed vocabulary does an error code belong to, and which of its words is it?

A 1.6 status says so by its vendorId, a 2.x event by its techCode alone.
Source: definitions E1, 4c E1a.
"""

from __future__ import annotations

import re
from typing import Final

from chargeboard.vocabularies.chargex.words import CHARGEX
from chargeboard.vocabularies.evgo.words import EVGO
from chargeboard.vocabularies.uec.words import UEC
from chargeboard.vocabularies.word import Word

__all__ = [
    "CHARGEX",
    "EVGO",
    "TECH_CODES",
    "UEC",
    "VOCABULARIES",
    "Word",
    "mrec_number",
    "number_of",
    "vocabulary_of",
    "vocabulary_of_tech_code",
    "word_of",
]

VOCABULARIES: Final = {"chargex": "ChargeX MREC", "evgo": "EVgo MREC", "uec": "CharIN UEC"}

_CHARGEX_ID = "https://chargex.inl.gov"
_EVGO_ID = "com.evgo.mrec"
_UEC_ID = "org.charin.uec"

_CX = re.compile(r"\s*CX(\d{3})\s*", re.IGNORECASE)
_BY_NAME: Final = {word.name.casefold(): number for number, word in CHARGEX.items()}
_OTHER_NAMES: Final = {"cablecheckfailure": "CX011", "prechargefault": "CX012"}
"""INL writes Failure where EVerest writes Fault."""
TECH_CODES: Final = frozenset(
    {word.name for word in (*CHARGEX.values(), *UEC.values())} | {*_OTHER_NAMES, *EVGO}
)
"""What the techCode of a 2.x event can be, besides a number of ChargeX (4c E1a)."""


def mrec_number(code: str | None) -> str | None:
    """The MREC number that a code is, as CXnnn, or None."""
    found = _CX.fullmatch(code or "")
    return f"CX{found[1]}" if found else None


def vocabulary_of(code: str, vendor_code: str, vendor_id: str) -> str:
    """The vocabulary of a 1.6 status, by the form of its code or by its vendorId; "" for none (E1)."""
    said = vendor_id.strip().casefold().rstrip("/")
    if said == _CHARGEX_ID or mrec_number(vendor_code) or mrec_number(code):
        return "chargex"
    if said == _EVGO_ID:
        return "evgo"
    return "uec" if said.startswith(_UEC_ID) else ""


def vocabulary_of_tech_code(code: str) -> str:
    """
    The vocabulary that the techCode of a 2.x event belongs to; "" for none (4c E1a).

    A name that two of them have is CharIN's: ChargeX sends numbers there, CharIN names.
    """
    said = code.strip().casefold()
    if said in UEC:
        return "uec"
    if mrec_number(code) or said in _BY_NAME or said in _OTHER_NAMES:
        return "chargex"
    return "evgo" if code.strip() in EVGO else ""


def number_of(code: str, vendor_code: str | None) -> str | None:
    """The number in ChargeX's table: as it was sent, or of the name that was."""
    number = mrec_number(vendor_code) or mrec_number(code)
    if number is not None:
        return number
    said = (vendor_code or code).strip().casefold()
    return _BY_NAME.get(said) or _OTHER_NAMES.get(said)


def word_of(vocabulary: str, code: str, vendor_code: str | None) -> tuple[str, Word | None]:
    """The word of a vocabulary with its key; None where it has no such code."""
    match vocabulary:
        case "chargex":
            table, key = CHARGEX, number_of(code, vendor_code) or ""
        case "evgo":
            table, key = EVGO, (vendor_code or "").strip().upper()
        case "uec":
            table, key = UEC, (vendor_code or code).strip().casefold()
        case _:
            return "", None
    return key, table.get(key)
