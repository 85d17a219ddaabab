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
    found = history.session(key)
    if found is None:
        return None
    policy = history.policy
    end = max(found.start, history.at if found.end is None else found.end)
    span = Span(found.start, end)
    near = Span(found.start, end + policy.late_meter_s * SECOND + 1)
    facts = history.facts(near)
    return SessionEvidence(
        whose=whose(history),
        session=found,
        row=session_row(found),
        samples=_samples(history, found, near, facts),
        stamped=_stamped(found, facts),
        states=history.states(span).get(found.socket or 0, Series()),
        away=union(part for gap in history.gaps(span) if (part := gap.until(history.at).clip(span))),
        attempt=_attempt(history, found),
        errors=[one for one in history.episodes(near) if one.socket in {0, found.socket}],
        oddities=[
            one for one in facts if isinstance(one, OddityFound) and one.kind != OddityKind.NONCONFORMANT
        ],
        rules=rules(policy, "sessions", "energy"),
        policy=policy,
        now=history.at,
        true_until=history.true_until,
    )


def _samples(
    history: ChargerHistory, session: Session, span: Span, facts: Sequence[AnyFact]
) -> list[Sampled]:
    """Its meter values: those that name it, and of its socket those that name no other (S6)."""
    samples = [fact for fact in facts if isinstance(fact, Sampled)]
    own = set(session.transaction_ids)
    if all(one.transaction_id in own for one in samples):
        return samples
    others = [one for one in history.sessions(span) if one.key != session.key]
    foreign = {name for one in others for name in one.transaction_ids} - own
    following = min(
        (one.start for one in others if one.socket == session.socket and one.start > session.start),
        default=span.end,
    )
    return [
        one
        for one in samples
        if one.transaction_id in own
        or (
            one.socket is not None
            and one.socket == session.socket
            and one.at < following
            and one.transaction_id not in foreign
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
    return next((one for one in reversed(tried) if session.key in one.session_keys), None)
