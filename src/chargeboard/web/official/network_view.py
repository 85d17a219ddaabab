"""How are official figures of many chargers put for people?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.official import NetworkFigures, OfficialRule, OfficialSuccessRule
from chargeboard.evidence.official.view import month_name
from chargeboard.official.words import say as say_of_rule
from chargeboard.web.official.differing_view import differing_url
from chargeboard.web.official.site_page import site_url
from chargeboard.web.official.words import say
from chargeboard.web.urls.links import addressed
from chargeboard.words.formats import DASH, about, count, fine_percent, percent_in_column


class RuleLine(msgspec.Struct, frozen=True):
    """A rule over twelve months and the calendar year."""

    name: str
    values: tuple[str, ...]
    is_missed: bool


class Line(msgspec.Struct, frozen=True):
    """A site or a month: of how many chargers, and its uptime by each rule."""

    name: str
    url: str
    chargers: str
    values: tuple[str, ...]


class SuccessLine(msgspec.Struct, frozen=True):
    """A rule of success."""

    name: str
    twelve_months: str
    counted: str
    year: str


class NetworkPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    differences: str
    """Where the time is told on which two rules differ."""
    saturation: str
    visits: str
    """Where full use, and visits, of the site are told; empty: of no site."""
    has_data: bool
    year: str
    names: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    sites: tuple[Line, ...]
    months: tuple[Line, ...]
    success: tuple[SuccessLine, ...]
    uk_files: tuple[tuple[str, str], ...]
    """Year and address."""


def network_page(figures: NetworkFigures) -> NetworkPage:
    """The figures of many chargers."""
    codes = [rule.code for rule in figures.rules]
    known = [month for month in figures.months if month.chargers]
    site = say("of_site", site=figures.site) if figures.site else ""
    of_site = {"site": figures.site} if figures.site else {}
    return NetworkPage(
        uk_files=tuple(
            (year, addressed("/official/uk.csv", {"year": year, **of_site}))
            for year in sorted({month.month[:4] for month in figures.months})
        ),
        facts=tuple(filter(None, (site, say("of_chargers", n=figures.chargers)))),
        differences=differing_url(**of_site),
        saturation=site_url("saturation", figures.site) if figures.site else "",
        visits=site_url("visits", figures.site) if figures.site else "",
        has_data=bool(known),
        year=say("year", year=figures.calendar_year.last[:4]),
        names=tuple(say_of_rule(f"rule_{code}") for code in codes),
        rules=tuple(_rule(rule, figures) for rule in figures.rules),
        sites=tuple(
            Line(
                one.site or say("no_site"),
                addressed("/official", {"site": one.site}) if one.site else "",
                count(one.chargers),
                tuple(fine_percent(one.rules[code].uptime_pct) for code in codes),
            )
            for one in figures.sites
        )
        if not figures.site and len(figures.sites) > 1
        else (),
        months=tuple(
            Line(
                month_name(one.month),
                "",
                say("of_counted", part=one.chargers, whole=figures.chargers),
                tuple(fine_percent(one.rules[code].uptime_pct) for code in codes),
            )
            for one in known
        ),
        success=tuple(_success(rule, figures) for rule in figures.success_rules),
    )


def _rule(rule: OfficialRule, figures: NetworkFigures) -> RuleLine:
    sums = figures.twelve_months.rules[rule.code]
    pct = sums.uptime_pct
    times = (sums.down_s, sums.excluded_s, sums.unwatched_s, sums.exempt_s)
    return RuleLine(
        name=say_of_rule(f"rule_{rule.code}"),
        values=(
            fine_percent(pct),
            fine_percent(figures.calendar_year.rules[rule.code].uptime_pct),
            percent_in_column(rule.target_pct),
            *(about(time) if time else DASH for time in times),
        ),
        is_missed=rule.is_missed_by(pct),
    )


def _success(rule: OfficialSuccessRule, figures: NetworkFigures) -> SuccessLine:
    own = figures.twelve_months.success[rule.code]
    return SuccessLine(
        name=say_of_rule(f"success_{rule.code}"),
        twelve_months=percent_in_column(own.pct),
        counted=say("of_counted", part=own.successes, whole=own.of) if own.of else "",
        year=percent_in_column(figures.calendar_year.success[rule.code].pct),
    )
