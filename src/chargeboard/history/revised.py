"""
Which local days were told otherwise because of what came late (definitions Q11: "revised")?

A day seems final a while after its end (`final_at`). It is revised if something in it was learned later than
that, and its figures are not those that stood then. What came late from before the day counts as known. So
it depends on what was said and when alone, not on who looked, nor how often something was settled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter

from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, DayFigures, Gap, SeemedFinal
from chargeboard.domain.facts import AnyFact, Sampled, StopReported, TransactionTold
from chargeboard.domain.policy import Profile
from chargeboard.history.checkpoints import carry_of, earlier_than
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.days.day_book import DayBook, is_revised
from chargeboard.metrics.days.late import Silences, heard_by, is_learned_late
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.time.days import day_span
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_AT = attrgetter("at")


class LateWords:
    """What was learned of a stretch of days after they seemed final."""

    def __init__(
        self,
        facts: Sequence[AnyFact],
        retold: Sequence[tuple[Instant, Instant]],
        gaps: Sequence[Gap],
        before: Callable[[Instant, Instant], Sequence[AnyFact]] = lambda _since, _final: (),
    ) -> None:
        """
        All facts of the days and behind them, by time; `retold` where some were told again, and when.

        `before` reads those before the first of the facts: from an instant on, if it matters for a final one.
        """
        self._facts, self._retold, self._before = facts, retold, before
        self._silences = Silences(facts, gaps)
        self._gaps = gaps
        self._last: dict[Instant, tuple[Instant, Instant]] = {}

    def tell_of(self, day: Span, final: Instant) -> bool:
        """Whether something in a day, or up to when it seemed final, was learned later than that."""
        return day.start <= self._last_before(final, day.start) or any(
            day.start <= at < final < known_at for at, known_at in self._retold
        )

    def _last_before(self, final: Instant, since: Instant) -> Instant:
        """The last instant from `since` on, before a final one, of which something was learned after that."""
        looked, last = self._last.get(final, (final, BEGINNING))
        if last == BEGINNING and since < looked:
            last = _last_late(self._facts, Span(since, looked), final, self._silences)
            if last == BEGINNING and (before := self._before(since, final)):
                silences = Silences([*before, *self._facts], self._gaps)
                last = _last_late(before, Span(since, looked), final, silences)
            self._last[final] = since, last
        return last


def _last_late(facts: Sequence[AnyFact], span: Span, final: Instant, silences: Silences) -> Instant:
    first, behind = (bisect_left(facts, at, key=_AT) for at in (span.start, span.end))
    some = facts[first:behind]
    if not silences.may_be_excused:
        some = [fact for fact in some if fact.received_at > final]
    late = (fact.at for fact in reversed(some) if is_learned_late(fact, final, silences))
    return next(late, BEGINNING)


def seemed_final(
    store: Store,
    profile: Profile,
    on: date,
    final: Instant,
    late: LateWords,
    fresh: Sequence[Checkpoint] = (),
    *,
    ahead: Sequence[AnyFact] = (),
) -> SeemedFinal:
    """How a day stood when it seemed final, if something in it was learned later."""
    is_late = late.tell_of(day_span(on, profile.policy.timezone), final)
    return SeemedFinal(final, as_known(store, profile, on, final, fresh, ahead=ahead) if is_late else None)


def judged(figures: DayFigures, seemed: SeemedFinal) -> DayFigures:
    """A day's figures, revised where others stood there when it seemed final."""
    return replace(figures, revised=seemed.then is not None and is_revised(seemed.then, figures))


def as_known(
    store: Store,
    profile: Profile,
    on: date,
    final: Instant,
    fresh: Sequence[Checkpoint] = (),
    *,
    ahead: Sequence[AnyFact] = (),
) -> DayFigures:
    """
    A day's figures as they stood when it seemed final; what had happened before the day is all known.

    `fresh` are checkpoints that are not stored yet, by time; `ahead` facts that are not kept.
    """
    zone, policy = profile.policy.timezone, profile.policy
    span = day_span(on, zone)
    whole_since = store.kept_since(profile.id).evidence
    earlier = [one for one in fresh if one.at <= span.start]
    checkpoint = earlier.pop() if earlier else store.checkpoint(profile.id, span.start, None)
    while True:
        start = BEGINNING if checkpoint is None else checkpoint.at
        told = store.facts(profile.id, Span(start, final))
        on_that_day = store.facts(profile.id, Span(span.start, final), received_until=final)
        if ahead:
            told = _with(told, [fact for fact in ahead if start <= fact.at < final])
            by_then = [fact for fact in ahead if span.start <= fact.at < final and fact.received_at <= final]
            on_that_day = _with(on_that_day, by_then)
        facts = [*told[: bisect_left(told, span.start, key=_AT)], *on_that_day]
        found = conclude(
            facts,
            carry_of(checkpoint),
            start=checkpoint.at if checkpoint else (facts[0].at if facts else span.start),
            now=final,
            heard_at=heard_by(told, final),
            zone=zone,
            policy=policy,
        )
        if checkpoint is None or (found.holds and not _speaks_again(facts, checkpoint)):
            break
        if earlier:
            checkpoint = earlier.pop()
            continue
        before_it = earlier_than(store, profile, checkpoint, whole_since, None)
        if before_it == checkpoint:
            break
        checkpoint = before_it
    states = states_of(found.conclusions.segments)
    return DayBook(found.conclusions, states, found.sockets, zone=zone, now=final, policy=policy).day(on)


def _with(facts: Sequence[AnyFact], more: Sequence[AnyFact]) -> list[AnyFact]:
    return sorted([*facts, *more], key=lambda fact: (fact.at, fact.received_at))


def _speaks_again(facts: Sequence[AnyFact], checkpoint: Checkpoint) -> bool:
    """Whether something is told of a session that seemed over, for its stop was lost."""
    loose = carry_of(checkpoint).loose
    return bool(loose) and any(
        isinstance(fact, StopReported | TransactionTold | Sampled) and fact.transaction_id in loose
        for fact in facts
    )
