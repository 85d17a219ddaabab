"""What exactly had to be repaired, inferred or left out, with the raw value and the rule (I21)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from chargeboard.domain.codes import FindingKind, LateKind, SessionFlag
from chargeboard.domain.conclusions import Orphan
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    ClockSet,
    CollectorGap,
    OddityFound,
    Quiet,
    Sampled,
    SessionTold,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.figures.day_evidence import LateNews
from chargeboard.domain.figures.evidence import Finding
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.reasons import Reason, Remark
from chargeboard.time.instants import Instant, seconds_of

_RULES: Final = {
    SessionFlag.SESSION_RELATIVE_REGISTER: "S3",
    SessionFlag.MATCHED_BY_INFERENCE: "S4",
    SessionFlag.ENERGY_UNKNOWN: "S3",
    SessionFlag.BEGIN_INFERRED: "S3b",
    SessionFlag.METER_GLITCH: "S3, Q18",
    SessionFlag.METER_RESET: "S3, Q15",
    SessionFlag.ROLLOVER: "S3, Q19",
    SessionFlag.ENERGY_SUSPICIOUS: "S3",
    SessionFlag.REVISED: "T5, Q11",
    SessionFlag.CLOCK_REPAIRED: "T5",
    SessionFlag.FILLED_IN: "B1",
    SessionFlag.NO_STOP: "S5",
}
_KINDS: Final = {SessionFlag.NO_STOP: FindingKind.END, SessionFlag.ENERGY_UNKNOWN: FindingKind.ENERGY}


def oddity(fact: OddityFound) -> Finding:
    """Something that decoding forgave."""
    return Finding(
        at=fact.at,
        kind=FindingKind(fact.kind),
        what=list(fact.what),
        raw=fact.raw,
        rule=fact.rule,
        count=fact.count,
    )


def clock_offset(clock: ClockSet) -> Finding:
    """A clock that goes wrong by a constant."""
    return Finding(
        at=clock.at,
        kind=FindingKind.CLOCK_OFFSET,
        what=[Reason(Remark.CLOCK_OFF, {"offset_s": seconds_of(clock.offset)})],
        rule="T8",
        proved_at=clock.received_at,
    )


def orphan(stop: Orphan) -> Finding:
    """A stop that fits no transaction."""
    meter = "" if stop.meter_stop_wh is None else f", meterStop {stop.meter_stop_wh:f}"
    reason = f", reason {stop.reason}" if stop.reason else ""
    return Finding(
        at=stop.at,
        kind=FindingKind.ORPHAN,
        what=[Reason(Remark.STRAY_STOP)],
        raw=f"transactionId {stop.transaction_id}{meter}{reason}",
        rule="S4, Q09",
    )


def of_session(row: SessionRow) -> Iterator[Finding]:
    """What was inferred to know a session."""
    ids = ", ".join(row.transaction_ids)
    for why in row.why:
        yield Finding(
            at=row.end or row.start,
            kind=_KINDS.get(why.code, FindingKind.SESSION),
            what=[why],
            raw=f"transactionId {ids}" if ids else "",
            rule=_RULES[why.code],
            session=row.key,
        )


_MESSAGES: Final = {
    Sampled: LateKind.METER_VALUE,
    StatusReported: LateKind.STATUS,
    StartReported: LateKind.START,
    StopReported: LateKind.STOP,
    SessionTold: LateKind.SESSION,
    TransactionTold: LateKind.TRANSACTION_EVENT,
    CollectorGap: LateKind.ABSENCE,
    OddityFound: LateKind.MENDED,
}
"""Late facts by what an operator would call them."""


def late_news(facts: Iterable[AnyFact], final: Instant) -> list[LateNews]:
    """What was learned when the day seemed final, by kind."""
    late = sorted(
        (_MESSAGES.get(type(fact), LateKind.OTHER), fact.received_at, fact.at)
        for fact in facts
        if fact.received_at > final and not isinstance(fact, Answered | Quiet)
    )
    found = []
    for what, group in groupby(late, key=lambda row: row[0]):
        some = list(group)
        found.append(
            LateNews(
                what=what,
                count=len(some),
                first_received_at=some[0][1],
                last_received_at=some[-1][1],
                most_late_s=seconds_of(max(received - at for _, received, at in some)),
            )
        )
    return sorted(found, key=attrgetter("count"), reverse=True)
