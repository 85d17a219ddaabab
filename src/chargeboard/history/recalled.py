"""What does the row of an earlier look tell, and where is it remembered?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from chargeboard import zstd
from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.records import StoredSessions
from chargeboard.guidance import found
from chargeboard.history.behind import GoneOn
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import carry_of
from chargeboard.history.look_row import (
    KINDS,
    RECALLED,
    Concluded,
    LookRow,
    Rows,
    RowVersion,
    Sessions,
    keep_in_mind,
    version_of,
)
from chargeboard.history.stored import StoredParts
from chargeboard.history.tail import Tail
from chargeboard.metrics import board_notes
from chargeboard.metrics.conclude import Found
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_TAIL_ROWS: Final = 60
_DECODE: Final = msgspec.msgpack.Decoder(LookRow).decode
_VERSION_OF: Final = msgspec.msgpack.Decoder(RowVersion).decode


def recall(history: ChargerHistory) -> None:
    """Remember what the row of an earlier look says, where it still holds and nothing better is known."""
    known, remembered = history.known, history.remembered
    station, progress, policy = history.station, history.progress, history.policy
    if not history.is_present or progress.settled_until is None:
        return
    if known.look is None:
        return
    read, known.look = _read(known.look, history), None
    keep_in_mind(history)
    if read is None:
        return
    checkpoint = read.checkpoint
    version = (progress.settled_revision, progress.settled_until, checkpoint.at, policy)
    told: dict[str, Rows[Any] | None] = {kind: getattr(read, kind) for kind in KINDS}
    if read.states is not None:
        states = [(socket, Series.of(stretches)) for socket, stretches in read.states.rows]
        told["states"] = Rows(read.states.since, states)
    for kind, rows in told.items():
        if rows is not None:
            remembered.keep_rows(station, version, kind, Span(rows.since, checkpoint.at), rows.rows)
    span = Span(read.sessions_from, checkpoint.at)
    sessions = _stored_sessions(history, span, checkpoint.at, read.sessions)
    remembered.keep(station, version, ("brief sessions", span), sessions, len(sessions))
    days = {figures.on: figures for figures in read.days}
    of_days = ("days", read.days_from, read.days_until, frozenset(read.blank))
    remembered.keep(station, version, of_days, days, len(days))
    of_parts = ("day parts", read.missing, tuple(read.sockets.items()))
    remembered.keep(station, version, of_parts, read.parts, len(read.parts))
    if read.kinds is not None:
        since, *kinds = read.kinds
        remembered.keep(station, version, ("kinds", since), tuple(kinds), len(kinds))
    before = read.notes.before
    if read.earlier_sessions is not None and before is not None and before.sessions_as_of is not None:
        what = ("sessions_as_of", read.earlier_sessions)
        remembered.keep(station, version, what, before.sessions_as_of, 1)
    figures = days | {one.on: one for one in read.lately}
    remembered.keep(station, policy, ("day_figures", min(figures), len(figures)), figures, len(figures))
    memory = board_notes.remembered(read.notes, figures)
    concluded = read.concluded
    if read.found is not None:
        over = [one for on, one in figures.items() if on < read.scope[1]]
        found.remember(memory, read.found, over, concluded.revision, policy)
    remembered.keep(station, policy, ("made of", *read.scope), memory, len(memory))
    if concluded.revision == progress.revision and concluded.is_log == known.is_log:
        known.last_checkpoint = concluded.at, checkpoint
        whole = (progress.revision, progress.settled_revision, progress.settled_until, policy, known.is_log)
        gone_on = _gone_on(history, checkpoint, concluded)
        remembered.keep(station, whole, "tail", gone_on, _TAIL_ROWS)


def recalled_revision(remembered: StoredParts, station: str) -> int:
    """The settled revision whose row was recalled last, or is not to be."""
    known: int | None = remembered.known(station, None, RECALLED)
    return -1 if known is None else known


def _read(body: bytes, history: ChargerHistory) -> LookRow | None:
    told = zstd.decompress(body)
    if _VERSION_OF(told).version != version_of(history):
        return None
    row = _DECODE(told)
    return row if row.kept_since == history.kept_since else None


def _gone_on(history: ChargerHistory, checkpoint: Checkpoint, concluded: Concluded) -> GoneOn:
    tail = Tail(
        begin=checkpoint.at,
        stored_until=checkpoint.at,
        found=Found(concluded.conclusions, concluded.sockets, {}),
        carry=concluded.carry,
        heard_at=concluded.heard_at,
        protocol=concluded.protocol,
        read=history.behind.facts_by(checkpoint, concluded.at),
        before=carry_of(checkpoint).unsettled,
        ahead=concluded.ahead,
    )
    return GoneOn(concluded.at, checkpoint, tail, concluded.true_until)


def _stored_sessions(
    history: ChargerHistory, span: Span, settled_by: Instant, found: Sequence[Sessions]
) -> list[StoredSessions]:
    @cache
    def rows_again() -> dict[Instant, StoredSessions]:
        read = history.store.sessions_in_brief(history.station, span, settled_by)
        return {some.began.start: some for some in read}

    def opened(start: Instant, rows: bytes | None) -> Callable[[], bytes]:
        return (lambda: rows_again()[start].opened()) if rows is None else lambda: rows  # noqa: PLW0108

    return [
        StoredSessions(
            Span(one.start, one.end),
            one.completed,
            one.last_end,
            one.has_reasons,
            opened(one.start, one.rows),
        )
        for one in found
    ]
