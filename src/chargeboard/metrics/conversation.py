"""What do the counted days of a conversation come to, and do its ends have a rhythm (H1-H7)?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final, NamedTuple

from chargeboard.domain.close_codes import ABNORMAL
from chargeboard.domain.codes import Side, TroubleKind
from chargeboard.domain.facts import AnyFact, Closed, ConversationCounted
from chargeboard.domain.figures.fleet_protocol import SideTroubles
from chargeboard.domain.figures.protocol import CloseCount, CloseRhythm, SideDay, TroubleCount
from chargeboard.metrics.board_notes import Memory, once
from chargeboard.time.instants import SECOND, Instant, seconds_of

DAYS: Final = 7
"""Complete days, besides the present one."""
CLOSES_LEAST: Final = 6
"""Of a code, before they can have a rhythm (H7)."""
_ALIKE: Final = 0.1
_ALIKE_LEAST: Final = 2 * SECOND
_SHARE: Final = 0.75
_OTHER: Final = {Side.CHARGER: Side.CSMS, Side.CSMS: Side.CHARGER}


def advance(
    before: Sequence[ConversationCounted], facts: Iterable[AnyFact]
) -> tuple[ConversationCounted, ...]:
    """The days that are counted behind these facts, as many as are shown."""
    more = [fact for fact in facts if type(fact) is ConversationCounted]
    if not more:
        return tuple(before)
    days = {fact.on: fact for fact in (*before, *more)}
    return tuple(days[on] for on in sorted(days)[-DAYS - 1 :])


class Heard:
    """Of which sides messages came, and answers, in all of some days: of others nothing is known."""

    def __init__(self, days: Iterable[ConversationCounted]) -> None:
        counted = list(days)
        self.answering = {
            side
            for side, answered in (
                (Side.CHARGER, sum(day.charger_answered for day in counted)),
                (Side.CSMS, sum(day.csms_answered for day in counted)),
            )
            if answered
        }
        asking = {
            side
            for side, asked in (
                (Side.CHARGER, sum(day.charger_asked for day in counted)),
                (Side.CSMS, sum(day.csms_asked for day in counted)),
            )
            if asked
        }
        self.speaking = asking | self.answering

    def counts(self, kind: TroubleKind, side: Side, what: str) -> bool:
        """Whether it is known that this is a trouble: one of a side that never answers at all is not."""
        if kind is TroubleKind.UNANSWERED:
            return (Side(what) if side is Side.LINK else side) in self.answering
        return True


def side_days(
    counted: Mapping[date, ConversationCounted], dates: Sequence[date], today: date
) -> list[SideDay]:
    """What lies at whose door on each of the days."""
    heard = Heard(counted.values())
    return [
        _side_day(counted.get(on), on, side, heard, is_partial=on == today) for on in dates for side in Side
    ]


def _side_day(
    day: ConversationCounted | None, on: date, side: Side, heard: Heard, *, is_partial: bool
) -> SideDay:
    if day is None:
        return SideDay(date=on, side=side, partial=is_partial)
    found = Counter[TroubleKind]()
    for one in day.troubles:
        if one.side is side and heard.counts(one.kind, side, one.what):
            found[one.kind] += one.times

    def known(kind: TroubleKind, *, is_told: bool) -> int | None:
        return found[kind] if is_told or found[kind] else None

    if side is Side.LINK:
        return SideDay(
            date=on,
            side=side,
            partial=is_partial,
            unanswered=known(TroubleKind.UNANSWERED, is_told=bool(heard.answering)),
            closes=sum(end.times for end in day.ends) if day.has_ends else None,
        )
    of_charger = side is Side.CHARGER
    answers, speaks = side in heard.answering, side in heard.speaking
    asked, answered = (
        (day.charger_asked, day.charger_answered) if of_charger else (day.csms_asked, day.csms_answered)
    )
    return SideDay(
        date=on,
        side=side,
        partial=is_partial,
        calls=asked if speaks else None,
        answers=answered if answers else None,
        late=known(TroubleKind.LATE, is_told=answers),
        unanswered=known(TroubleKind.UNANSWERED, is_told=answers),
        refused=known(TroubleKind.REFUSED, is_told=answers),
        repeated=known(TroubleKind.REPEATED, is_told=speaks and day.has_ids),
        nonstandard=known(TroubleKind.NONSTANDARD, is_told=speaks),
    )


class Lately(NamedTuple):
    """What the complete days before today come to."""

    troubles: list[SideTroubles]
    rhythms: list[CloseRhythm]
    """At how many of the ends no session was open is not looked for."""


def lately(memory: Memory, counted: Sequence[ConversationCounted], today: date) -> Lately:
    """What they come to; made anew where another day was counted, or begun."""

    def made() -> Lately:
        closed = ends_lately(counted, today)
        return Lately(side_troubles(counted, today), rhythms(closed, lambda ends: [True] * len(ends)))

    return once(memory, "conversation", (), made, also=(counted, today))


def ends_lately(counted: Iterable[ConversationCounted], today: date) -> list[Closed]:
    """How connections ended in the complete days before today."""
    return [one for day in _days_lately(counted, today) for one in day.closed]


def side_troubles(counted: Iterable[ConversationCounted], today: date) -> list[SideTroubles]:
    """What the complete days before today come to, of each side at whose door anything lies."""
    days = {day.on: day for day in _days_lately(counted, today)}
    if not any(day.troubles or day.ends for day in days.values()):
        return []
    rows = side_days(days, sorted(days), today)
    found = [_side_troubles(side, [row for row in rows if row.side is side], days) for side in Side]
    return [one for one in found if one.troubles]


def _days_lately(counted: Iterable[ConversationCounted], today: date) -> list[ConversationCounted]:
    """Those that are complete, before today."""
    first = today - timedelta(days=DAYS)
    return [day for day in counted if first <= day.on < today]


def _side_troubles(
    side: Side, rows: Sequence[SideDay], days: Mapping[date, ConversationCounted]
) -> SideTroubles:
    def told(values: Iterable[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    by_kind = {str(kind): told(getattr(row, kind) for row in rows) for kind in TroubleKind}
    cut = None
    if side is Side.LINK:
        cut = told(
            sum(end.times for end in day.ends if end.code == ABNORMAL) if day.has_ends else None
            for day in days.values()
        )
    return SideTroubles(
        side=side,
        last_on=max(days),
        troubles=sum(filter(None, (*by_kind.values(), cut))),
        messages=told(value for row in rows for value in (row.calls, row.answers)),
        cut=cut,
        **by_kind,
    )


def trouble_counts(counted: Iterable[ConversationCounted]) -> list[TroubleCount]:
    """What went wrong with which action, the most first; in all what the days count."""
    days = list(counted)
    heard, found = Heard(days), Counter[tuple[TroubleKind, Side, str, str]]()
    for day in days:
        for one in day.troubles:
            if heard.counts(one.kind, one.side, one.what):
                code = one.what if one.kind is TroubleKind.REFUSED else ""
                found[one.kind, one.side, one.action, code] += one.times
    return [
        TroubleCount(kind=kind, side=side, action=action, code=code, count=count)
        for (kind, side, action, code), count in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    ]


def close_counts(counted: Mapping[date, ConversationCounted], dates: Sequence[date]) -> list[CloseCount]:
    """With which codes connections ended, the most first."""
    days = [day if (day := counted.get(on)) is not None and day.has_ends else None for on in dates]
    by_day = [None if day is None else {end.code: end.times for end in day.ends} for day in days]
    codes = {code for one in by_day if one is not None for code in one}
    found = [
        CloseCount(
            code=code,
            count=sum(one.get(code, 0) for one in by_day if one is not None),
            days=[None if one is None else one.get(code, 0) for one in by_day],
        )
        for code in codes
    ]
    return sorted(found, key=lambda one: (-one.count, one.code or 0))


def rhythms(
    closed: Sequence[Closed], open_at: Callable[[Sequence[Instant]], Sequence[bool]]
) -> list[CloseRhythm]:
    """
    Codes with which connections end after the same time again and again (H7).

    `open_at` tells for instants whether a session was open then; it is asked only where there is a rhythm.
    """
    by_code: dict[int | None, list[Instant]] = {}
    for one in closed:
        by_code.setdefault(one.code, []).append(one.at)
    found = []
    for code, instants in by_code.items():
        if len(instants) < CLOSES_LEAST:
            continue
        times = [later - earlier for earlier, later in pairwise(sorted(instants))]
        middle = median_low(times)
        off = max(_ALIKE * middle, _ALIKE_LEAST)
        alike = [time for time in times if abs(time - middle) <= off]
        if len(alike) < _SHARE * len(times):
            continue
        found.append(
            CloseRhythm(
                code=code,
                closes=len(instants),
                every_s=seconds_of(middle),
                least_s=seconds_of(min(alike)),
                most_s=seconds_of(max(alike)),
                idle=sum(not is_open for is_open in open_at(instants)),
                last=max(instants),
            )
        )
    return sorted(found, key=_most_first)


def rhythms_shown(
    lately: Sequence[Closed],
    closed: Sequence[Closed],
    open_at: Callable[[Sequence[Instant]], Sequence[bool]],
) -> list[CloseRhythm]:
    """Those of the complete days, which guidance speaks of; of a code that has none there, of all days."""
    found = {one.code: one for one in (*rhythms(closed, open_at), *rhythms(lately, open_at))}
    return sorted(found.values(), key=_most_first)


def _most_first(one: CloseRhythm) -> tuple[int, int]:
    return -one.closes, one.code or 0


def dates_shown(today: date) -> list[date]:
    """The complete days and the present one."""
    return [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
