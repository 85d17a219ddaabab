"""What do official rules make of a charger's months: those that are kept, and those that are not?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chargeboard.domain.codes import Untold
from chargeboard.domain.records import OfficialMonthRow
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import carry_of, conclusions_version, unsettled_from
from chargeboard.metrics.untold import spans
from chargeboard.official.calendar import following, month_of, month_span, month_text
from chargeboard.official.month import RULES_VERSION, RuledMonth, kept, ruled_month, with_success_of
from chargeboard.official.month import month_of as month_in
from chargeboard.official.success.rule import Tried
from chargeboard.official.uptime.port import Port, year_span
from chargeboard.official.uptime.rules import RULES
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_OF_A_YEAR = {kind for rule in RULES for kind, cap in rule.excuses.items() if cap.of_year is not None}
_A_VISIT = 24 * HOUR
"""So long before and behind a month attempts are read: none of its visits reaches further."""


def ruled_months(history: ChargerHistory, months: Sequence[date]) -> dict[date, RuledMonth]:
    """Each of the months, up to now; what is not kept is computed."""
    bodies = kept_months(history, months)
    found = {month: month_in(body) for month in months if (body := bodies.get(month_text(month))) is not None}
    return {month: found.get(month) or computed_month(history, month) for month in months}


def kept_months(history: ChargerHistory, months: Sequence[date]) -> dict[str, bytes]:
    """The bodies of those that are kept and tell what is known; of a past moment none does."""
    version = conclusions_version(history.profile)
    if not months or not history.is_present or history.progress.conclusions_version != version:
        return {}
    first, last = month_text(min(months)), month_text(max(months))
    return history.store.official_months(history.station, RULES_VERSION, version, first, last)


def computed_month(history: ChargerHistory, month: date) -> RuledMonth:
    """One month, of the history."""
    window = so_far(history, month_span(month, history.zone))
    return _ruled(history, month, window, tried_in(history, window))


def _ruled(history: ChargerHistory, month: date, window: Span, tried: Tried) -> RuledMonth:
    """A month; where sessions of it were let go of, its success is what was kept before, or not known."""
    made = ruled_month(ports_of(history, window), tried, window)
    if window.start - _A_VISIT >= history.kept_since.sessions:
        return made
    body = history.store.former_official_month(history.station, RULES_VERSION, month_text(month))
    return with_success_of(None if body is None else month_in(body), made)


def tried_in(history: ChargerHistory, window: Span) -> Tried:
    """What was tried in a window and around it."""
    if not window.length:
        return Tried((), (), history.policy)
    around = Span(window.start - _A_VISIT, window.end + _A_VISIT)
    stored, computed = (
        history.stored(kinds.SESSION_OUTLINES, around),
        history.computed(kinds.SESSIONS, around),
    )
    return Tried(history.attempts(around), [*stored, *computed], history.policy)


def ports_of(history: ChargerHistory, window: Span) -> list[Port]:
    """The charger's sockets with their states, from as early on as any rule needs them."""
    start = window.start
    if any(one.kind in _OF_A_YEAR for one in history.policy.exclusions):
        start = year_span(window.start, history.zone).start
    states = history.states(Span(start, window.end)) if window.length else {}
    out_of_sight = spans(history.carry.untold, Untold.LINKS)
    return [
        Port(
            socket=socket,
            states=states.get(socket, Series()),
            since=since,
            policy=history.policy,
            out_of_sight=out_of_sight,
        )
        for socket, since in sorted(history.carry.sockets.items())
    ]


def so_far(history: ChargerHistory, span: Span) -> Span:
    """What of a span has passed."""
    return Span(span.start, max(span.start, min(span.end, history.at)))


def keep_a_month(history: ChargerHistory) -> bool:
    """Keep the earliest month that is settled and not kept; whether there was one."""
    checkpoint, zone = history.checkpoint, history.zone
    version = conclusions_version(history.profile)
    since = min(carry_of(checkpoint).sockets.values(), default=None)
    if since is None or checkpoint is None or history.progress.conclusions_version != version:
        return False
    until = unsettled_from(checkpoint) - _A_VISIT
    months = []
    month = month_of(since, zone)
    while month_span(month, zone).end <= until:
        months.append(month)
        month = following(month)
    known = kept_months(history, months)
    missing = next((month for month in months if month_text(month) not in known), None)
    if missing is None:
        return False
    window = month_span(missing, zone)
    tried = tried_in(history, window)
    row = OfficialMonthRow(
        station=history.station,
        month=month_text(missing),
        until_at=_stands_until(tried, window),
        rules=RULES_VERSION,
        version=version,
        body=kept(_ruled(history, missing, window, tried)),
    )
    history.store.save_official_month(row, history.progress.settled_revision)
    return True


def _stands_until(tried: Tried, window: Span) -> Instant:
    """What is concluded anew from before that instant on may change the month."""
    began = [(one.start, one.settles_at) for one in tried.attempts]
    began += [(one.start, one.settles_at) for one in tried.sessions]
    settled = [at for start, at in began if start in window and at is not None]
    return max([window.end + _A_VISIT, *settled])
