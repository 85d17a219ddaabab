"""
May two figures differ by chance alone?

Exact tests, so that they hold for small numbers: the probability of what was found, or of anything less
likely, if both periods were alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, lgamma, log
from typing import Final

LEVEL: Final = 0.05
"""From that probability on a difference may be chance."""
_AS_LIKELY = 1 + 1e-9
"""What differs in the last digits is as likely."""


def of_shares(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """
    Of two shares, such as successes of attempts.

    Formula: Fisher's exact test, two-sided.
    Unit:    probability; 1 where one of them is of nothing.
    """
    if not whole or not other_whole:
        return 1.0
    parts, all_of_them = part + other_part, whole + other_whole
    first, last = max(0, parts - other_whole), min(whole, parts)
    logs = [
        _choose(whole, n) + _choose(other_whole, parts - n) - _choose(all_of_them, parts)
        for n in range(first, last + 1)
    ]
    return _as_unlikely(logs, part - first)


def of_rates(count: int, days: float, other_count: int, other_days: float) -> float:
    """
    Of two counts over some days each, such as sessions per day.

    Formula: of all that were counted, by how many fall on the first days if both rates were alike: exact
             binomial test, two-sided.
    Unit:    probability; 1 where nothing was counted or one of them has no days.
    """
    whole = count + other_count
    if not whole or days <= 0 or other_days <= 0:
        return 1.0
    share = days / (days + other_days)
    logs = [_choose(whole, n) + n * log(share) + (whole - n) * log(1 - share) for n in range(whole + 1)]
    return _as_unlikely(logs, count)


def _choose(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)


def _as_unlikely(logs: Iterable[float], found: int) -> float:
    probabilities = [exp(one) for one in logs]
    most = probabilities[found] * _AS_LIKELY
    return min(1.0, sum(one for one in probabilities if one <= most))
