"""
What is kept takes little room, and is what it was.

The database is one that 5d64d9d left: two days of a busy charger, and beside it what was read of it then.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard import zstd
from chargeboard.domain.conclusions import Reading, Session
from chargeboard.domain.facts import Booted, LinkClosed
from chargeboard.domain.frame import Frame
from chargeboard.run.upkeep.shrinking import shrink
from chargeboard.store import open_store
from chargeboard.store.sql.bodies.press import DICTIONARY, Press
from chargeboard.store.sql.bodies.session_body import body_of, outline_of_body, session_of_body
from chargeboard.store.sql.journal.blocks import packed, unpacked
from chargeboard.time.spans import Span

FROZEN = Path(__file__).parent / "frozen"
EVER = Span(0, 2**62)
LATER = 1_796_000_000_000_000
INSTANTS = st.integers(-(2**61), 2**61)
READINGS = st.lists(
    st.builds(Reading, INSTANTS, st.decimals(allow_nan=False, allow_infinity=False)), max_size=5
).map(tuple)
SESSIONS = st.builds(
    Session,
    key=st.text(),
    socket=st.none() | st.integers(0, 9),
    start=INSTANTS,
    end=st.none() | INSTANTS,
    energy_wh=st.none() | st.just(Decimal("12.50")),
    reason=st.none() | st.text(),
    readings=READINGS,
    export_readings=READINGS,
    powers=st.lists(st.tuples(INSTANTS, st.floats(allow_nan=False)), max_size=4).map(tuple),
)


@pytest.fixture
def before(tmp_path):
    path = tmp_path / "b.db"
    path.write_bytes(zstd.decompress((FROZEN / "5d64d9d.db.zst").read_bytes()))
    return path


@pytest.fixture
def told():
    return msgspec.json.decode(zstd.decompress((FROZEN / "5d64d9d.json.zst").read_bytes()))


def seen(store):
    """What is kept, as it was written down of the database of before."""
    listed = b",".join(some.opened() for some in store.sessions_in_brief("DC-1", EVER))
    rows = msgspec.json.decode(b"[%b]" % listed, type=list[msgspec.Raw])
    return {
        "facts": [as_then(fact) for fact in store.facts("DC-1", EVER)],
        "sessions": [
            [
                one.key,
                one.start,
                one.end,
                str(one.energy_wh),
                one.is_completed,
                len(one.readings),
                [reading.at for reading in one.readings][-1:],
                str(one.readings[len(one.readings) // 2].energy_wh) if one.readings else None,
            ]
            for one in store.sessions("DC-1", EVER)
        ],
        "docs": [bytes(row).decode() for row in rows],
        "attempts": [
            [one.start, one.end, one.outcome, one.because.code] for one in store.attempts("DC-1", EVER)
        ],
        "episodes": [[one.start, one.code, one.vendor_code] for one in store.episodes("DC-1", EVER)],
        "days": [
            [str(day.on), day.sessions, str(day.energy_wh)]
            for day in store.days("DC-1", date(2000, 1, 1), date(2100, 1, 1))
        ],
    }


def test_a_database_of_before_tells_what_it_told(before, told, tmp_path):
    store = open_store(before)
    assert msgspec.json.decode(msgspec.json.encode(seen(store))) == told
    assert store.checkpoint("DC-1", EVER.end, None).carry.startswith(b"\x8f")
    assert store.pack_facts("DC-1", LATER) == len(told["facts"])
    assert msgspec.json.decode(msgspec.json.encode(seen(store))) == told
    held = store.backup(tmp_path / "copy.db")
    assert (held.facts, held.sessions) == (len(told["facts"]), len(told["sessions"]))
    store.close()


def as_then(fact):
    """Without a close code, and without whether a boot was a start: nothing was kept of these yet."""
    told = msgspec.to_builtins(fact)
    is_longer = (isinstance(fact, LinkClosed) and fact.close_code is None) or (
        isinstance(fact, Booted) and fact.is_start
    )
    return told[:-1] if is_longer else told


@given(SESSIONS)
def test_a_session_is_kept_to_the_last_digit(session):
    assert session_of_body(body_of(session)) == session


@given(SESSIONS)
def test_its_outline_is_the_session_with_the_first_and_the_last_that_was_read(session):
    def ends(readings):
        return (readings[0], readings[-1]) if len(readings) > 1 else readings

    assert outline_of_body(body_of(session)) == msgspec.structs.replace(
        session,
        readings=ends(session.readings),
        export_readings=ends(session.export_readings),
        powers=(),
    )


@given(st.binary())
def test_a_body_is_kept_whatever_it_is(body):
    press = Press()
    assert press.opened(press.pressed(body)) == body


def test_the_dictionary_is_never_another_one():
    """What was kept by it could not be read: a new one is a new file."""
    assert zstd.ZstdDict(DICTIONARY.read_bytes()).dict_id == 1
    kept = bytes.fromhex("2035cd0000786b32385432303a32363a34305a227d02cc342671913f5e01")
    assert Press().opened(kept) == b'{"key":"k","socket":1,"start":"2026-05-28T20:26:40Z"}'


FRAMES = st.lists(
    st.tuples(
        st.integers(0, 2**40), INSTANTS, st.sampled_from(["in", "out", "ws"]), st.text(), st.text(), st.text()
    ),
    min_size=1,
    max_size=5,
)


@given(FRAMES)
def test_a_block_of_frames_is_what_went_in_in_the_form_of_before_too(rows):
    assert unpacked(packed(rows)) == rows
    assert unpacked(zstd.compress(msgspec.msgpack.encode(rows))) == rows


def test_a_file_of_which_most_is_free_is_written_anew(tmp_path, monkeypatch):
    store = open_store(tmp_path / "a.db")
    store.append([Frame("A", n, "in", "x" * 1000) for n in range(30_000)])
    kept = [one.frame for batch in store.frames_after("A", 0, 0) for one in batch][:10]
    assert not shrink(store), "nothing is free"
    store.pack("A", 10**9)
    size = store.size_bytes
    monkeypatch.setattr("chargeboard.run.upkeep.shrinking.MOST_WIPED_BYTES", 1000)
    assert not shrink(store), "what is not free is too much to be written at once"
    monkeypatch.undo()
    assert shrink(store)
    assert store.size_bytes < size / 10
    assert not shrink(store)
    assert [one.frame for one in next(store.frames_after("A", 0, 0))][:10] == kept
    store.close()
