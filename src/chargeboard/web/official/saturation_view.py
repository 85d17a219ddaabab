"""How are days of full use of a motorway site put for people?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.official_saturation import SaturationFigures
from chargeboard.web.official.site_page import facts_of
from chargeboard.web.official.words import say
from chargeboard.words.dates import full_day
from chargeboard.words.formats import duration
from chargeboard.words.wall_clock import Local


class FullLine(msgspec.Struct, frozen=True):
    """Full use of a day, without a break."""

    day: str
    when: str
    lasted: str


class SaturationPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    told: tuple[str, ...]
    lines: tuple[FullLine, ...]
    rule: str
    address: str


def saturation_page(figures: SaturationFigures) -> SaturationPage:
    """A month of a site."""
    local = Local(figures.timezone, 0)
    points = say("n_points", n=figures.points) if figures.points else say("no_points")
    return SaturationPage(
        facts=(*facts_of(figures.site, figures.month, figures.timezone, partial=figures.partial), points),
        told=tuple(_told(figures)),
        lines=tuple(
            FullLine(
                full_day(day.date),
                f"{local.to_the_second(one.from_)} – {local.to_the_second(one.to)}",
                duration(one.seconds),
            )
            for day in figures.days
            for one in day.full_use
        ),
        rule=say("saturation_rule", n=figures.ends_at) if figures.points else "",
        address=figures.address,
    )


def _told(figures: SaturationFigures) -> list[str]:
    told = []
    if figures.points:
        told.append(say("full_days", n=len(figures.days)) if figures.days else say("not_full"))
    if figures.full_use_s:
        told.append(say("full_in_all", whole=figures.full_use_s))
    if figures.without_rated_kw:
        told.append(say("unknown_power", chargers=", ".join(figures.without_rated_kw)))
    return told
