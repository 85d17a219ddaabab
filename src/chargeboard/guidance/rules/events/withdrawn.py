"""I23: a socket was taken out of service, by command or by itself, and is not broken."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.metrics.days.opening import open_spans
from chargeboard.time.days import day_span
from chargeboard.time.instants import MINUTE, Instant

_LONG = 30 * MINUTE


def _judge(seen: LookedAt) -> Iterator[Found]:
    if seen.board.charger.is_online is False:
        return
    for now in seen.board.now:
        if now.state != "unavailable" or now.since is None or _is_declared(now.socket, seen):
            continue
        if seen.has_come(now.since + _LONG):
            yield Found("withdrawn", {"socket": now.socket, "since": now.since}, since=now.since)


def _is_declared(socket: int, seen: LookedAt) -> bool:
    """Whether the operator said that it would be so: by an exclusion, or by opening hours."""
    policy = seen.board.policy
    declared = [
        exclusion_span(exclusion, seen.zone)
        for exclusion in policy.exclusions
        if exclusion.socket in {None, socket}
    ]
    if any(seen.is_inside(span) for span in declared):
        return True
    today = day_span(seen.today, seen.zone)
    return not any(seen.is_inside(span) for span in open_spans(seen.today, today, seen.zone, policy))


RULES = (
    Rule(
        id="I23",
        panel="events",
        severity=Weight.WARNING,
        need=Need.OUT_OF_SERVICE,
        action="set_it_operative",
        looks_at=LooksAt.MOMENT,
        codes=("withdrawn",),
        numbers={"since": Instant},
        judge=_judge,
    ),
)
