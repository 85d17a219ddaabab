"""What do official rules make of many chargers? Sums of their kept months, each a ratio of sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from chargeboard.domain.figures.official import (
    NetworkFigures,
    NetworkMonth,
    NetworkSite,
    NetworkSpan,
    OfficialRate,
    OfficialSums,
)
from chargeboard.domain.policy import Profile
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.official.calendar import month_of, month_text, months_through, preceding
from chargeboard.official.month import RULES_VERSION, lanes_of, success_in, unlaned, uptime_in
from chargeboard.official.success.rules import SUCCESS_RULES
from chargeboard.official.uptime.rules import RULES
from chargeboard.official.uptime.sums import uptime_pct
from chargeboard.ports.official import OfficialPort
from chargeboard.run.answering.official.told import rates_told, rule_told, success_rule_told, sums_told
from chargeboard.time.instants import Instant

_LEAST_KW = min(rule.least_kw for rule in RULES if rule.least_kw is not None)


class _Group(NamedTuple):
    site: str
    is_slow: bool
    """Its rated power is known to be less than any rule of fast chargers wants."""


class _Charger(NamedTuple):
    group: _Group
    version: str
    """By which its months have to be made, its declared windows among the rest: others are out of date."""


class _Cell(NamedTuple):
    group: _Group
    month: str


def network_figures(
    store: OfficialPort, profiles: Iterable[Profile], last: date | None, now: Instant, site: str = ""
) -> NetworkFigures:
    """Twelve months through `last`; None: through the last one that is over in UTC."""
    chargers = {
        one.id: _Charger(_Group(one.site, _is_slow(one)), conclusions_version(one)) for one in profiles
    }
    current = month_of(now, "UTC")
    months = [*map(month_text, months_through(last or preceding(current)))]
    cells, told = _summed(store, chargers, months)
    of_month = _apart(cells, lambda cell: cell.month)
    of_site = _apart(cells, lambda cell: cell.group.site)
    sites = Counter(one.group.site for one in chargers.values())
    return NetworkFigures(
        site=site,
        chargers=len(chargers),
        rules=[rule_told(rule) for rule in RULES],
        success_rules=[success_rule_told(rule) for rule in SUCCESS_RULES],
        twelve_months=_span(cells, months),
        calendar_year=_span(cells, [month for month in months if month[:4] == months[-1][:4]]),
        months=[
            NetworkMonth(
                month=month,
                chargers=told[month],
                rules=_rules(of_month.get(month, {})),
                success=_success(of_month.get(month, {})),
            )
            for month in reversed(months)
        ],
        sites=[
            NetworkSite(site=name, chargers=count, rules=_rules(of_site.get(name, {})))
            for name, count in sorted(sites.items())
        ],
    )


def _apart(cells: Mapping[_Cell, int], key_of: Callable[[_Cell], str]) -> dict[str, dict[_Cell, int]]:
    found: dict[str, dict[_Cell, int]] = {}
    for cell, lanes in cells.items():
        found.setdefault(key_of(cell), {})[cell] = lanes
    return found


def _is_slow(profile: Profile) -> bool:
    return profile.policy.rated_kw is not None and profile.policy.rated_kw < _LEAST_KW


def _summed(
    store: OfficialPort, chargers: Mapping[str, _Charger], months: list[str]
) -> tuple[dict[_Cell, int], Counter[str]]:
    """The numbers of each group and month, side by side, and of how many chargers a month is known."""
    found: dict[tuple[_Group, str], int] = {}
    told: Counter[str] = Counter()
    for station, month, version, body in store.official_bodies(RULES_VERSION, months[0], months[-1]):
        charger = chargers.get(station)
        if charger is None or charger.version != version:
            continue
        key = (charger.group, month)
        found[key] = found.get(key, 0) + lanes_of(body)
        told[month] += 1
    return {_Cell(*key): lanes for key, lanes in found.items()}, told


def _span(cells: Mapping[_Cell, int], months: list[str]) -> NetworkSpan:
    own = {cell: lanes for cell, lanes in cells.items() if cell.month in months}
    return NetworkSpan(first=months[0], last=months[-1], rules=_rules(own), success=_success(own))


def _rules(cells: Mapping[_Cell, int]) -> dict[str, OfficialSums]:
    whole = uptime_in(unlaned(sum(cells.values())))
    fast = uptime_in(unlaned(sum(lanes for cell, lanes in cells.items() if not cell.group.is_slow)))
    return {
        rule.code: sums_told(sums, uptime_pct(sums))
        for rule in RULES
        for sums in [(whole if rule.least_kw is None else fast)[rule.code]]
    }


def _success(cells: Mapping[_Cell, int]) -> dict[str, OfficialRate]:
    return rates_told(success_in(unlaned(sum(cells.values()))))
