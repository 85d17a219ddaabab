"""How are official sums, rates and rules told in documents?"""

from __future__ import annotations

from collections.abc import Mapping

from chargeboard.domain.figures.official import (
    OfficialCap,
    OfficialRate,
    OfficialRule,
    OfficialSuccessRule,
    OfficialSums,
)
from chargeboard.official.success.rule import Rate, SuccessRule
from chargeboard.official.uptime.rule import UptimeRule
from chargeboard.official.uptime.rules import RULES
from chargeboard.official.uptime.sums import Sums, year_pct
from chargeboard.official.words import say
from chargeboard.time.instants import MINUTE, Micros, seconds_of


def sums_told(sums: Sums, pct: float | None) -> OfficialSums:
    """Seconds, and the percentage that was made of them."""
    return OfficialSums(
        up_s=seconds_of(sums.up),
        down_s=seconds_of(sums.down),
        excluded_s=seconds_of(sums.excluded),
        unwatched_s=seconds_of(sums.unwatched),
        exempt_s=seconds_of(sums.exempt),
        beyond_cap_s=seconds_of(sums.beyond),
        uptime_pct=pct,
    )


def year_told(by_rule: Mapping[str, Sums], sockets_of_a_year: int, sockets: int) -> dict[str, OfficialSums]:
    """Several months by rule; of so many sockets, some of which were there in all of a year."""
    return {
        rule.code: sums_told(
            by_rule[rule.code], year_pct(rule, by_rule[rule.code], sockets_of_a_year, sockets)
        )
        for rule in RULES
    }


def rates_told(by_rule: Mapping[str, Rate]) -> dict[str, OfficialRate]:
    """Successes of all."""
    return {
        code: OfficialRate(successes=one.part, of=one.whole, pct=one.pct) for code, one in by_rule.items()
    }


def rule_told(rule: UptimeRule) -> OfficialRule:
    """A rule of uptime, as it was read."""
    return OfficialRule(
        code=rule.code,
        version=rule.version,
        of=rule.of,
        source=say(f"cited_{rule.code}"),
        address=rule.address,
        read_on=rule.read_on,
        target_pct=rule.target_pct,
        least_kw=rule.least_kw,
        year_minutes=None if rule.year is None else rule.year // MINUTE,
        counts={state: str(count) for state, count in rule.counts.items()},
        when_closed=rule.when_closed,
        excuses=[
            OfficialCap(kind=kind, of_incident_s=_seconds(cap.of_incident), of_year_s=_seconds(cap.of_year))
            for kind, cap in rule.excuses.items()
        ],
        exempts=sorted(rule.exempts),
    )


def success_rule_told(rule: SuccessRule) -> OfficialSuccessRule:
    """A rule of success, as it was read."""
    return OfficialSuccessRule(
        code=rule.code,
        version=rule.version,
        of=rule.of,
        source=say(f"success_cited_{rule.code}"),
        address=rule.address,
        read_on=rule.read_on,
    )


def _seconds(length: Micros | None) -> int | float | None:
    return None if length is None else seconds_of(length)
