"""Our own: attempts that got energy, of all that are decided and whose failure the operator counts (2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chargeboard.domain.codes import Outcome
from chargeboard.official.success.attempts import decided
from chargeboard.official.success.rule import Judged, Of, SuccessRule, Tried


def _judge(tried: Tried) -> Iterable[Judged]:
    left_out = tried.policy.success_excludes
    return (
        Judged(one.start, one.outcome == Outcome.SUCCESS)
        for one in decided(tried)
        if one.outcome not in left_out
    )


RULES = (
    SuccessRule(
        code="ours",
        of=Of.ATTEMPTS,
        judge=_judge,
        address=None,
        read_on=date(2026, 11, 29),
    ),
)
