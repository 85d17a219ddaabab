import pytest
from test_journal_port import T0, frame, frames

from chargeboard.domain.facts import StartReported
from chargeboard.domain.records import Overtaken, Progress
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

OLD, OTHER, NEW = "t:00000000000000aa", "t:00000000000000bb", "f:00000000000000cc"


def start_by(token, second):
    return frame(second, f'[2,"{second}","StartTransaction",{{"idTag":"{token}"}}]')


def test_rows_and_packed_frames_alike_bear_the_new_name_and_nothing_else_changes(store):
    given = [start_by(OLD, 1), start_by(OTHER, 2), start_by(OLD, 3), frame(4, "x" * 40_000 + OLD)]
    store.append(given)
    store.pack("A", T0 + 3 * SECOND)
    store.append([frame(1, OLD, station="B")])
    assert store.replace_token("A", OLD, NEW) == 3
    assert [one.text for one in frames(store)] == [one.text.replace(OLD, NEW) for one in given]
    assert frames(store, "B") == [frame(1, OLD, station="B")]
    assert store.replace_token("A", OLD, NEW) == 0


def test_facts_and_the_snapshot_bear_it_and_who_was_computing_is_overtaken(store):
    fact = StartReported(T0, T0 + 1, "1", f"1/{OLD}", 1, OLD, None)
    store.let_frames_go("A", T0, f'{{"call":"{OLD}"}}'.encode())
    begun = Progress(station="A", snapshot=f'{{"card":"{OLD}"}}'.encode(), received_at=T0, seq=1)
    store.save_batch([fact], begun)
    computing = store.progress("A")
    assert store.replace_token("A", OLD, NEW) == 3
    (changed,) = store.facts("A", Span(0, T0 + SECOND))
    assert (changed.token, changed.at) == (NEW, T0)
    assert store.progress("A").snapshot == f'{{"card":"{NEW}"}}'.encode()
    assert store.kept_since("A").mark == f'{{"call":"{NEW}"}}'.encode()
    with pytest.raises(Overtaken):
        store.save_batch([], computing)


def test_a_name_of_another_length_is_refused(store):
    with pytest.raises(ValueError, match="as long as the token"):
        store.replace_token("A", OLD, "f:1")


def test_the_salt_is_that_of_the_time_before_until_it_came_to_its_end(store):
    assert store.forgetting("one") == "one"
    assert store.forgetting("two") == "one"
    store.forgotten()
    assert store.forgetting("three") == "three"


def test_frames_that_differ_in_a_forgotten_name_alone_are_known(store):
    given = [start_by(OLD, 1), start_by(OTHER, 1), start_by(OLD, 1), start_by(OTHER, 2)]
    store.append(given)
    store.replace_token("A", OLD, NEW)
    store.begin_delivery()
    assert store.append(given) == 0
    store.begin_delivery()
    assert store.append([*given, start_by(OLD, 2)]) == 1, "at an instant where nobody was forgotten"
