"""I25: chargers of this model do worse with this firmware than with others, by more than chance."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

_FIGURES = {"success": ("worse_success", "success"), "errors": ("worse_errors", "errors")}


def _judge(seen: LookedAt) -> Iterator[Found]:
    charger = seen.board.charger
    own = tuple((told or "").strip() for told in (charger.vendor, charger.model, charger.firmware))
    for one in seen.worse:
        if (one.maker, one.model, one.firmware) == own:
            code, panel = _FIGURES[one.figure]
            yield Found(code, {"model": one.model, "firmware": one.firmware}, panel=panel)


RULES = (
    Rule(
        id="I25",
        panel="success",
        severity=Weight.INFO,
        action="ask_the_maker_about_the_version",
        looks_at=LooksAt.FLEET,
        codes=("worse_success", "worse_errors"),
        judge=_judge,
    ),
)
