"""
What became of every second of a local day?

Which of it counts, in which state it was, why some of it is not known, and on which of it the rules of uptime
differ. All of it is told of the same pieces, so that the parts add up to the day's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chargeboard.domain.board import Board
from chargeboard.domain.conclusions import OUTAGE, Gap
from chargeboard.domain.day_evidence import Difference, Missing
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.metrics.days.opening import open_spans
from chargeboard.metrics.timeline.offline_periods import subtract
from chargeboard.time.days import day_span
from chargeboard.time.instants import Instant, Micros, instant_of, seconds_of, text_of
from chargeboard.time.spans import Span, overlap, union


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTime:
    """A day up to now: since when each socket is observed, and the pieces of its states."""

    on: date
    zone: str
    span: Span
    policy: Policy
    sockets: Mapping[int, Instant]
    pieces: Sequence[tuple[int, Span, str]]
    """Socket, when, and in which state."""

    def counted(self, socket: int) -> list[Span]:
        """The socket's time that figures count: observed, and within opening hours."""
        seen = Span(max(self.span.start, self.sockets[socket]), self.span.end)
        return open_spans(self.on, seen, self.zone, self.policy) if seen.length else []

    def parts(self, socket: int) -> Iterator[tuple[Span, str]]:
        """The socket's counted time in pieces of one state."""
        counted = self.counted(socket)
        for own, piece, state in self.pieces:
            if own == socket:
                for span in counted:
                    if part := piece.clip(span):
                        yield part, state

    def states(self) -> dict[int, dict[str, Micros]]:
        """How long each socket was in each state."""
        found: dict[int, dict[str, Micros]] = {}
        for socket in self.sockets:
            if counted := self.counted(socket):
                held: Counter[str] = Counter()
                for part, state in self.parts(socket):
                    held[state] += part.length
                held["unknown"] += sum(one.length for one in counted) - held.total()
                found[socket] = {state: length for state, length in held.items() if length}
        return found


def day_time(board: Board, on: date, zone: str, policy: Policy) -> DayTime:
    """The day of a board whose timeline is that day."""
    whole, at = day_span(on, zone), _instant(board.at)
    return DayTime(
        on=on,
        zone=zone,
        span=Span(whole.start, max(whole.start, min(whole.end, at))),
        policy=policy,
        sockets={int(socket): _instant(since) for socket, since in board.observed_since.items()},
        pieces=[
            (int(socket), Span(_instant(start), _instant(end)), state)
            for socket, pieces in board.states.items()
            for start, end, state in pieces
        ],
    )


def _instant(text: str) -> Instant:
    return instant_of(datetime.fromisoformat(text))


def missing(time: DayTime, gaps: Iterable[Gap], now: Instant) -> list[Missing]:
    """
    Why some of the day is not known, by time.

    Shape: the `lost_s` add up to the time that is offline or unknown, so to what coverage lacks.
    """
    lost = {
        socket: {
            state: union(part for part, held in time.parts(socket) if held == state)
            for state in ("offline", "unknown")
        }
        for socket in time.sockets
    }
    found = []
    for span, why in _apart(gaps, time.span, now):
        taken, state = 0, "unknown" if why == "collector" else "offline"
        for of_socket in lost.values():
            taken += overlap(of_socket[state], span)
            of_socket[state] = subtract(of_socket[state], [span])
        found.append(_missing(span, why, None, taken))
    for socket, of_socket in lost.items():
        found += [_missing(span, "no_status", socket, span.length) for span in of_socket["unknown"]]
        found += [_missing(span, "silent", socket, span.length) for span in of_socket["offline"]]
    return sorted([*found, *_not_counted(time)], key=lambda one: (one.from_, one.socket or 0))


def _apart(gaps: Iterable[Gap], day: Span, now: Instant) -> Iterator[tuple[Span, str]]:
    """Gaps of the day, merged: a charger that fell silent before its link closed was gone once."""
    known = list(gaps)
    for kinds in (("collector",), ("closed", "silent")):
        own = [(gap.kind, gap.until(now)) for gap in known if gap.kind in kinds]
        for whole in union(span for _, span in own):
            if span := whole.clip(day):
                inside = {kind for kind, one in own if one.overlaps(whole)}
                yield span, next(kind for kind in kinds if kind in inside)


def _not_counted(time: DayTime) -> Iterator[Missing]:
    for socket, since in time.sockets.items():
        before = Span(time.span.start, min(since, time.span.end))
        if before.length:
            yield _missing(before, "not_commissioned", socket, 0)
    opened = open_spans(time.on, time.span, time.zone, time.policy)
    for span in subtract([time.span], opened):
        yield _missing(span, "not_open", None, 0)


def _missing(span: Span, why: str, socket: int | None, lost: Micros) -> Missing:
    return Missing(
        from_=text_of(span.start), to=text_of(span.end), why=why, socket=socket, lost_s=seconds_of(lost)
    )


def differences(time: DayTime) -> list[Difference]:
    """
    The counted time on which the three rules of uptime do not agree, by time.

    Offline is an outage by NEVI, reliable by UK regulation 7, and left out by the UK template. A declared
    exclusion counts as up by NEVI alone.
    Source: definitions 2.8.
    """
    found = []
    for socket in time.sockets:
        holes = union(
            exclusion_span(one, time.zone) for one in time.policy.exclusions if one.socket in {None, socket}
        )
        for part, state in time.parts(socket):
            if state in OUTAGE:
                excused = [cut for hole in holes if (cut := part.clip(hole))]
                found += [(socket, cut, state, "up") for cut in excused]
                found += [(socket, cut, state, "out") for cut in subtract([part], excused)]
    told = [
        Difference(
            socket=socket,
            from_=text_of(span.start),
            to=text_of(span.end),
            state=state,
            nevi=nevi,
            uk_reg7="up" if state == "offline" else "out",
            uk_template="left_out" if state == "offline" else "out",
        )
        for socket, span, state, nevi in found
    ]
    return sorted(
        (one for one in told if len({one.nevi, one.uk_reg7, one.uk_template}) > 1),
        key=lambda one: (one.from_, one.socket),
    )
