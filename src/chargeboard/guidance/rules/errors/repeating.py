"""I07: an error is a habit."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.figures.board import ErrorRow
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.errors_seen import KINDS, is_urgent, often, repeats, rhythm_of
from chargeboard.guidance.harm import harm_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import HOUR

_LAPSE = 24 * HOUR
_OUT_OF_STEP = 2
"""A habit that missed this many of its own intervals, and a day, is over."""


def _judge(seen: LookedAt) -> Iterator[Found]:
    if not seen.lists_errors:
        return
    for row in seen.board.errors:
        is_told = not seen.window and (is_urgent(row) or harm_of(row))
        if repeats(row) and not is_told:
            yield _repeating(row, seen)


def _repeating(row: ErrorRow, seen: LookedAt) -> Found:
    last = row.last_seen or seen.now
    lapse = max(_LAPSE, _OUT_OF_STEP * (rhythm_of(row, seen) or 0))
    is_over = not row.active and seen.has_come(last + lapse)
    if row.active:
        code = "repeats_open_at_the_end" if seen.window else "repeats_active"
    else:
        code = "repeated" if is_over else "repeats"
    where = Phrase("on_socket", {"socket": row.socket}) if row.socket else Phrase("on_charger")
    return Found(
        code,
        {
            "socket": row.socket,
            "code": row.code,
            "episodes": row.episodes,
            "reports": row.reports,
            "where": where,
            "often": often(row, seen),
            "last_seen": last,
        },
        severity=Weight.INFO if is_over else Weight.WARNING,
        need=Need.NOBODY if is_over else Need.LATER,
        action=Phrase(row.action[0].code) if row.action else None,
    )


RULES = (
    Rule(
        id="I07",
        panel="errors",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="look_the_code_up",
        looks_at=LooksAt.ERRORS,
        codes=("repeats_active", "repeats_open_at_the_end", "repeats", "repeated"),
        numbers=KINDS,
        judge=_judge,
    ),
)
