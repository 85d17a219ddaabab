"""
Which errors happened, how often, and which are still there?

Reports become episodes: an error from its first report until it cleared (E3-E5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

import msgspec

from chargeboard.domain.codes import ErrorGroup, GapKind, OddityKind, Severity
from chargeboard.domain.conclusions import Episode, Gap
from chargeboard.domain.facts import AnyFact, OddityFound, ProblemTold, StatusReported, StopReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.errors.reports import WORST_FIRST, Report, is_error, origin_of, told
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import BEGINNING, MINUTE, Instant, micros_of
from chargeboard.vocabularies.ocpp.words import NO_CODE

LONG_GAP: Final = 15 * MINUTE
"""Offline gaps from this length on are listed where the operator wants it (2.7)."""


def episodes(  # it names all that it depends on
    facts: Sequence[AnyFact],
    *,
    open_before: Sequence[Episode] = (),
    zone: str,
    now: Instant,
    policy: Policy,
    gaps: Sequence[Gap] = (),
    stopped_on: Mapping[StopReported, int] = MappingProxyType({}),
    since: Instant = BEGINNING,
) -> list[Episode]:
    """
    All errors from their first report until they cleared, by start, socket and code.

    Shape:  facts by time, those before `since` only for what they name; `open_before` are the episodes that
            were open then; `stopped_on` the socket of each stop whose session is known.
    Source: definitions 2.7, E1-E5.
    """
    log = _Log(zone, micros_of(policy.error_merge_s), open_before)
    faulted: dict[int, list[Instant]] = defaultdict(list)
    for fact, reports, named in told(facts, policy, stopped_on, open_before, since):
        for report in reports:
            log.add(report)
        if type(fact) is StatusReported:
            if fact.status == "Faulted":
                faulted[socket_of(fact.socket, policy)].append(fact.at)
            log.clear_by_status(fact, named)
        elif type(fact) is ProblemTold and fact.cleared:
            log.clear_by_event(fact)
    found = [_with_fault(episode, faulted[episode.socket], log.merge) for episode in log.everything()]
    if policy.list_communication_errors:
        found += _communication([fact for fact in facts if fact.at >= since], gaps, zone, now)
    return sorted(found, key=lambda e: (e.start, e.socket, e.code, e.vendor_code or ""))


class _Log:
    """The episodes so far: those that are open by (origin, code, vendor code), and the others."""

    def __init__(self, zone: str, merge: int, open_before: Sequence[Episode]) -> None:
        self.zone = zone
        self.merge = merge
        self.closed: list[Episode] = []
        self.open = {(e.origin, e.code, e.vendor_code): e for e in open_before}

    def everything(self) -> list[Episode]:
        return [*self.closed, *self.open.values()]

    def add(self, report: Report) -> None:
        """One more report: of a coded episode nearby (E5), of the one that is open, or of a new one."""
        key = (report.origin, report.code, report.vendor_code)
        if report.is_momentary:
            self.closed.append(self._begin(report))
        elif report.code == NO_CODE and (near := self._coded_near(report)):
            self.open[near] = self._joined(self.open[near], report)
        elif key in self.open:
            self.open[key] = self._joined(self.open[key], report)
        else:
            self.open[key] = self._begin(report)
            if report.code != NO_CODE:
                self._absorb_codeless(key)

    def clear_by_status(self, fact: StatusReported, named: Sequence[str]) -> None:
        """
        1.6: NoError and not Faulted clears, or only what is `named` (E4a); said again, it clears no more.

        2.x: leaving Faulted clears, whose row has no code.
        """
        is_again = bool(fact.repeated_at) and not fact.is_v2
        if (is_error(fact) or is_again) and not named:
            return
        origin = origin_of(fact)
        for key in [k for k in self.open if k[0] == origin and (not named or k[2] in named)]:
            self._close(key, fact.at)

    def clear_by_event(self, fact: ProblemTold) -> None:
        """2.x: the same component, variable and code; a clearing without a known code clears all of them."""
        origin = origin_of(fact)
        keys = [k for k in self.open if k[0] == origin]
        same = [k for k in keys if fact.code == k[1] or (fact.vendor_code and fact.vendor_code == k[2])]
        # a condition that was reported without a code may be cleared with one
        other = [k for k in keys if k[2] is None] if fact.vendor_code else keys
        for key in same or other:
            self._close(key, fact.at)

    def _close(self, key: tuple[str, str, str | None], at: Instant) -> None:
        episode = self.open.pop(key)
        self.closed.append(msgspec.structs.replace(episode, end=at))

    def _begin(self, report: Report) -> Episode:
        return Episode(
            socket=report.socket,
            code=report.code,
            vendor_code=report.vendor_code,
            severity=report.severity,
            start=report.at,
            last_seen=report.last_at,
            end=None,
            is_momentary=report.is_momentary,
            reports=self._counted({}, report),
            info=report.info,
            group=report.group,
            origin=report.origin,
            error_code=report.error_code,
            vocabulary=report.vocabulary,
            component=report.component,
            variable=report.variable,
        )

    def _joined(self, episode: Episode, report: Report) -> Episode:
        return msgspec.structs.replace(
            episode,
            severity=min(episode.severity, report.severity, key=WORST_FIRST.index),
            group=min(episode.group, report.group, key=WORST_FIRST.index),
            last_seen=max(episode.last_seen, report.last_at),
            reports=self._counted(episode.reports, report),
            info=report.info or episode.info,
        )

    def _counted(self, before: Mapping[date, int], report: Report) -> dict[date, int]:
        counted = dict(before)
        for at, n in ((report.at, 1), (report.last_at, report.repeats)):
            if n:
                day = day_of(at, self.zone)
                counted[day] = counted.get(day, 0) + n
        return counted

    def _coded_near(self, report: Report) -> tuple[str, str, str | None] | None:
        """The coded open error of the socket that was seen last, if that was close enough (E5)."""
        near = [
            (episode.last_seen, key)
            for key, episode in self.open.items()
            if episode.socket == report.socket
            and episode.code != NO_CODE
            and report.at - episode.last_seen <= self.merge
        ]
        return max(near, key=lambda pair: pair[0])[1] if near else None

    def _absorb_codeless(self, key: tuple[str, str, str | None]) -> None:
        """A code-less fault just before a coded one was its first report (E5)."""
        coded = self.open[key]
        for other, episode in list(self.open.items()):
            if (
                episode.code == NO_CODE
                and episode.socket == coded.socket
                and coded.start - episode.start <= self.merge
            ):
                del self.open[other]
                days = sorted({*coded.reports, *episode.reports})
                self.open[key] = coded = msgspec.structs.replace(
                    coded,
                    severity=Severity.FAULT,
                    group=ErrorGroup.FAULT,
                    start=episode.start,
                    reports={day: coded.reports.get(day, 0) + episode.reports.get(day, 0) for day in days},
                )


def _with_fault(episode: Episode, faulted: Sequence[Instant], merge: int) -> Episode:
    """A stop for a bad reason is a fault where the socket faulted at the same time (2.7)."""
    is_stop = episode.origin.startswith("stop/")
    if is_stop and any(abs(at - episode.start) <= merge for at in faulted):
        return msgspec.structs.replace(episode, severity=Severity.FAULT, group=ErrorGroup.FAULT)
    return episode


def _communication(facts: Sequence[AnyFact], gaps: Sequence[Gap], zone: str, now: Instant) -> list[Episode]:
    """Long offline gaps and unreadable frames, for operators who want them in the list (2.7)."""
    long = [gap for gap in gaps if gap.kind != GapKind.COLLECTOR and gap.until(now).length >= LONG_GAP]
    odd = [fact for fact in facts if type(fact) is OddityFound and fact.kind == OddityKind.QUARANTINED]
    return [
        *(_about_link("Offline", gap.start, gap.end, zone) for gap in long),
        *(
            _about_link("Quarantined", fact.at, None, zone, " ".join(reason.code for reason in fact.what))
            for fact in odd
        ),
    ]


def _about_link(code: str, start: Instant, end: Instant | None, zone: str, info: str = "") -> Episode:
    return Episode(
        socket=0,
        code=code,
        vendor_code=None,
        severity=Severity.WARNING,
        start=start,
        last_seen=start if end is None else end,
        end=end,
        is_momentary=code == "Quarantined",
        reports={day_of(start, zone): 1},
        info=info,
        group=ErrorGroup.COMMUNICATION,
        origin="link",
    )
