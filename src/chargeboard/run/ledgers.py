"""
Which sessions, tries, errors and repairs lie behind a window's figures?

Each list is filtered and sorted whole and cut to a page here; what it reads it finds by index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Final

from chargeboard.domain.board import DateSpan, ErrorRow, SessionRow
from chargeboard.domain.conclusions import Episode, Gap, Session
from chargeboard.domain.evidence import (
    AttemptList,
    EpisodeRow,
    ErrorEvidence,
    ErrorList,
    QualityList,
    RejectedLine,
    SessionList,
)
from chargeboard.domain.instants import Instant, instant_of, seconds_of, text_of
from chargeboard.domain.span import Span, day_of, midnight, union
from chargeboard.metrics.attempts.rows import attempt_row, funnel, headline
from chargeboard.metrics.errors import error_rows
from chargeboard.metrics.errors.words import MREC
from chargeboard.metrics.findings import oddity, of_session, orphan
from chargeboard.metrics.quality import data_quality
from chargeboard.metrics.rules import rules
from chargeboard.metrics.success import Ratio, charge_end_success, session_success, success_day
from chargeboard.run.asked import Cut, Wanted
from chargeboard.run.ground import Ground

USUAL_DAYS = 30
_NOT_FAILED: Final = frozenset({"success", "pending"})
_ORDERS: Final[dict[str, Callable[[SessionRow], object]]] = {
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "duration": lambda row: row.duration_s,
    "energy": lambda row: row.energy_wh,
    "socket": lambda row: row.socket,
}
SESSION_ORDERS: Final = tuple(_ORDERS)
"""What a list of sessions may be sorted by; a minus sign before it turns it round."""
_KINDS: Final[dict[str, Callable[[SessionRow], bool]]] = {
    "": lambda _: True,
    "counted": lambda row: row.completed,
    "not_counted": lambda row: not row.completed and row.end is not None,
    "open": lambda row: row.end is None,
    "inferred": lambda row: row.end_inferred,
    "revised": lambda row: "revised" in row.flags,
    "odd": lambda row: bool(row.why),
}
SESSION_KINDS: Final = tuple(_KINDS)


def window_of(seen: Ground, wanted: Wanted) -> tuple[DateSpan, Span]:
    """The asked dates, or thirty complete days and today, and their instants."""
    today = day_of(seen.at, seen.zone)
    first, end = wanted.window or (today - timedelta(days=USUAL_DAYS), today + timedelta(days=1))
    start = midnight(first, seen.zone)
    return DateSpan(from_=first, to=end), Span(start, max(start, midnight(end, seen.zone)))


def sessions(seen: Ground, wanted: Wanted, cut: Cut) -> SessionList:
    """Transactions that overlap the window."""
    is_wanted = _KINDS[cut.kind]
    window, span = window_of(seen, wanted)
    rows = [row for row in seen.session_rows(span) if wanted.socket in {None, row.socket} and is_wanted(row)]
    whose = seen.whose
    order = _ORDERS[cut.sort.removeprefix("-")]
    known = [row for row in rows if order(row) is not None]
    known.sort(key=order, reverse=cut.sort.startswith("-"))  # type: ignore[arg-type]
    rows = known + [row for row in rows if order(row) is None]
    counted = [row for row in rows if row.completed and row.end is not None and _is_in(row.end, span)]
    return SessionList(
        charger=whose,
        window=window,
        total=len(rows),
        counted=len(counted),
        energy_wh=sum(row.energy_wh or 0 for row in counted),
        offset=cut.offset,
        limit=cut.limit,
        sort=cut.sort,
        sessions=cut.of(rows),
    )


def attempts(seen: Ground, wanted: Wanted, cut: Cut) -> AttemptList:
    """Tries that began in the window."""
    policy = seen.profile.policy
    window, span = window_of(seen, wanted)
    tried = [one for one in seen.attempts(span) if wanted.socket in {None, one.socket}]
    is_v2 = seen.late.protocol.startswith("ocpp2") or seen.late.carry.is_v2
    ended = [
        Session(
            key=row.key,
            socket=row.socket,
            start=0,
            end=0 if row.end else None,
            energy_wh=None if row.energy_wh is None else Decimal(str(row.energy_wh)),
            reason=row.reason,
            end_inferred=row.end_inferred,
            is_v2=is_v2,
        )
        for row in seen.session_rows(span)
        if wanted.socket in {None, row.socket}
    ]
    whose = seen.whose
    outcomes = Counter(one.outcome for one in tried)
    days = range((window.to - window.from_).days)
    whole = success_day(outcomes, policy)
    shown = [
        one
        for one in reversed(tried)
        if (cut.kind in {"", one.outcome} or (cut.kind == "failed" and one.outcome not in _NOT_FAILED))
        and cut.stage in {"", one.stage}
    ]
    return AttemptList(
        charger=whose,
        window=window,
        total=len(shown),
        offset=cut.offset,
        limit=cut.limit,
        funnel=funnel(tried),
        outcomes=dict(outcomes.most_common()),
        success=headline(Ratio(whole.successes, whole.attempts), days),
        charger_pct=whole.charger_pct,
        charge_end=headline(charge_end_success(ended), days),
        session_success=headline(session_success(tried, ended), days),
        rules=rules(policy, "success"),
        attempts=[attempt_row(one, policy) for one in cut.of(shown)],
    )


def errors(seen: Ground, wanted: Wanted, cut: Cut) -> ErrorList:
    """Errors of the window with their episodes."""
    window, span = window_of(seen, wanted)
    found = [one for one in seen.episodes(span) if wanted.socket in {None, one.socket}]
    first_ever = seen.late.carry.first_ever_of()
    gaps, whose = seen.gaps(span), seen.whose
    begun = min(seen.late.carry.sockets.values(), default=span.end)
    now = min(seen.at, span.end)
    rows = error_rows(found, first_ever, since=span.start, now=now, zone=seen.zone)
    rows.sort(key=lambda row: not row.active)
    text = cut.text.casefold()
    rows = [
        row
        for row in rows
        if (cut.kind != "active" or row.active)
        and cut.stage in {"", row.severity}
        and text in f"{row.code} {row.vendor_code or ''} {row.info} {row.mrec or ''}".casefold()
    ]
    return ErrorList(
        charger=whose,
        window=window,
        coverage_pct=_coverage(gaps, Span(max(span.start, begun), now), seen.at),
        total=len(rows),
        active=sum(row.active for row in rows),
        offset=cut.offset,
        limit=cut.limit,
        errors=[_with_episodes(row, found) for row in cut.of(rows)],
    )


def quality(seen: Ground, wanted: Wanted, cut: Cut, rejected: Iterable[RejectedLine]) -> QualityList:
    """What had to be repaired, inferred or left out in the window."""
    window, span = window_of(seen, wanted)
    found = [oddity(one) for one in seen.store.oddities(seen.station, span, seen.at)]
    found += [orphan(one) for one in seen.orphans(span)]
    found += [finding for row in seen.session_rows(span) for finding in of_session(row)]
    carry, whose = seen.late.carry, seen.whose
    kinds = Counter(one.kind for one in found)
    text = cut.text.casefold()
    found = [
        one
        for one in sorted(found, key=lambda one: one.at, reverse=True)
        if cut.kind in {"", one.kind} and text in f"{one.what} {one.raw} {one.rule}".casefold()
    ]
    return QualityList(
        charger=whose,
        window=window,
        all_time=data_quality(carry.quality, carry.link.flaps),
        kinds=dict(kinds.most_common()),
        total=len(found),
        offset=cut.offset,
        limit=cut.limit,
        findings=cut.of(found),
        rejected=list(rejected),
    )


def _is_in(text: str, span: Span) -> bool:
    return instant_of(datetime.fromisoformat(text)) in span


def _coverage(gaps: Sequence[Gap], span: Span, at: Instant) -> float | None:
    """How much of the time somebody listened to the charger."""
    if not span.length:
        return None
    lost = union([cut for gap in gaps if (cut := gap.until(at).clip(span))])
    return 100 * (span.length - sum(one.length for one in lost)) / span.length


def _with_episodes(row: ErrorRow, found: Sequence[Episode]) -> ErrorEvidence:
    own = sorted(
        (
            one
            for one in found
            if (one.socket, one.code, one.vendor_code) == (row.socket, row.code, row.vendor_code)
        ),
        key=lambda one: one.start,
    )
    steps = [after.start - before.start for before, after in pairwise(own)]
    return ErrorEvidence(
        error=row,
        mrec_name=MREC.get(row.mrec or "", ""),
        rhythm_s=seconds_of(round(median(steps))) if len(steps) > 1 else None,
        episodes=[
            EpisodeRow(
                start=text_of(one.start),
                end=None if one.end is None else text_of(one.end),
                last_seen=text_of(one.last_seen),
                momentary=one.is_momentary,
                reports=sum(one.reports.values()),
                info=one.info,
            )
            for one in reversed(own)
        ],
    )
