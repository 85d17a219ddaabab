"""What is a session concluded from, and what went on around it?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.facts import (
    AnyFact,
    OddityFound,
    Sampled,
    StartReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.figures.session_evidence import SessionEvidence
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.rules import rules
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.run.answering.whose import whose
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, union

_LONGEST_WAIT = 24 * HOUR
"""How long before its session an attempt may have begun and still be shown with it."""


def session_evidence(history: ChargerHistory, key: str) -> SessionEvidence | None:
    """One transaction by its key; None where there is none."""
    session = history.session(key)
    if session is None:
        return None
    policy = history.policy
    end = max(session.start, history.at if session.end is None else session.end)
    span = Span(session.start, end)
    near = Span(session.start, end + policy.late_meter_s * SECOND + 1)
    facts = history.facts(near)
    return SessionEvidence(
        whose=whose(history),
        session=session,
        row=session_row(session),
        samples=samples_of(history, session, near, facts),
        stamped=_stamped(session, facts),
        states=history.states(span).get(session.socket or 0, Series()),
        away=union(part for gap in history.gaps(span) if (part := gap.until(history.at).clip(span))),
        attempt=_attempt(history, session),
        errors=[episode for episode in history.episodes(near) if episode.socket in {0, session.socket}],
        oddities=[
            fact for fact in facts if isinstance(fact, OddityFound) and fact.kind != OddityKind.NONCONFORMANT
        ],
        rules=rules(policy, "sessions", "energy"),
        policy=policy,
        now=history.at,
        true_until=history.true_until,
    )


def samples_of(
    history: ChargerHistory, session: Session, span: Span, facts: Sequence[AnyFact]
) -> list[Sampled]:
    """Its meter values: those that name it, and of its socket those that name no other (S6)."""
    samples = [fact for fact in facts if isinstance(fact, Sampled)]
    own = set(session.transaction_ids)
    if all(sample.transaction_id in own for sample in samples):
        return samples
    others = [one for one in history.sessions(span) if one.key != session.key]
    foreign = {name for other in others for name in other.transaction_ids} - own
    following = min(
        (other.start for other in others if other.socket == session.socket and other.start > session.start),
        default=span.end,
    )
    return [
        sample
        for sample in samples
        if sample.transaction_id in own
        or (
            sample.socket is not None
            and sample.socket == session.socket
            and sample.at < following
            and sample.transaction_id not in foreign
        )
    ]


def _stamped(
    session: Session, facts: Sequence[AnyFact]
) -> list[StartReported | StopReported | TransactionTold]:
    own = set(session.transaction_ids)
    return [
        fact
        for fact in facts
        if isinstance(fact, StartReported | StopReported | TransactionTold) and fact.stated_at
        if (fact.at == session.start if isinstance(fact, StartReported) else fact.transaction_id in own)
    ]


def _attempt(history: ChargerHistory, session: Session) -> Attempt | None:
    tried = history.attempts(Span(session.start - _LONGEST_WAIT, session.start + 1))
    return next((attempt for attempt in reversed(tried) if session.key in attempt.session_keys), None)
