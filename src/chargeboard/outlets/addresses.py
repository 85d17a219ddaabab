"""
What does the address of a site say of its city and country?

It is one text, read by its form and never guessed at: `Am Kai 1, 20457 Hamburg, DEU`. Behind the last comma
stands the country by three letters, if it is named, and before it the city, with a postal code if it has one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COUNTRY = re.compile("[A-Z]{3}")
_POSTAL_CODE = re.compile(r"(?:[A-Z]{1,2}-)?\d[\dA-Z]{2,6}(?: [A-Z]{2})?(?= )")


class Address(NamedTuple):
    """Empty: it says nothing of it."""

    street: str
    postal_code: str
    city: str
    country: str


def address_in(text: str, country: str = "") -> Address:
    """The parts of an address; `country`: of one that names none."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts and _COUNTRY.fullmatch(parts[-1]):
        country = parts.pop()
    if len(parts) < 2:
        return Address(", ".join(parts), "", "", country)
    city = parts.pop()
    code = _POSTAL_CODE.match(city)
    postal_code = code[0] if code else ""
    return Address(", ".join(parts), postal_code, city.removeprefix(postal_code).strip(), country)
