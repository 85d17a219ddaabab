"""I13: sessions or energy of a day dropped. The latest such day of the week, and the dates of the others."""

from collections.abc import Iterator
from datetime import date

from chargeboard.domain.codes import Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.development import FIGURES, Figure, drops
from chargeboard.guidance.looked_at import MUCH_DOWNTIME, LookedAt, downtime_of
from chargeboard.guidance.rule import Found, LooksAt, Rule


def _judge(seen: LookedAt) -> Iterator[Found]:
    for figure in FIGURES:
        yield from _drop(figure, seen)


def _drop(figure: Figure, seen: LookedAt) -> Iterator[Found]:
    dropped = drops(figure, seen)
    if not dropped:
        return
    *others, last = dropped
    down = downtime_of(last.day)
    is_down = down >= MUCH_DOWNTIME
    dates = tuple(Phrase("on_day", {"date": drop.day.on.toordinal()}) for drop in others)
    yield Found(
        figure.drop,
        {
            "date": last.day.on.toordinal(),
            "value": last.value,
            "usual": last.usual,
            "downtime_pct": 100 * down,
            "cause": "connectivity or fault" if is_down else "demand",
            "days": len(dropped),
            "why": _why(down, is_down=is_down),
            "also": Phrase("also_on_days", {"dates": dates}) if dates else None,
        },
        panel=figure.panel,
    )


def _why(down: float, *, is_down: bool) -> Phrase:
    if not down:
        return Phrase("fewer_drivers_no_downtime")
    return Phrase("because_of_downtime" if is_down else "fewer_drivers", {"downtime_pct": 100 * down})


RULES = (
    Rule(
        id="I13",
        panel="sessions",
        # the day is over: it explains the bars, and there is nothing left to do
        severity=Weight.INFO,
        looks_at=LooksAt.DAYS,
        codes=tuple(figure.drop for figure in FIGURES),
        numbers={"date": date},
        judge=_judge,
    ),
)
