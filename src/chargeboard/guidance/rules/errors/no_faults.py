"""I06: no error is listed, as far as is known."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.domain.conclusions import UNHEARD
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.metrics.days.opening import open_spans
from chargeboard.time.days import day_span
from chargeboard.time.instants import NEVER, Instant

_KNOWN_PCT = 95


def _judge(seen: LookedAt) -> Iterator[Found]:
    coverage_pct = seen.board.errors_coverage_pct
    if seen.board.errors or not seen.lists_errors:
        return
    if not coverage_pct:
        seen.has_come(_known_at(seen))
        return
    seen.has_come(_other_at(seen))
    if coverage_pct >= _KNOWN_PCT:
        yield Found("no_faults", {"coverage_pct": coverage_pct}, severity=Weight.GOOD)
    else:
        unknown_pct = 100 - coverage_pct
        yield Found("no_faults_known", {"coverage_pct": coverage_pct, "unknown_pct": unknown_pct})


def _known_at(seen: LookedAt) -> Instant:
    """When the first time of today is known, where nothing is known yet and the charger is heard."""
    if all(now.state in UNHEARD for now in seen.board.now):
        return NEVER
    opened = open_spans(seen.today, day_span(seen.today, seen.zone), seen.zone, seen.board.policy)
    return min((max(span.start, seen.now) + 1 for span in opened if span.end > seen.now), default=NEVER)


def _other_at(seen: LookedAt) -> Instant:
    """When the share that is known crosses the limit if everything stays as it is."""
    today = next((day for day in seen.days if day.on == seen.today), None)
    days = [day for day in seen.days if day.on >= seen.board.errors_window.from_]
    over = 100 * sum(day.known for day in days) - _KNOWN_PCT * sum(day.observed for day in days)
    heard = sum(now.state not in UNHEARD for now in seen.board.now)
    step = 0 if today is None else 100 * heard - _KNOWN_PCT * len(today.states)
    if over >= 0 > step:
        return seen.now + over // -step + 1
    return seen.now - over // step if over < 0 < step else NEVER


RULES = (
    Rule(
        id="I06",
        panel="errors",
        severity=Weight.INFO,
        looks_at=LooksAt.ERRORS,
        codes=("no_faults", "no_faults_known"),
        judge=_judge,
        slides=True,
    ),
)
