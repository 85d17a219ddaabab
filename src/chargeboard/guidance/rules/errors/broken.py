"""I08: a socket is out of order, or a fault is active. One line a socket for all that is active there."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.guidance.errors_seen import (
    KINDS,
    action_of,
    active_by_socket,
    again,
    codes_of,
    place_of,
    since_of,
)
from chargeboard.guidance.harm import harm_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import MINUTE

_LONG_FAULT = 30 * MINUTE


def _judge(seen: LookedAt) -> Iterator[Found]:
    for socket, rows, faulted in active_by_socket(seen):
        if rows and harm_of(rows[0]):
            continue
        since = since_of(rows, faulted, seen)
        is_long = faulted is not None and seen.has_come(since + _LONG_FAULT + 1)
        yield Found(
            "fault_reported" if faulted is None else "out_of_order",
            {
                "socket": socket,
                "since": since,
                "place": place_of(socket),
                "reported": codes_of(rows),
                "again": again(rows, seen),
            },
            since=since,
            severity=Weight.CRITICAL if is_long else Weight.WARNING,
            need=Need.DRIVERS if faulted is None else Need.OUT_OF_SERVICE,
            action=action_of(rows[0]) if rows else None,
        )


RULES = (
    Rule(
        id="I08",
        panel="errors",
        severity=Weight.WARNING,
        need=Need.OUT_OF_SERVICE,
        action="restart_or_call_service",
        looks_at=LooksAt.MOMENT,
        codes=("out_of_order", "fault_reported"),
        numbers=KINDS,
        judge=_judge,
    ),
)
