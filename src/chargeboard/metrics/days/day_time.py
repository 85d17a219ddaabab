"""
What became of every second of a local day?

Which of it counts, in which state it was, why some of it is not known, and on which of it the rules of uptime
differ. All of it is told of the same pieces, so that the parts add up to the day's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chargeboard.domain.codes import GapKind, MissingWhy, Verdict
from chargeboard.domain.conclusions import OUTAGE, Gap, State
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.day_evidence import Difference, Missing
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.metrics.days.opening import open_spans
from chargeboard.time.days import day_span
from chargeboard.time.instants import Instant, Micros, seconds_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, complement, overlap, subtract, total, union


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTime:
    """A day up to now: since when each socket is observed, and the pieces of its states."""

    on: date
    zone: str
    span: Span
    policy: Policy
    sockets: Mapping[int, Instant]
    timeline: Mapping[int, Series[State]]
    """The states of each socket."""

    def counted(self, socket: int) -> list[Span]:
        """The socket's time that figures count: observed, and within opening hours."""
        seen = Span(max(self.span.start, self.sockets[socket]), self.span.end)
        return open_spans(self.on, seen, self.zone, self.policy) if seen.length else []

    def counted_states(self, socket: int) -> Series[State]:
        """The socket's states in the time that figures count."""
        return self.timeline.get(socket, Series()).within(self.counted(socket))

    def states(self) -> dict[int, dict[str, Micros]]:
        """How long each socket was in each state."""
        found: dict[int, dict[str, Micros]] = {}
        for socket in self.sockets:
            if counted := self.counted(socket):
                held = Counter(self.counted_states(socket).held())
                held["unknown"] += total(counted) - held.total()
                found[socket] = {state: length for state, length in held.items() if length}
        return found


def day_time(board: Board, on: date, zone: str, policy: Policy) -> DayTime:
    """The day of a board whose timeline is that day."""
    whole, at = day_span(on, zone), board.at
    return DayTime(
        on=on,
        zone=zone,
        span=Span(whole.start, max(whole.start, min(whole.end, at))),
        policy=policy,
        sockets=board.observed_since,
        timeline={socket: Series(states) for socket, states in board.states.items()},
    )


def missing(time: DayTime, gaps: Iterable[Gap], now: Instant) -> list[Missing]:
    """
    Why some of the day is not known, by time.

    Shape: the `lost_s` add up to the time that is offline or unknown, so to what coverage lacks.
    """
    lost = {
        socket: {state: time.counted_states(socket).spans(state) for state in ("offline", "unknown")}
        for socket in time.sockets
    }
    missing = []
    for span, why in _apart(gaps, time.span, now):
        taken, state = 0, "unknown" if why == GapKind.COLLECTOR else "offline"
        for of_socket in lost.values():
            taken += overlap(of_socket[state], span)
            of_socket[state] = subtract(of_socket[state], [span])
        missing.append(_missing(span, MissingWhy(why), None, taken))
    for socket, of_socket in lost.items():
        missing += [
            _missing(span, MissingWhy.NO_STATUS, socket, span.length) for span in of_socket["unknown"]
        ]
        missing += [_missing(span, MissingWhy.SILENT, socket, span.length) for span in of_socket["offline"]]
    return sorted([*missing, *_not_counted(time)], key=lambda gap: (gap.from_, gap.socket or 0))


def _apart(gaps: Iterable[Gap], day: Span, now: Instant) -> Iterator[tuple[Span, GapKind]]:
    """Gaps of the day, merged: a charger that fell silent before its link closed was gone once."""
    by_kind: dict[GapKind, list[Span]] = {kind: [] for kind in GapKind}
    for gap in gaps:
        by_kind[gap.kind].append(gap.until(now))
    for span in clip(union(by_kind[GapKind.COLLECTOR]), day):
        yield span, GapKind.COLLECTOR
    for whole in union(by_kind[GapKind.CLOSED] + by_kind[GapKind.SILENT]):
        if (part := whole.clip(day)) is not None:
            yield part, GapKind.CLOSED if overlap(by_kind[GapKind.CLOSED], whole) else GapKind.SILENT


def _not_counted(time: DayTime) -> Iterator[Missing]:
    for socket, since in time.sockets.items():
        before = Span(time.span.start, min(since, time.span.end))
        if before.length:
            yield _missing(before, MissingWhy.NOT_COMMISSIONED, socket, 0)
    opened = open_spans(time.on, time.span, time.zone, time.policy)
    for span in complement(opened, time.span):
        yield _missing(span, MissingWhy.NOT_OPEN, None, 0)


def _missing(span: Span, why: MissingWhy, socket: int | None, lost: Micros) -> Missing:
    return Missing(from_=span.start, to=span.end, why=why, socket=socket, lost_s=seconds_of(lost))


def differences(time: DayTime) -> list[Difference]:
    """
    The counted time on which the three rules of uptime do not agree, by time.

    Offline is an outage by NEVI, reliable by UK regulation 7, and left out by the UK template. A declared
    exclusion counts as up by NEVI alone.
    Source: definitions 2.8.
    """
    by_rules = []
    for socket in time.sockets:
        excused = union(
            exclusion_span(exclusion, time.zone)
            for exclusion in time.policy.exclusions
            if exclusion.socket in {None, socket}
        )
        states = time.counted_states(socket)
        for nevi, told in ((Verdict.UP, states.within(excused)), (Verdict.OUT, states.without(excused))):
            by_rules += [
                Difference(
                    socket=socket,
                    from_=start,
                    to=end,
                    state=state,
                    nevi=nevi,
                    uk_reg7=Verdict.UP if state == "offline" else Verdict.OUT,
                    uk_template=Verdict.LEFT_OUT if state == "offline" else Verdict.OUT,
                )
                for start, end, state in told
                if state in OUTAGE
            ]
    return sorted(
        (outage for outage in by_rules if len({outage.nevi, outage.uk_reg7, outage.uk_template}) > 1),
        key=lambda outage: (outage.from_, outage.socket),
    )
