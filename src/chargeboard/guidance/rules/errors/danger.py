"""
I22: something is dangerous to people, or was.

That a report was cleared does not tell that anybody looked, so a danger is told for as long as its error is
listed: one line a socket for all that is active there, and one for each danger that was.
"""

from collections.abc import Iterator
from itertools import groupby

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.figures.board import ErrorRow
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.errors_seen import (
    KINDS,
    action_of,
    active_by_socket,
    again,
    codes_of,
    place_of,
    since_of,
)
from chargeboard.guidance.harm import BY_HAND, harm_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule


def _is_danger(seen: LookedAt) -> Iterator[Found]:
    for socket, rows, faulted in active_by_socket(seen):
        harm = harm_of(rows[0]) if rows else ""
        if not harm:
            continue
        since = since_of(rows, faulted, seen)
        yield Found(
            "danger" if faulted is None else "danger_out_of_order",
            {
                "socket": socket,
                "since": since,
                "place": place_of(socket),
                "danger": Phrase(harm),
                "reported": codes_of(rows),
                "again": again(rows, seen),
            },
            since=since,
            action=action_of(rows[0]),
        )


def _was_danger(seen: LookedAt) -> Iterator[Found]:
    """One line for each danger of a socket that is not told as active."""

    def danger(row: ErrorRow) -> tuple[int, str]:
        return row.socket, harm_of(row)

    over = [
        row for row in seen.board.errors if not row.active and (harm := harm_of(row)) and harm not in BY_HAND
    ]
    if not over:
        return
    told = {danger(row) for _, rows, _ in active_by_socket(seen) for row in rows}
    for (socket, harm), error_rows in groupby(sorted(over, key=danger), key=danger):
        if (socket, harm) in told:
            continue
        rows = sorted(error_rows, key=lambda row: row.last_seen, reverse=True)
        yield Found(
            "danger_that_was",
            {
                "socket": socket,
                "last_seen": rows[0].last_seen,
                "place": place_of(socket),
                "danger": Phrase(harm),
                "reported": codes_of(rows),
                "again": again(rows, seen),
            },
            action=action_of(rows[0]),
        )


RULES = (
    Rule(
        id="I22",
        panel="errors",
        severity=Weight.CRITICAL,
        need=Need.SAFETY,
        looks_at=LooksAt.MOMENT,
        codes=("danger", "danger_out_of_order"),
        numbers=KINDS,
        judge=_is_danger,
    ),
    Rule(
        id="I22",
        panel="errors",
        severity=Weight.WARNING,
        need=Need.INSPECT,
        looks_at=LooksAt.MOMENT,
        codes=("danger_that_was",),
        numbers=KINDS,
        judge=_was_danger,
    ),
)
