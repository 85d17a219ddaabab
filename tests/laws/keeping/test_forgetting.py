"""Forgotten: whose token it was never shows in a figure, and nothing names it any more."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from lives import lives
from msgspec.structs import replace
from standing_desk import CHOICES, desk, seen
from test_store import pieces

from chargeboard.run.upkeep.person import forget
from chargeboard.store import store_at
from chargeboard.store.copying import Copying
from chargeboard.time.instants import HOUR, SECOND
from projecting import projector_of

NAMES = {f"T{n}": f"t:{n:016x}" for n in (1, 2, 3)}
FORGOTTEN = "f:00000000000000ff"


def hashed(frame):
    text = frame.text
    for token, name in NAMES.items():
        text = text.replace(f'"{token}"', f'"{name}"')
    return replace(frame, text=text)


def nameless(board):
    return json.loads(re.sub("[tf]:[0-9a-f]{16}", "somebody", json.dumps(board, default=str)))


def everything(store, folder):
    """All rows, as they lie in a file."""
    copy = store_at(f"sqlite:///{folder}/copy.db", str(folder)).open()
    Copying(store.database, copy.database, "copied").round()
    copy.close()
    return (folder / "copy.db").read_bytes()


@given(
    lives(),
    st.sampled_from(CHOICES),
    st.lists(st.integers(0, 60), max_size=3),
    st.sampled_from([0, HOUR, 30 * HOUR]),
    st.sampled_from(sorted(NAMES)),
    st.booleans(),
)
def test_a_board_is_the_same_whoever_is_forgotten(  # noqa: PLR0917
    tmp_path_factory, frames, policy, cuts, wait, token, is_packed
):
    frames = [hashed(frame) for frame in frames]
    at = frames[-1].received_at + wait + SECOND
    with desk(policy) as here:
        for piece in pieces(frames, cuts):
            here.store.append(piece)
            projector_of(here).refresh("CP1")
        if is_packed:
            here.store.pack("CP1", at)
        before = nameless(seen(here, at))
        named = NAMES[token] in "".join(frame.text for frame in frames)
        assert bool(forget(here.store, NAMES[token], lambda _: FORGOTTEN, lambda _station, _n: None)) == named
        assert nameless(seen(here, at)) == before
        assert NAMES[token].encode() not in everything(here.store, tmp_path_factory.mktemp("forgotten"))
        for stored in (one for batch in here.store.frames_after("CP1", 0, 0) for one in batch):
            assert NAMES[token] not in stored.frame.text
        projector_of(here).rebuild("CP1")
        assert nameless(seen(here, at)) == before
        here.store.begin_delivery()
        assert here.store.append(frames) == 0, "brought again, they are known"
