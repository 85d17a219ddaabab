"""Which chargers, sites and pages have the words that are looked for, the likeliest first?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.web.finding.words import say
from chargeboard.web.urls.links import charger_url, site_url
from chargeboard.web.urls.mount import rooted

_MOST_CHARGERS, _MOST_SITES = 8, 5


class Found(msgspec.Struct, frozen=True):
    """Where one leads, and what it is."""

    url: str
    name: str
    more: str
    """What tells it from others of its name."""
    kind: str


def found(
    text: str, chargers: Iterable[FleetRow], sites: Iterable[str], pages: Mapping[str, str]
) -> list[Found]:
    """
    Chargers that were found by `text`, and those of the sites and pages that have all its words.

    `pages`: names by path. Without a text pages come first, which is what there is to be chosen from.
    """
    words = text.casefold().split()
    start = text.strip().casefold()

    def fits(name: str) -> bool:
        return all(word in name.casefold() for word in words)

    def rank(*names: str) -> tuple[bool, bool]:
        said = [name.casefold() for name in names]
        return start not in said, not any(name.startswith(start) for name in said)

    likeliest = sorted(chargers, key=lambda row: rank(row.id, row.name))[:_MOST_CHARGERS]
    of_chargers = [
        Found(
            charger_url(row.id),
            row.name or row.id,
            " · ".join(one for one in (row.id if row.name else "", row.site) if one),
            say("charger"),
        )
        for row in likeliest
    ]
    of_sites = [
        Found(site_url(site), site, "", say("site"))
        for site in sorted(filter(fits, sites), key=lambda site: (rank(site), site))[:_MOST_SITES]
    ]
    of_pages = [
        Found(rooted(path), name, "", say("page"))
        for path, name in sorted(pages.items(), key=lambda page: rank(page[1]))
        if fits(name)
    ]
    return of_chargers + of_sites + of_pages if words else of_pages + of_chargers
