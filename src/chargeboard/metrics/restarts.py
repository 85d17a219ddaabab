"""
From which instants can a computation go on, and what does it have to know there?

From almost any: what is open is carried (`unsettled`). Not from within time without contact, nor where an
error may still be joined by another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from chargeboard.domain.conclusions import Attempt, Conclusions, Gap, Orphan, Session
from chargeboard.domain.facts import AnyFact, Quiet, StatusReported, words_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts import Before
from chargeboard.metrics.attempts.matching import kept_at
from chargeboard.metrics.carried_facts import Named, cuts_before, facts_before, window
from chargeboard.metrics.conclude import Evidence, Found, since_instant
from chargeboard.metrics.errors.reports import STOP_REPEAT, Report, stop_error, told
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.status_log import OUT
from chargeboard.metrics.unsettled import (
    States,
    Unsettled,
    assumed,
    digest,
    reports_before,
)
from chargeboard.time.instants import NEVER, SECOND, Instant
from chargeboard.time.spans import Span, union

_Begun = TypeVar("_Begun", Session, Attempt)


def restarts(
    facts: Sequence[AnyFact],
    found: Conclusions,
    *,
    boundaries: Sequence[Instant],
    held: Sequence[AnyFact] = (),
    heard_at: Instant | None,
    policy: Policy,
) -> list[Instant]:
    """
    For each boundary the latest instant at or before it to go on from, ascending, each once.

    Not from: a gap, where a transaction was spoken of before its start, an error report that another may
    still join, what is still being counted (`held`), and the silence since `heard_at`, which may yet become a
    gap.
    """
    unsure = [Span(fact.at, NEVER) for fact in held]
    if heard_at is not None:
        unsure.append(Span(heard_at, NEVER))
    busy = union([*_busy(facts, found, policy), *unsure])
    instants: set[Instant] = set()
    index = 0
    for boundary in sorted(boundaries):
        while index < len(busy) and busy[index].end <= boundary:
            index += 1
        inside = index < len(busy) and busy[index].start <= boundary
        instants.add(busy[index].start if inside else boundary)
    return sorted(instants)


def _busy(facts: Sequence[AnyFact], found: Conclusions, policy: Policy) -> Iterator[Span]:
    gaps = found.gaps
    for gap in gaps:
        yield Span(gap.start, NEVER if gap.end is None else gap.end)
    yield from offline_periods.unsettled(facts, gaps)
    yield from _silent_while_away(facts, gaps)
    for session in (*found.sessions, *found.refused):
        # the station's clock stepped back in it
        if session.told_from is not None and session.told_from < session.start:
            yield Span(session.told_from - policy.late_meter_s * SECOND, session.start + 1)
    merge = policy.error_merge_s * SECOND
    for fact in words_of(facts):
        if type(fact) is StatusReported and (fact.error_code != "NoError" or fact.status == "Faulted"):
            yield Span(fact.at, fact.at + merge + 1)
        elif stop_error(fact):
            yield Span(fact.at, fact.at + STOP_REPEAT + 1)
    if policy.grouping == "visit":
        visit = policy.visit_window_s * SECOND
        for attempt in found.attempts:
            until = NEVER if attempt.settles_at is None else attempt.settles_at + visit + 1
            yield Span(attempt.start, until)


def _silent_while_away(facts: Sequence[AnyFact], gaps: Sequence[Gap]) -> list[Span]:
    """Silences that an absence of ours cuts: the piece behind it may be a gap, the one before is none."""
    ours = offline_periods.collector(gaps, NEVER)
    if not ours:
        return []
    return [
        silence
        for fact in facts
        if type(fact) is Quiet
        for silence in [Span(fact.at, fact.until)]
        if any(silence.clip(away) for away in ours)
    ]


def unsettled_at(evidence: Evidence, found: Found, instants: Sequence[Instant]) -> list[Unsettled]:
    """What was not settled at each of the instants, which ascend."""
    known, policy = evidence.known, evidence.known.policy
    reports = _reports(evidence, found)
    back = window(policy)
    attempts = evidence.before.before.attempts
    kept = kept_at(
        [max(at - back, attempts.since) for at in instants],
        evidence.signals,
        sockets=evidence.sockets,
        policy=policy,
        before=attempts,
        begun=evidence.begun,
    )
    named = Named(known.words)
    made: list[Unsettled] = []
    for at, kept_attempts in zip(instants, kept, strict=True):
        begun, tried = _open_at(evidence.begun, at), _open_at(evidence.tried, at)
        lately = [one.key for one in evidence.begun if one.settles_at is None or one.settles_at >= at - back]
        begins = _first_of_each_socket(tried)
        states = _states(evidence, begun, tried, at)
        waiting = [one.at for one in found.conclusions.orphans if one.at < at and not _is_settled(one, at)]
        earliest = min([at, *(one.start for one in begun), *(one.start for one in tried), *waiting])
        gaps_from = min([at - back, earliest, *(one.since for one in states.values())])
        made.append(
            Unsettled(
                at=at,
                earliest=earliest,
                open_from=_first_of_each_socket(begun),
                facts=tuple(facts_before(known, named, at, set(lately))),
                before=Before(kept_attempts, reports_before(reports, begins, at), at),
                gaps=tuple(
                    gap
                    for gap in evidence.gaps
                    if gap.start < at and (gap.end is None or gap.end > gaps_from)
                ),
                assumed=assumed(
                    [one for one in evidence.begun if one.key in set(lately)], evidence.refused, at
                ),
                states=states,
            )
        )
    return made


def _first_of_each_socket(rows: Sequence[_Begun]) -> dict[int, Instant]:
    begins: dict[int, Instant] = {}
    for row in rows:
        if row.socket is not None:
            begins[row.socket] = min(row.start, begins.get(row.socket, row.start))
    return begins


def _is_settled(row: Session | Attempt | Orphan, at: Instant) -> bool:
    return row.settles_at is not None and row.settles_at < at


def _open_at(rows: Sequence[_Begun], at: Instant) -> list[_Begun]:
    """Those that began before an instant and were not settled by then."""
    return [row for row in rows if row.start < at and not _is_settled(row, at)]


def _states(
    evidence: Evidence, begun: Sequence[Session], tried: Sequence[Attempt], at: Instant
) -> dict[int, States]:
    """Of each socket with something open: what is known of its states since then."""
    busy = {one.socket for one in begun} | {one.socket for one in tried} | _occupied(evidence, at)
    keys = {one.key for one in begun}
    ends = dict(evidence.last_ends)
    for session in evidence.begun:
        if (
            session.socket is not None
            and session.end is not None
            and session.key not in keys
            and session.end < at
        ):
            ends[session.socket] = max(session.end, ends.get(session.socket, session.end))
    states: dict[int, States] = {}
    cuts = cuts_before(evidence.known, keys, at)
    for socket, segments in evidence.states.items():
        if socket in busy and segments and segments[0].start < at:
            starts = [one.start for one in begun if one.socket == socket]
            since = max(
                min([*starts, cuts.get(socket, at)]), ends.get(socket, segments[0].start), segments[0].start
            )
            if since < at:
                states[socket] = States(since, digest(since_instant(segments, since), at))
    return states


def _occupied(evidence: Evidence, at: Instant) -> set[int]:
    """The sockets of connectors that did not say last that no cable is in."""
    log = evidence.known.log
    newest = {
        (socket, member): log.latest(member, at - 1)
        for socket in log.sockets
        for member in log.members(socket)
    }
    return {
        socket for (socket, _), status in newest.items() if status is not None and status.status not in OUT
    }


def _reports(evidence: Evidence, found: Found) -> dict[int, list[Report]]:
    said: dict[int, list[Report]] = defaultdict(list)
    before = evidence.before.before
    for report in before.reports:
        said[report.socket].append(report)
    for _, reports, _ in told(
        evidence.known.words,
        evidence.known.policy,
        found.stopped_on,
        evidence.open_before,
        since=before.reported_until,
    ):
        for report in reports:
            said[report.socket].append(report)
    return said
