"""I14: sessions or energy grow, fall or stay the same over the last 30 days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from statistics import median

from chargeboard.domain.codes import Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.development import FIGURES, Figure, drops
from chargeboard.guidance.looked_at import LookedAt, is_known
from chargeboard.guidance.rule import Found, LooksAt, Rule

_ENOUGH_DAYS = 14
_MOVES_PCT = 20
_SEVERAL = 2


def _judge(seen: LookedAt) -> Iterator[Found]:
    for figure in FIGURES:
        yield from _trend(figure, seen)


def _trend(figure: Figure, seen: LookedAt) -> Iterator[Found]:
    """Theil-Sen over the known complete days of the last 30: change over them against the middle level."""
    days = [*filter(is_known, seen.complete(30))]
    values = [(day.on.toordinal(), figure.of(day)) for day in days]
    level = median(value for _, value in values) if values else 0
    if len(values) < _ENOUGH_DAYS or level <= 0:
        return
    change = 100 * _slope(tuple(values)) * (values[-1][0] - values[0][0]) / level
    is_stable = abs(change) < _MOVES_PCT
    # a week with several drops is called stable by nobody who looks at its bars
    if is_stable and len(drops(figure, seen)) >= _SEVERAL:
        return
    code = figure.stable if is_stable else figure.growing if change > 0 else figure.falling
    over = Phrase("observed_days" if seen.window else "last_complete_days", {"days": len(values)})
    yield Found(
        code,
        {"change_pct": change, "size_pct": abs(change), "days": len(values), "usual": level, "over": over},
        panel=figure.panel,
    )


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The Theil-Sen slope: the median of the slopes of all pairs, so that a wild day changes nothing."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x1 != x2]
    return median(slopes) if slopes else 0.0


@lru_cache(maxsize=1024)
def _slope(points: tuple[tuple[int, float], ...]) -> float:
    """Remembered: complete days stay what they are from look to look."""
    return slope(points)


RULES = (
    Rule(
        id="I14",
        panel="sessions",
        severity=Weight.INFO,
        looks_at=LooksAt.DAYS,
        codes=tuple(code for figure in FIGURES for code in (figure.stable, figure.growing, figure.falling)),
        judge=_judge,
    ),
)
