"""Pages: together they are the whole list, under every filter and order, now and in the past."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, lives
from standing_desk import CHOICES, desk

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.figures.lists import AttemptGroup, SessionKind, SessionOrder
from chargeboard.run.answering.list_filters import AttemptFilter, ListScope, SessionFilter
from chargeboard.run.understanding.alone import fold_all
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import SECOND
from projecting import projector_of

KINDS = {
    "": lambda _: True,
    "counted": lambda row: row.completed,
    "not_counted": lambda row: row.end and not row.completed,
    "open": lambda row: not row.end,
    "inferred": lambda row: row.end_inferred,
    "revised": lambda row: "revised" in row.flags,
    "odd": lambda row: row.why,
}
VALUES = {
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "duration": lambda row: row.duration_s,
    "energy": lambda row: row.energy_wh,
    "socket": lambda row: row.socket,
}
orders = st.sampled_from(SessionOrder)
sockets = st.sampled_from([None, None, 1, 2])
limits = st.integers(1, 4)


def in_order(rows, order):
    """By the value, then by the start, both the same way round, then by the key; the unknown last."""
    value, back = VALUES[order.removeprefix("-")], order.startswith("-")
    rows = sorted(sorted(rows, key=lambda row: row.key), key=lambda row: row.start, reverse=back)
    known = sorted((row for row in rows if value(row) is not None), key=value, reverse=back)
    return known + [row for row in rows if value(row) is None]


def pages(ask, limit):
    """The rows of all pages, and what each page says of the whole."""
    found, heads, rows = [], set(), [None]
    while rows:
        head, rows = ask(len(found))
        heads.add(repr(head))
        assert len(rows) <= limit
        found += rows
    return found, heads


@st.composite
def looks(draw):
    """A life that is understood in pieces, a moment during or after it, and a window that may cut it."""
    frames, policy = draw(lives()), draw(st.sampled_from(CHOICES))
    last = frames[draw(st.integers(0, len(frames) - 1))] if draw(st.booleans()) else frames[-1]
    at = last.received_at + draw(st.sampled_from([0, 61, HOUR, DAY])) * SECOND
    first, length = draw(st.integers(-3, 1)), draw(st.integers(1, 5))
    today = day_of(at, policy.timezone)
    window = (today + timedelta(days=first), today + timedelta(days=first + length))
    return frames, policy, draw(st.integers(0, len(frames))), at, window


@given(looks(), st.sampled_from(SessionKind), orders, sockets, limits)
def test_pages_of_sessions_are_the_whole_list(look, kind, order, socket, limit):
    frames, policy, cut, at, window = look
    wanted = ListScope(at, window, socket)
    with desk(policy) as settled, desk(policy) as plain:
        for piece in (frames[:cut], frames[cut:]):
            settled.store.append(piece)
            projector_of(settled).refresh("CP1")
        plain.store.append([frame for frame in frames if frame.received_at <= at])
        fold_all(plain.store, "CP1", policy)

        def ask(offset):
            found = settled.evidence.sessions(
                "CP1", wanted, SessionFilter(kind=kind, order=order, offset=offset, limit=limit)
            )
            return (found.total, found.counted, round(found.energy_wh, 6)), found.sessions

        whole = plain.evidence.sessions("CP1", ListScope(at, window), SessionFilter(limit=10**6)).sessions
        expected = in_order(
            [row for row in whole if KINDS[kind](row) and socket in {None, row.socket}], order
        )
        found, heads = pages(ask, limit)
        assert found == expected
        assert (
            list(settled.evidence.sessions_whole("CP1", wanted, SessionFilter(kind=kind, order=order))[1])
            == expected
        )
        start, end = (midnight(day, policy.timezone) for day in window)
        counted = [row for row in expected if row.completed and row.end and start <= row.end < end]
        dropped = {"energy_suspicious"} if policy.drop_suspicious_energy else set()
        energy_wh = sum(row.energy_wh or 0 for row in counted if dropped.isdisjoint(row.flags))
        assert heads == {repr((len(expected), len(counted), round(float(energy_wh), 6)))}


@given(looks(), st.sampled_from([*AttemptGroup, *Outcome]), st.sampled_from([None, *Stage]), sockets, limits)
def test_pages_of_attempts_are_the_whole_ledger(look, kind, stage, socket, limit):
    frames, policy, cut, at, window = look
    wanted = ListScope(at, window, socket)
    with desk(policy) as settled, desk(policy) as plain:
        for piece in (frames[:cut], frames[cut:]):
            settled.store.append(piece)
            projector_of(settled).refresh("CP1")
        plain.store.append([frame for frame in frames if frame.received_at <= at])
        fold_all(plain.store, "CP1", policy)
        whole = plain.evidence.attempts("CP1", wanted, AttemptFilter(limit=10**6))

        def ask(offset):
            found = settled.evidence.attempts(
                "CP1", wanted, AttemptFilter(kind=kind, stage=stage, offset=offset, limit=limit)
            )
            head = (found.total, found.outcomes, found.funnel, found.success, found.session_success)
            return head, found.attempts

        failed = set(whole.outcomes) - {"success", "pending"}
        expected = [
            row
            for row in whole.attempts
            if kind in {"", row.outcome} or (kind == "failed" and row.outcome in failed)
            if stage in {None, row.stage}
        ]
        found, heads = pages(ask, limit)
        assert found == expected
        assert (
            list(settled.evidence.attempts_whole("CP1", wanted, AttemptFilter(kind=kind, stage=stage))[1])
            == expected
        )
        assert [row.start for row in found] == sorted((r.start for r in found), reverse=True)
        head = (len(expected), whole.outcomes, whole.funnel, whole.success, whole.session_success)
        assert heads == {repr(head)}
        assert sum(whole.outcomes.values()) == whole.total
