import msgspec
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.documents import encoded, kept_session, session_of, sessions_of, sessions_told
from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.reasons import Reason
from chargeboard.time.instants import SECOND

NOON = 1_780_000_000 * SECOND
instants = st.integers(NOON - 10**15, NOON + 10**15)
whys = st.lists(
    st.builds(
        Reason,
        st.sampled_from(list(SessionFlag)),
        st.dictionaries(st.sampled_from(["energy_wh", "text"]), st.text() | st.integers(-5, 5), max_size=2),
    ),
    max_size=2,
)


def rows(why=whys):
    return st.builds(
        SessionRow,
        key=st.text(),
        socket=st.integers(1, 4) | st.none(),
        start=instants,
        end=instants | st.none(),
        duration_s=st.none(),
        energy_wh=st.floats(0, 1e6) | st.none(),
        reason=st.text() | st.none(),
        end_inferred=st.booleans(),
        completed=st.booleans(),
        flags=st.lists(st.sampled_from(list(SessionFlag)), max_size=2),
        why=why,
        transaction_ids=st.lists(st.text(), max_size=2),
        export_wh=st.none() | st.floats(0, 1e6),
    )


@given(rows())
def test_a_row_that_was_kept_is_read_as_it_was(row):
    kept = kept_session(row)
    assert session_of(kept) == row
    assert sessions_of(kept) == sessions_of(b"%b,%b" % (kept_session(row), kept), 1) == [row]
    assert sessions_of(b"") == []


@given(rows(st.just([])))
def test_a_row_without_a_reason_is_kept_as_it_is_told(row):
    kept = kept_session(row)
    assert kept == encoded(row)
    assert sessions_told(b"%b,%b" % (kept, kept)) == b"%b,%b" % (kept, kept)


def test_a_reason_is_kept_by_its_code_and_told_in_words():
    row = SessionRow(
        key='"why":[]', socket=1, start=NOON, end=None, duration_s=None, energy_wh=None, reason=None,
        end_inferred=False, completed=False, flags=[], why=[Reason(SessionFlag.ENERGY_UNKNOWN)],
        transaction_ids=[],
    )  # fmt: skip
    kept = kept_session(row)
    ((code, *_),) = msgspec.json.decode(kept)["why"]
    assert code == "energy_unknown"
    told = sessions_told(kept)
    assert told == encoded(row)
    assert msgspec.json.decode(told)["why"][0]["text"]
