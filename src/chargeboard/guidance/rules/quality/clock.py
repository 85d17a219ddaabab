"""I20: the charger's clock is wrong, or stamps of it could not be believed."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.phrases import Numbers
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import Instant


def _judge(seen: LookedAt) -> Iterator[Found]:
    quality = seen.board.data_quality
    repaired, clock = quality.clock_repaired, quality.clock_offset
    numbers: Numbers = {
        "offset_s": None if clock is None else clock.offset_s,
        "since": None if clock is None else clock.since,
        "clock_repaired": repaired,
    }
    if clock is not None and abs(clock.offset_s) >= seen.board.policy.clock_warn_s:
        yield Found("clock_is_off", numbers)
    elif repaired:
        # the odd stamp is mended and done with; a clock that is wrong now is worth a warning
        yield Found(
            "stamps_not_believed", numbers, severity=Weight.INFO, need=Need.NOBODY, action="check_the_clock"
        )


RULES = (
    Rule(
        id="I20",
        panel="quality",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="set_the_clock",
        looks_at=LooksAt.WINDOW,
        codes=("clock_is_off", "stamps_not_believed"),
        numbers={"since": Instant, "clock_repaired": "time_stamps"},
        judge=_judge,
    ),
)
