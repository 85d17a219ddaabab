"""What would QualiCharge and Atlas flag in a charger's month?"""

from __future__ import annotations

from datetime import date

from chargeboard.domain.facts import StatusReported
from chargeboard.domain.figures.official_flags import FlagHit, FlagRow, OfficialFlags
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.calendar import month_of, month_span, month_text, months_through
from chargeboard.official.flags.flag import Flag, Looked
from chargeboard.official.flags.rules import FLAGS
from chargeboard.run.answering.official_months import so_far
from chargeboard.run.answering.whose import whose

MOST_HITS = 20


def official_flags(history: ChargerHistory, month: date | None) -> OfficialFlags:
    """All checks of a month; None: the last one that is over."""
    current = month_of(history.at, history.zone)
    month = months_through(current, 2)[0] if month is None else min(month, current)
    window = so_far(history, month_span(month, history.zone))
    sessions = [
        one for one in (history.sessions(window) if window.length else []) if one.end and one.start in window
    ]
    facts = history.facts(window) if window.length else []
    looked = Looked(
        window=window,
        policy=history.policy,
        sessions=sessions,
        statuses=[one for one in facts if isinstance(one, StatusReported) and one.socket],
        states=history.states(window) if window.length else {},
    )
    return OfficialFlags(
        charger=whose(history),
        month=month_text(month),
        sessions=len(looked.sessions),
        statuses=len(looked.statuses),
        flags=[_row(flag, looked) for flag in FLAGS],
    )


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
