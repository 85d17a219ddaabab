"""Frames that lie on the disk come back as they were, each in its part and order, whole or not at all."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.cli.backfill import spill_file
from chargeboard.cli.backfill.spill_file import (
    SpillDamagedError,
    SpillWriter,
    about_spill,
    frames_of,
    part_of,
)
from chargeboard.domain.frame import Frame

TEXTS = st.text(max_size=40)
STATIONS = ["CP1", "CP2", "é/2", "CP-99"]
OF_THEM = {part_of(station) for station in STATIONS}
BATCHES = st.lists(
    st.tuples(
        st.sampled_from(STATIONS),
        st.lists(st.tuples(st.integers(-(2**62), 2**62), TEXTS), max_size=9),
    ),
    max_size=9,
)


def written(path, batches, heads=None, redact=str):
    writer = SpillWriter(path, redact, heads or {})
    for station, told in batches:
        writer.keep(station, [Frame(station, at, "in", text, "A", "ocpp1.6") for at, text in told])
    writer.kept()
    writer.finish(b"\xa4told")
    return writer


def read(path):
    return {part: found for part in OF_THEM if (found := list(frames_of(path, part)))}


@given(BATCHES, st.integers(1, 20))
def test_any_frames_come_back_in_their_part_and_order(batches, at_once):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spill_file, "ROWS_AT_ONCE", at_once)
        path = Path(folder) / "a.spill"
        writer = written(path, batches)
        expected = {}
        for station, told in batches:
            expected.setdefault(part_of(station), []).extend((station, *one) for one in told)
        found = {
            part: [(one.station, one.received_at, one.text) for one in frames]
            for part, frames in read(path).items()
        }
        assert found == {part: frames for part, frames in expected.items() if frames}
        assert {part: n for part, n in writer.frames.items() if n} == {
            part: len(frames) for part, frames in found.items()
        }
        assert about_spill(path) == b"\xa4told"
        assert [file.name for file in Path(folder).iterdir()] == ["a.spill"]


@given(BATCHES, st.data())
def test_what_is_not_as_it_was_written_is_told(batches, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.spill"
        written(path, batches)
        whole = path.read_bytes()
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        with pytest.raises(SpillDamagedError):
            read(path)


def test_the_part_of_a_charger_is_the_same_for_ever():
    assert [part_of(station) for station in ("CP1", "CP2", "é/2", "\ud800")] == [39, 2, 41, 40]


def test_what_counts_for_another_charger_is_in_its_part(tmp_path):
    written(tmp_path / "a", [("CP2", [(1, "x")])], heads={"CP2": "CP1"})
    assert set(read(tmp_path / "a")) == {part_of("CP1")} != {part_of("CP2")}


def test_where_the_disk_is_full_it_says_which_file_had_no_room(tmp_path):
    (tmp_path / f"a.spill.new.{os.getpid()}").symlink_to("/dev/full")
    writer = SpillWriter(tmp_path / "a.spill", str, {})
    writer.keep("CP1", [Frame("CP1", 1, "in", "x")])
    with pytest.raises(OSError, match=r"No space left on device: .*/a\.spill'"):
        writer.finish(b"")
    writer.give_up()
    assert list(tmp_path.iterdir()) == []


def test_what_is_given_up_leaves_nothing(tmp_path):
    writer = SpillWriter(tmp_path / "a", str, {})
    writer.keep("CP1", [Frame("CP1", 1, "in", "x")])
    writer.give_up()
    assert list(tmp_path.iterdir()) == []
