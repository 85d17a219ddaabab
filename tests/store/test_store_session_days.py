"""Sessions of days that are over are read from one row a day: the same ones, whatever happened to them."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard import zstd
from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.conclusions import Checkpoint, Conclusions, Session
from chargeboard.metrics.sessions.overview import together
from chargeboard.store import open_store
from chargeboard.store.sql.known import session_days
from chargeboard.time.instants import HOUR, NEVER
from chargeboard.time.spans import Span

DAY = 24 * HOUR
BEGIN = 20_000 * DAY
starts = st.integers(0, 6 * 24).map(lambda hour: BEGIN + hour * HOUR)
lengths = st.sampled_from([None, 0, HOUR, 20 * HOUR, 30 * HOUR, 90 * HOUR])
edges = st.integers(-3 * 24, 9 * 24).map(lambda hour: BEGIN + hour * HOUR)


def settle(store, since, until, sessions):
    made = [
        Session(
            key=f"{start}/t:token{n}", socket=1, start=start, end=None if length is None else start + length,
            energy_wh=Decimal(n), reason=None, is_completed=n % 2 == 0, token=f"t:token{n}",
            flags=(SessionFlag.REVISED,) if n % 5 == 0 else (), settles_at=start + (length or 0),
        )
        for n, (start, length) in enumerate(sorted(sessions, key=lambda one: one[0]))
        if since <= start < until
    ]  # fmt: skip
    docs = [b'{"key":"%s"}' % one.key.encode() for one in made]
    kept = Checkpoint(at=until, received_until=until, carry=b"")
    store.settle(store.progress("A"), since, Conclusions(sessions=made), docs, [], [kept])


def one_by_one(store, span, settled_by):
    with store.reading():
        return session_days._together(session_days._touching(store._db, "A", span, settled_by))


def told(some):
    """All that is told in brief of sessions, as if it had been told at once."""
    whole = together([each.completed for each in some])
    last_end = max((each.last_end for each in some if each.last_end is not None), default=None)
    rows = b",".join(each.opened() for each in some)
    return whole, last_end, any(each.has_reasons for each in some), rows


def days(store):
    return [at for (at,) in store._db.connection.execute("select day_at from session_day order by 1")]


@pytest.fixture
def store():
    made = open_store(":memory:")
    yield made
    made.close()


@settings(deadline=None)
@given(
    sessions=st.lists(st.tuples(starts, lengths), max_size=12),
    settled=st.lists(st.tuples(edges, edges), max_size=4),
    asked=st.lists(st.tuples(edges, edges, edges | st.just(NEVER)).map(sorted), min_size=1, max_size=5),
    gone=st.none() | st.integers(0, 11),
    let_go=st.none() | edges,
)
def test_they_are_those_that_are_read_one_by_one(sessions, settled, asked, gone, let_go):
    store = open_store(":memory:")
    settle(store, BEGIN - DAY, BEGIN + 9 * DAY, sessions)
    for since, until in settled:
        settle(store, since, max(since, until), sessions[::2])
    if gone is not None:
        store.replace_token("A", f"t:token{gone}", f"t:nobod{gone}")
    if let_go is not None:
        while store.let_sessions_go("A", let_go):
            pass
    for first, last, settled_by in asked:
        span = Span(first, last)
        found = store.sessions_in_brief("A", span, settled_by)
        assert told(found) == told(one_by_one(store, span, settled_by))
    store.close()


def test_a_day_that_is_over_is_one_row_and_one_that_is_not_is_none(store):
    settle(store, BEGIN, BEGIN + 2 * DAY + HOUR, [(BEGIN + hour * HOUR, HOUR) for hour in range(0, 60, 2)])
    assert days(store) == [BEGIN, BEGIN + DAY]


def test_what_is_forgotten_or_let_go_of_is_in_no_row(store):
    settle(store, BEGIN, BEGIN + 3 * DAY, [(BEGIN + n * DAY, HOUR) for n in range(3)])
    assert days(store) == [BEGIN, BEGIN + DAY, BEGIN + 2 * DAY]
    store.replace_token("A", "t:token1", "t:nobody")
    assert days(store) == [BEGIN, BEGIN + 2 * DAY]
    assert store.let_sessions_go("A", BEGIN + DAY)
    assert days(store) == [BEGIN + 2 * DAY]


def test_many_days_are_put_together_a_part_at_a_time(store, monkeypatch):
    monkeypatch.setattr(session_days, "_MOST", 10)
    sessions = [(BEGIN + hour * HOUR, HOUR) for hour in range(0, 5 * 24, 6)]
    settle(store, BEGIN, BEGIN + 5 * DAY, sessions)
    assert days(store) == [BEGIN, BEGIN + DAY]
    settle(store, BEGIN + 5 * DAY, BEGIN + 6 * DAY, sessions)
    assert days(store) == [BEGIN + n * DAY for n in range(4)]


def test_rows_for_the_page_are_opened_where_they_are_shown(store, monkeypatch):
    settle(store, BEGIN, BEGIN + 3 * DAY, [(BEGIN + n * DAY, HOUR) for n in range(3)])
    opened = []

    def decompress(body):
        opened.append(body)
        return zstd.decompress(body)

    pressing = SimpleNamespace(compress=zstd.compress, decompress=decompress)
    monkeypatch.setattr(session_days, "zstd", pressing)
    found = store.sessions_in_brief("A", Span(BEGIN, BEGIN + 3 * DAY))
    assert [each.last_end for each in found] == [BEGIN + n * DAY + HOUR for n in range(3)]
    assert opened == []
    assert b"token2" in found[-1].opened()
    assert len(opened) == 1
