"""I26, I27: the charger does not answer its management system, or its connection is cut again and again."""

from collections.abc import Iterator

from chargeboard.domain.close_codes import NO_GOODBYE
from chargeboard.domain.codes import Need, Side, Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

MANY = 10
"""Calls of the seven complete days before today that were answered late or never."""


def _is_silent(seen: LookedAt) -> Iterator[Found]:
    own = next((one for one in seen.troubles if one.side is Side.CHARGER), None)
    if own is None:
        return
    late, unanswered = own.late or 0, own.unanswered or 0
    if late + unanswered < MANY:
        return
    parts = (("answered_late", late), ("not_answered", unanswered))
    yield Found(
        "charger_does_not_answer",
        {
            "parts": tuple(Phrase(code, {"n": n}) for code, n in parts if n),
            "late": late,
            "unanswered": unanswered,
        },
    )


def _is_cut(seen: LookedAt) -> Iterator[Found]:
    for one in seen.rhythms:
        if one.code in NO_GOODBYE:
            yield Found("connection_cut_again", {"every_s": one.every_s, "closes": one.closes})
            return


RULES = (
    Rule(
        id="I26",
        panel="quality",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="ask_the_maker_why_it_does_not_answer",
        looks_at=LooksAt.WINDOW,
        codes=("charger_does_not_answer",),
        judge=_is_silent,
    ),
    Rule(
        id="I27",
        panel="quality",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="let_it_ping_more_often",
        looks_at=LooksAt.WINDOW,
        codes=("connection_cut_again",),
        judge=_is_cut,
    ),
)
