"""How are kwwhat's visits over the chargers of a site put for people?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.official import OfficialRate
from chargeboard.domain.figures.official_visits import SiteVisits
from chargeboard.web.official.site_page import facts_of
from chargeboard.web.official.words import say
from chargeboard.words.formats import DASH, count, duration, percent
from chargeboard.words.wall_clock import Local


class VisitLine(msgspec.Struct, frozen=True):
    """Tries at several chargers that are one visit."""

    when: str
    lasted: str
    attempts: str
    chargers: str
    ended: str


class VisitsPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    told: tuple[str, ...]
    lines: tuple[VisitLine, ...]
    address: str


def visits_page(figures: SiteVisits) -> VisitsPage:
    """A month of a site."""
    local = Local(figures.timezone, 0)
    facts = facts_of(figures.site, figures.month, figures.timezone, partial=figures.partial)
    told = [say("visits_of_site", **_rate(figures.visits))]
    told.append(say("visits_of_each", **_rate(figures.of_each)))
    if figures.total:
        told.append(say("visits_of_several", n=figures.total))
    if figures.total > len(figures.of_several):
        told.append(say("first_shown", n=len(figures.of_several)))
    return VisitsPage(
        facts=(*facts, say("of_chargers", n=len(figures.chargers))),
        told=tuple(told) if figures.visits.of else (say("no_visits"),),
        lines=tuple(
            VisitLine(
                when=local.dated_second(one.from_),
                lasted=duration(one.seconds),
                attempts=count(one.attempts),
                chargers=", ".join(one.chargers),
                ended=say("visit_good" if one.succeeded else "visit_bad"),
            )
            for one in figures.of_several
        ),
        address=figures.address,
    )


def _rate(rate: OfficialRate) -> dict[str, object]:
    share = DASH if rate.pct is None else percent(rate.pct)
    return {"part": rate.successes, "whole": rate.of, "share": share}
