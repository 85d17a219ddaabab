"""Do a charger and its CSMS understand each other, in the seven days before an instant and on its own?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chargeboard.domain.facts import ConversationCounted
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.protocol import ProtocolHealth
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.conversation import (
    close_counts,
    dates_shown,
    ends_lately,
    rhythms_shown,
    side_days,
    trouble_counts,
)
from chargeboard.pipeline import restore
from chargeboard.run.answering.whose import whose
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


def protocol(history: ChargerHistory) -> ProtocolHealth:
    """Of a moment of the past its own day is not told: a day is kept whole."""
    today = day_of(history.at, history.zone)
    dates = dates_shown(today)
    counted = {day.on: day for day in _counted(history) if dates[0] <= day.on <= today}
    closed = [one for _, day in sorted(counted.items()) for one in day.closed]
    return ProtocolHealth(
        charger=whose(history),
        window=DateSpan(from_=dates[0], to=today + timedelta(days=1)),
        is_known=bool(counted),
        days=side_days(counted, dates, today),
        troubles=trouble_counts(counted.values()),
        closes=close_counts(counted, dates),
        rhythms=rhythms_shown(
            ends_lately(history.carry.conversation, today),
            closed,
            lambda instants: _open_at(history, instants),
        ),
    )


def _counted(history: ChargerHistory) -> Sequence[ConversationCounted]:
    """Days that are over, and what was counted since."""
    over, progress = history.carry.conversation, history.progress
    if history.known_at < progress.received_at:
        return over
    going_on = restore(progress.snapshot).memory.conversation.counted(progress.received_at)
    return over if going_on is None else (*over, going_on)


def _open_at(history: ChargerHistory, instants: Sequence[Instant]) -> list[bool]:
    span = Span(min(instants), max(instants) + 1)
    sessions = [
        *history.stored(kinds.SESSION_OUTLINES, span),
        *history.computed(kinds.SESSIONS, span),
    ]
    return [any(one.start <= at < one.until for one in sessions) for at in instants]
