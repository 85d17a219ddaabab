"""What exactly had to be repaired, inferred or left out, with the raw value and the rule (I21)?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from chargeboard.domain.board import SessionRow
from chargeboard.domain.conclusions import Orphan
from chargeboard.domain.day_evidence import LateNews
from chargeboard.domain.evidence import Finding
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    ClockSet,
    CollectorGap,
    OddityFound,
    Quiet,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.time.instants import Instant, seconds_of, text_of
from chargeboard.words.formats import clock_off

_RULES = {
    "session_relative_register": "S3",
    "matched_by_inference": "S4",
    "energy_unknown": "S3",
    "begin_inferred": "S3b",
    "meter_glitch": "S3, Q18",
    "meter_reset": "S3, Q15",
    "rollover": "S3, Q19",
    "energy_suspicious": "S3",
    "revised": "T5, Q11",
    "clock_repaired": "T5",
}
_INFERRED_END = "no stop arrived"


def oddity(fact: OddityFound) -> Finding:
    """Something that decoding forgave."""
    return Finding(at=fact.at, kind=fact.kind, what=fact.what, raw=fact.raw, rule=fact.rule, count=fact.count)


def clock_offset(clock: ClockSet) -> Finding:
    """A clock that goes wrong by a constant."""
    return Finding(
        at=clock.at,
        kind="clock_offset",
        what=f"the clock is {clock_off(seconds_of(clock.offset))}; its stamps are corrected by that",
        raw=f"proved at {text_of(clock.received_at)}",
        rule="T8",
    )


def orphan(stop: Orphan) -> Finding:
    """A stop that fits no transaction."""
    meter = "" if stop.meter_stop_wh is None else f", meterStop {stop.meter_stop_wh:f}"
    return Finding(
        at=stop.at,
        kind="orphan",
        what="a stop that fits no known transaction; it ends nothing",
        raw=f"transactionId {stop.transaction_id}{meter}, reason {stop.reason or 'not given'}",
        rule="S4, Q09",
    )


def of_session(row: SessionRow) -> Iterator[Finding]:
    """What was inferred to know a session."""
    at = row.end or row.start
    ids = ", ".join(row.transaction_ids) or "no id"
    flags = sorted(flag for flag in row.flags if flag in _RULES)
    for number, why in enumerate(row.why):
        is_end = why.startswith(_INFERRED_END)
        flag = "" if is_end else flags[number] if number < len(flags) else ""
        yield Finding(
            at=at,
            kind="end" if is_end else "energy" if flag == "energy_unknown" else "session",
            what=why,
            raw=f"transaction {ids}",
            rule="S5" if is_end else _RULES.get(flag, ""),
            session=row.key,
        )


_MESSAGES: Final[dict[type, tuple[str, str]]] = {
    Sampled: ("meter value", "meter values"),
    StatusReported: ("status", "statuses"),
    StartReported: ("start of a transaction", "starts of transactions"),
    StopReported: ("stop of a transaction", "stops of transactions"),
    TransactionTold: ("transaction event", "transaction events"),
    CollectorGap: ("absence of our own server", "absences of our own server"),
    OddityFound: ("message that had to be mended", "messages that had to be mended"),
}
"""Late facts by what an operator would call them: one, and many."""
_OTHER: Final = ("other message", "other messages")
MANY: Final = dict([*_MESSAGES.values(), _OTHER])


def late_news(facts: Iterable[AnyFact], final: Instant) -> list[LateNews]:
    """What was learned when the day seemed final, by kind."""
    late = sorted(
        (_MESSAGES.get(type(fact), _OTHER)[0], fact.received_at, fact.at)
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
