"""
Which pieces does a row of the timeline draw?

Grafana's users lost short faults at wide ranges, so here a state that is thinner than the thinnest visible
piece is never dropped: neighbouring slivers become one piece, at least that thin, named by the worst of their
states, which says how long it was in each. All other pieces keep their exact place.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from chargeboard.domain.figures.strip import Piece
from chargeboard.time.instants import Instant, Micros
from chargeboard.time.series import Stretch
from chargeboard.time.spans import Span

FINEST = 1000
"""The thinnest piece of a row is 1/1000 of it: about a pixel."""

WORST_FIRST = (
    "faulted",
    "offline",
    "unavailable",
    "unknown",
    "unrecorded",
    "suspended",
    "charging",
    "finishing",
    "preparing",
    "reserved",
    "available",
    "connected",
    "uncommissioned",
)

_SEVERITY = {state: -rank for rank, state in enumerate(WORST_FIRST)}


def _worst_first(held: tuple[str, Micros]) -> int:
    return -severity(held[0])


def severity(state: str) -> int:
    """Greater is worse; a state that nobody knows is taken for the worst."""
    return _SEVERITY.get(state, 1)


class Thinner:
    """One row in the making: it takes states by time, joins equal ones, keeps no more than it will draw."""

    __slots__ = (
        "_changes",
        "_cursor",
        "_lasting",
        "_since",
        "_sliver",
        "_true_end",
        "_true_start",
        "drawn",
        "held",
        "keeps_seams",
        "reached",
        "span",
        "thinnest",
    )

    def __init__(self, span: Span, thinnest: Micros, *, keeps_seams: bool = False) -> None:
        """`keeps_seams`: what touches and is alike stays apart, such as silences with a word between them."""
        self.keeps_seams = keeps_seams
        self.span = span
        self.thinnest = thinnest
        self.drawn: list[Piece] = []
        self.held: dict[str, Micros] = {}
        """The true time in each state so far."""
        self.reached = span.start
        """Until when states were told."""
        self._lasting: Stretch[str] | None = None
        """The last of them, which the next may go on with."""
        self._cursor = span.start
        self._sliver: dict[str, Micros] | None = None
        self._since = self._true_start = self._true_end = span.start
        self._changes = 0

    def copy(self, end: Instant) -> Thinner:
        """A twin of what there is so far, to be gone on with apart, up to another end."""
        twin = Thinner(Span(self.span.start, end), self.thinnest, keeps_seams=self.keeps_seams)
        twin.drawn, twin.held = self.drawn.copy(), self.held.copy()
        twin.reached, twin._lasting = self.reached, self._lasting
        twin._cursor, twin._since, twin._changes = self._cursor, self._since, self._changes
        twin._true_start, twin._true_end = self._true_start, self._true_end
        twin._sliver = None if self._sliver is None else self._sliver.copy()
        return twin

    def feed(self, start: Instant, end: Instant, state: str) -> None:
        """The row was in that state; of what was told already the earlier is believed."""
        self.draw(((start, end, state),))

    def draw(self, states: Iterable[Stretch[str]], between: str = "") -> None:
        """It was in these, by start; `between`: in that one where none is told, up to the last of them."""
        held, reached, behind, lasting = self.held, self.reached, self.span.end, self._lasting
        joins = not self.keeps_seams
        for start, end, state in states:
            if start > reached and between and end > reached:
                self.reached, self._lasting = reached, lasting
                self.draw(((reached, start, between),))
                reached, lasting = self.reached, self._lasting
            if start < reached or end > behind:
                start, end = max(start, reached), min(end, behind)  # noqa: PLW2901 - told already, or outside
            if start >= end:
                continue
            held[state] = held.get(state, 0) + end - start
            reached = end
            if lasting is not None:
                if joins and lasting[1] == start and lasting[2] == state:
                    lasting = (lasting[0], end, state)
                    continue
                self._take_state(lasting)
            lasting = (start, end, state)
        self.reached, self._lasting = reached, lasting

    def _take_state(self, stretch: Stretch[str]) -> None:
        start, end, state = stretch
        if self._sliver is None and end - self._cursor >= self.thinnest <= end - start:
            self.drawn.append(
                Piece(max(self._cursor, start), end, state, ((state, end - start),), start, end, 1)
            )
            self._cursor = end
            return
        self._take(start, end, state, ((state, end - start),), 1)

    def merge(self, piece: Piece) -> None:
        """Goes on with a piece of a finer row."""
        for state, time in piece.held:
            self.held[state] = self.held.get(state, 0) + time
        self._take(piece.true_start, piece.true_end, piece.state, piece.held, piece.changes)

    def _take(
        self, start: Instant, end: Instant, state: str, held: tuple[tuple[str, Micros], ...], changes: int
    ) -> None:
        thinnest = self.thinnest
        if self._sliver is None:
            self._cursor = max(self._cursor, start)
        else:
            begin = self._since + thinnest
            if end - begin >= thinnest and end - self._cursor >= thinnest:
                self._close(begin)
        if self._sliver is None:
            if end - self._cursor >= thinnest:
                self.drawn.append(Piece(self._cursor, end, state, held, start, end, changes))
                self._cursor = end
                return
            self._sliver, self._since, self._true_start, self._changes = {}, self._cursor, start, 0
        for name, time in held:
            self._sliver[name] = self._sliver.get(name, 0) + time
        self._true_end = end
        self._changes += changes
        if end - self._since >= thinnest:
            self._close(end)

    def _close(self, end: Instant) -> None:
        """The sliver becomes a piece that ends there."""
        held = tuple((self._sliver or {}).items())
        if len(held) > 1:
            held = tuple(sorted(held, key=_worst_first))
        worst = held[0][0]
        self.drawn.append(
            Piece(self._since, end, worst, held, self._true_start, self._true_end, self._changes)
        )
        self._cursor, self._sliver = end, None

    def pieces(self) -> list[Piece]:
        """The row; a sliver at its end takes its room from the piece before it."""
        if self._lasting is not None:
            self._take_state(self._lasting)
            self._lasting = None
        if self._sliver is not None:
            end = min(self.span.end, self._since + self.thinnest)
            start = end - self.thinnest
            drawn = self.drawn
            if drawn and drawn[-1].end > start:
                if drawn[-1].start < start:
                    drawn[-1] = replace(drawn[-1], end=start)
                else:
                    start = drawn[-1].end
            self._since = max(start, self.span.start)
            self._close(end)
        return self.drawn


def pieces(
    states: Iterable[Stretch[str]], window: Span, slots: int = FINEST, *, keeps_seams: bool = False
) -> list[Piece]:
    """
    The row's pieces, none thinner than 1/slots of the window. They tile what the states tile.

    Shape: states by start; pieces sorted, each with at least one state.
    """
    row = Thinner(window, max(1, window.length // slots), keeps_seams=keeps_seams)
    row.draw(states)
    return row.pieces()


def coarser(drawn: Iterable[Piece], window: Span, slots: int) -> list[Piece]:
    """A row in fewer pieces."""
    row = Thinner(window, max(1, window.length // slots))
    for piece in drawn:
        row.merge(piece)
    return row.pieces()
