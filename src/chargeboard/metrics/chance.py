"""
May two figures differ by chance alone?

Exact tests, so that they hold for small numbers: the probability of what was found, or of anything less
likely, if both periods were alike.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import Final

LEVEL: Final = 0.05
"""From that probability on a difference may be chance."""
_AS_LIKELY = 1 + 1e-9
"""What differs in the last digits is as likely."""
_NOTHING = 1e-14
"""What is so much less likely than the likeliest adds nothing."""
_Z: Final = NormalDist().inv_cdf(1 - LEVEL / 2)
_EXACT: Final = 100
"""Above so many, the interval of a count is told by a formula that is right to a thousandth."""
_STEPS: Final = 60


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
    likeliest = min(last, max(first, (parts + 1) * (whole + 1) // (all_of_them + 2)))
    return _as_unlikely(
        first,
        last,
        likeliest,
        part,
        lambda n: (whole - n) * (parts - n) / ((n + 1) * (other_whole - parts + n + 1)),
    )


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
    odds = days / other_days
    likeliest = min(whole, int((whole + 1) * days / (days + other_days)))
    return _as_unlikely(0, whole, likeliest, count, lambda n: (whole - n) / (n + 1) * odds)


def share_interval(part: int, whole: int) -> tuple[float, float]:
    """
    Where a share lies at 95 %.

    Formula: Wilson's score interval.
    Unit:    ratios; 0 to 1 where it is of nothing.
    """
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, _Z * _Z
    middle = share + z2 / (2 * whole)
    width = _Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    scale = 1 + z2 / whole
    return (
        max(0.0, (middle - width) / scale) if part else 0.0,
        min(1.0, (middle + width) / scale) if part < whole else 1.0,
    )


def count_interval(count: int) -> tuple[float, float]:
    """
    Between which means a count lies at 95 %.

    Formula: exact for a Poisson count up to 100 (Garwood), above that the approximation of Wilson and
             Hilferty to the same quantiles.
    """
    if count > _EXACT:
        return _wilson_hilferty(count, -_Z), _wilson_hilferty(count + 1, _Z)
    tail = LEVEL / 2
    low = _mean_where(lambda mean: 1 - _at_most(count - 1, mean), tail) if count else 0.0
    return low, _mean_where(lambda mean: -_at_most(count, mean), -tail)


def _wilson_hilferty(shape: int, z: float) -> float:
    return float(shape * (1 - 1 / (9 * shape) + z / (3 * sqrt(shape))) ** 3)


def _at_most(count: int, mean: float) -> float:
    """How likely a Poisson count is `count` or less."""
    return sum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(count + 1)) if mean else 1.0


def _mean_where(rising: Callable[[float], float], wanted: float) -> float:
    """At which mean a function that rises with it comes to a value."""
    low, high = 0.0, 4.0 * _EXACT
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def _as_unlikely(first: int, last: int, likeliest: int, found: int, ratio: Callable[[int], float]) -> float:
    """
    How likely is what was found, or anything that is no likelier, of the numbers from `first` to `last`?

    `ratio`: how many times as likely as a number the next one is.
    """
    weights = [1.0]
    place, weight, own = likeliest, 1.0, 1.0
    while place < last and (place < found or weight > _NOTHING):
        weight *= ratio(place)
        place += 1
        weights.append(weight)
        own = weight if place == found else own
    place, weight = likeliest, 1.0
    while place > first and (place > found or weight > _NOTHING):
        place -= 1
        weight /= ratio(place)
        weights.append(weight)
        own = weight if place == found else own
    most = own * _AS_LIKELY
    return min(1.0, sum(one for one in weights if one <= most) / sum(weights))
