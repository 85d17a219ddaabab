"""What would QualiCharge and Atlas flag in a charger's month?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import AnyFact, StatusReported, StopReported, TransactionTold
from chargeboard.domain.figures.official_flags import FlagHit, FlagRow, OfficialFlags
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.official.calendar import month_asked, month_of, month_span, month_text
from chargeboard.official.flags.flag import Flag, Looked
from chargeboard.official.flags.rules import FLAGS
from chargeboard.run.answering.official.kept_months import so_far
from chargeboard.run.answering.whose import whose
from chargeboard.time.instants import HOUR, Micros
from chargeboard.time.spans import Span

MOST_HITS = 20
_A_MONTH = 31 * 24 * HOUR
"""Of a month that is not over, what was said so long before counts as lately."""


def official_flags(history: ChargerHistory, month: date | None) -> OfficialFlags:
    """All checks of a month; None: the last one that is over."""
    current = month_of(history.at, history.zone)
    month = month_asked(month, current)
    window = so_far(history, month_span(month, history.zone))
    looked = _looked(history, window) if window.length else Looked.of_nothing(window, history.policy)
    return OfficialFlags(
        charger=whose(history),
        month=month_text(month),
        sessions=len(looked.sessions),
        statuses=len(looked.statuses),
        flags=[_row(flag, looked) for flag in FLAGS],
    )


def _looked(history: ChargerHistory, window: Span) -> Looked:
    policy, carry = history.policy, history.carry
    running = history.sessions(window)
    sessions = [one for one in running if one.end and one.start in window]
    until = max((one.until + 1 for one in sessions), default=window.end)
    facts = history.facts(Span(min(window.start, window.end - _A_MONTH), max(window.end, until)))
    statuses = [one for one in facts if isinstance(one, StatusReported) and one.socket]
    heard = {socket_of(one.socket, policy) for one in (*carry.statuses, *statuses) if one.socket}
    spoken = {socket for socket in heard if carry.sockets.get(socket, window.start) < window.end}
    lately = {socket_of(one.socket, policy) for one in statuses if one.at < window.end}
    is_kept = window.end - _A_MONTH >= history.kept_since.evidence
    return Looked(
        window=window,
        policy=policy,
        sessions=sessions,
        statuses=[one for one in statuses if one.at in window],
        states=history.states(window),
        running=running,
        told_after=_told_after(sessions, facts),
        declared={*(policy.sockets or ()), *dict(history.profile.port_ids)},
        spoken=spoken,
        # where statuses were let go of, nobody knows who was silent
        lately=lately if is_kept else spoken,
    )


def _told_after(sessions: Sequence[Session], facts: Sequence[AnyFact]) -> dict[str, Micros]:
    """How long after its end the first stop of each session arrived."""
    by_id: dict[str, Micros] = {}
    for one in facts:
        is_stop = isinstance(one, StopReported) or (isinstance(one, TransactionTold) and one.event == "Ended")
        if is_stop and isinstance(one, StopReported | TransactionTold):
            by_id.setdefault(one.transaction_id, one.received_at)
    return {
        one.key: by_id[name] - one.until for one in sessions for name in one.transaction_ids if name in by_id
    }


def _row(flag: Flag, looked: Looked) -> FlagRow:
    found = flag.find(looked)
    return FlagRow(
        code=flag.code,
        system=flag.system,
        level=flag.level,
        flagged=flag.flags(found),
        looked_at=found.looked_at,
        total=len(found.hits),
        allowed_pct=100 * flag.share,
        hits=[
            FlagHit(from_=one.at, to=one.end, socket=one.socket, session=one.session or None)
            for one in found.hits[:MOST_HITS]
        ],
    )
