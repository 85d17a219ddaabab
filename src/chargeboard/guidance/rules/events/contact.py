"""I09: there is no contact, or it comes and goes."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.metrics.timeline import offline_periods
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant

_LONG_SILENCE = 15 * MINUTE
_DAY = 24 * HOUR
_MUCH = 0.01
_MANY_GAPS = 3
_FLAPPING = 6


def _is_lost(seen: LookedAt) -> Iterator[Found]:
    charger = seen.board.charger
    if charger.is_online is not False or charger.offline_since is None:
        return
    since = charger.offline_since
    if seen.has_come(since + _LONG_SILENCE):
        running = seen.board.ongoing.active_sessions
        left = Phrase("may_be_running", {"running": running}) if running else None
        yield Found("no_contact", {"since": since, "left": left}, since=since)


def _came_back(seen: LookedAt) -> Iterator[Found]:
    """
    Contact that was lost and is back, in the last 24 hours.

    Gaps are told whole and the one that goes on apart, so that what is said holds until one is a day ago.
    """
    if not seen.gaps:
        return
    gaps = [
        span for span in offline_periods.offline(seen.gaps, seen.now) if not seen.has_come(span.end + _DAY)
    ]
    over = gaps[:-1] if seen.board.charger.is_online is False else gaps
    lost = sum(span.length for span in over)
    is_often = len(gaps) >= _MANY_GAPS
    if not over or not (is_often or lost > _MUCH * _DAY):
        return
    yield Found(
        "contact_came_back" if len(over) > 1 else "contact_came_back_once",
        {
            "gaps": len(gaps),
            "offline_s": lost / SECOND,
            "times": len(over),
            "longest_s": max(span.length for span in over) / SECOND,
        },
        severity=Weight.WARNING if is_often else Weight.INFO,
        need=Need.LATER if is_often else Need.NOBODY,
    )


def _flaps(seen: LookedAt) -> Iterator[Found]:
    opened = sorted(at for at in seen.opened if at < seen.now and not seen.has_come(at + _DAY + 1))
    most = max((sum(at <= other < at + HOUR for other in opened) for at in opened), default=0)
    if most >= _FLAPPING:
        yield Found("connection_flapping", {"reconnects_per_hour": most})


RULES = (
    Rule(
        id="I09",
        panel="events",
        severity=Weight.WARNING,
        need=Need.OUT_OF_SERVICE,
        action="look_at_the_link_on_site",
        looks_at=LooksAt.MOMENT,
        codes=("no_contact",),
        numbers={"since": Instant, "running": "sessions_running"},
        judge=_is_lost,
    ),
    Rule(
        id="I09",
        panel="events",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="check_the_link",
        looks_at=LooksAt.MOMENT,
        codes=("contact_came_back", "contact_came_back_once"),
        judge=_came_back,
    ),
    Rule(
        id="I09",
        panel="events",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="check_the_link",
        looks_at=LooksAt.MOMENT,
        codes=("connection_flapping",),
        judge=_flaps,
    ),
)
