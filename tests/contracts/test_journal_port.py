from itertools import pairwise

import pytest

from chargeboard.domain.facts import Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Progress
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span

DAY = 24 * HOUR
T0 = 1_760_000_000 * SECOND


def frame(second, text="", station="A", direction="in"):
    return Frame(station, T0 + second * SECOND, direction, text or f"[2,{second}]", "c1", "ocpp1.6")


def journal(store, station="A", received_at=0, seq=0):
    return [stored for batch in store.frames_after(station, received_at, seq) for stored in batch]


def frames(store, station="A"):
    return [stored.frame for stored in journal(store, station)]


def test_what_was_appended_is_read_back_in_order(store):
    given = [frame(second) for second in range(10)]
    assert store.append(given) == 10
    assert frames(store) == given
    assert [stored.seq for stored in journal(store)] == list(range(1, 11))


def test_rows_of_other_systems_are_read_without_the_messages_wherever_they_are_kept(store):
    rows = [frame(second, direction="row") for second in (2, 5, 8)]
    store.append(
        [frame(second) if second % 3 != 2 else frame(second, direction="row") for second in range(10)]
    )
    span = Span(T0, T0 + 9 * SECOND)
    assert store.rows_in("A", span) == rows
    store.pack("A", T0 + 6 * SECOND)
    assert store.rows_in("A", span) == rows
    assert store.rows_in("A", Span(T0 + 3 * SECOND, T0 + 8 * SECOND)) == [rows[1]]
    assert store.rows_in("B", span) == []


def test_nothing_is_a_batch_too(store):
    assert store.append([]) == 0
    assert store.stations() == []
    assert journal(store) == []


def test_stations_are_those_that_sent_a_frame(store):
    store.append([frame(1, station="B"), frame(1, station="A"), frame(2, station="B")])
    assert store.stations() == ["A", "B"]
    assert [store.has_sent(one) for one in ("A", "B", "a", "")] == [True, True, False, False]
    assert frames(store, "B") == [frame(1, station="B"), frame(2, station="B")]
    assert [stored.seq for stored in journal(store, "B")] == [1, 2]


def test_a_stamp_before_1970_is_an_instant_like_others(store):
    given = [Frame("A", at, "in", "[]") for at in (-(10**15), -5, 0)]
    assert store.append(given) == 3
    store.begin_delivery()
    assert store.append(given) == 0
    assert [stored.frame for stored in journal(store, received_at=-(2**62))] == given


def test_any_text_is_kept_as_it_is(store):
    texts = ["", "\0", "[2,", "ü€🔌", "a" * 2_000_000, "'; drop table journal; --"]
    given = [Frame("A", T0 + n, "in", text) for n, text in enumerate(texts)]
    assert store.append(given) == len(texts)
    assert frames(store) == given


def test_half_a_surrogate_pair_costs_its_character_not_the_batch(store):
    given = [frame(1), frame(2, '["\ud83d"]'), frame(3)]
    assert store.append(given) == 3
    assert [kept.text for kept in frames(store)] == ["[2,1]", '["?"]', "[2,3]"]
    store.begin_delivery()
    assert store.append(given) == 0


SEVERAL_DAYS = [frame(second) for second in range(0, 3 * 86_400, 60)]


@pytest.mark.parametrize("old_before", [T0 + 86_400 * SECOND, T0 + 10 * DAY])
def test_what_is_old_when_it_comes_reads_as_what_was_packed_later(store, old_before):
    assert store.append(SEVERAL_DAYS[:2_000], old_before) == 2_000
    assert store.append(SEVERAL_DAYS[2_000:], old_before) == len(SEVERAL_DAYS) - 2_000
    assert frames(store) == SEVERAL_DAYS
    assert [stored.seq for stored in journal(store)] == list(range(1, len(SEVERAL_DAYS) + 1))
    store.begin_delivery()
    assert store.append(SEVERAL_DAYS, old_before) == 0
    store.pack("A", T0 + 10 * DAY)
    assert frames(store) == SEVERAL_DAYS


def test_what_is_old_and_comes_late_or_in_the_instant_of_the_newest_keeps_its_place(store):
    old_before = T0 + 10 * DAY
    store.append(SEVERAL_DAYS[::2], old_before)
    store.append(SEVERAL_DAYS[1::2], old_before)
    again = frame(SEVERAL_DAYS[-1].received_at // SECOND - T0 // SECOND, "[2,again]")
    store.append([again, frame(4 * 86_400)], old_before)
    assert frames(store) == [*SEVERAL_DAYS, again, frame(4 * 86_400)]


def test_who_has_old_frames_that_nobody_folded_is_told_of(store):
    store.append(SEVERAL_DAYS, T0 + 10 * DAY)
    assert store.unfolded() == [("A", SEVERAL_DAYS[0].received_at)]
    folded = SEVERAL_DAYS[-1].received_at
    store.save_batch([], Progress(station="A", received_at=folded, seq=len(SEVERAL_DAYS)))
    assert store.unfolded() == []
    store.append([frame(second) for second in range(6 * 86_400, 8 * 86_400, 60)], T0 + 10 * DAY)
    assert [station for station, since in store.unfolded() if since > folded] == ["A"]


def test_a_file_brought_twice_keeps_each_frame_once(store):
    given = [frame(second // 3, f"[{second % 2}]") for second in range(60)]
    assert store.append(given) == 60
    store.begin_delivery()
    assert store.append(given) == 0
    store.begin_delivery()
    assert sum(store.append([each]) for each in given) == 0
    assert frames(store) == given


def test_an_identical_retry_inside_one_source_is_kept(store):
    assert store.append([frame(1), frame(1)]) == 2
    assert store.append([frame(1)]) == 1
    store.begin_delivery()
    assert store.append([frame(1), frame(1), frame(1)]) == 0
    assert store.append([frame(1)]) == 1
    assert len(frames(store)) == 4


def test_retries_count_across_the_calls_of_one_delivery(store):
    store.append([frame(1), frame(2)])
    store.begin_delivery()
    assert store.append([frame(1)]) == 0
    assert store.append([frame(2)]) == 0
    assert store.append([frame(1)]) == 1
    assert store.append([frame(1), frame(1)]) == 2
    assert sorted(kept.received_at for kept in frames(store)) == [frame(1).received_at] * 4 + [
        frame(2).received_at
    ]


def test_frames_that_differ_in_direction_or_text_or_station_are_not_the_same(store):
    store.append([frame(1, "[x]")])
    store.begin_delivery()
    others = [frame(1, "[y]"), frame(1, "[x]", direction="out"), frame(1, "[x]", station="B")]
    assert store.append(others) == 3


def test_the_connection_is_no_part_of_a_frames_identity(store):
    store.append([frame(1)])
    store.begin_delivery()
    assert store.append([Frame("A", frame(1).received_at, "in", frame(1).text, "c9", "")]) == 0


def test_a_longer_copy_of_the_file_adds_only_what_is_new(store):
    given = [frame(second // 2) for second in range(20)]
    store.append(given[:13])
    store.begin_delivery()
    assert store.append(given) == 7
    assert frames(store) == given


def test_frames_come_back_by_receipt_then_by_arrival(store):
    store.append([frame(5, "[5]"), frame(7, "[7]"), frame(6, "[6]"), frame(5, "[5b]")])
    assert [kept.text for kept in frames(store)] == ["[5]", "[5b]", "[6]", "[7]"]
    assert [stored.seq for stored in journal(store)] == [1, 4, 3, 2]


def test_frames_after_a_place_are_those_behind_it(store):
    store.append([frame(second // 2, f"[{second}]") for second in range(9000)])
    everything = journal(store)
    for place in (0, 1, 4095, 4096, 4097, 8998, 8999):
        at = everything[place]
        assert journal(store, "A", at.frame.received_at, at.seq) == everything[place + 1 :]


def test_batches_are_a_few_thousand_at_most(store):
    store.append([frame(second) for second in range(9000)])
    sizes = [len(batch) for batch in store.frames_after("A", 0, 0)]
    assert sum(sizes) == 9000
    assert max(sizes) <= 4096


def test_frames_that_arrive_while_reading_are_read_too(store):
    store.append([frame(second) for second in range(5000)])
    reading = store.frames_after("A", 0, 0)
    first = next(reading)
    store.append([frame(5000)])
    rest = [stored for batch in reading for stored in batch]
    assert len(first) + len(rest) == 5001


def test_a_frame_older_than_the_newest_folded_one_asks_for_a_new_fold(store):
    store.append([frame(1), frame(5), frame(9)])
    store.save_batch([], Progress(station="A", received_at=frame(5).received_at, seq=2))
    assert not store.needs_refold("A")
    store.append([frame(7)])
    assert not store.needs_refold("A"), "it lies behind the cursor"
    store.append([frame(5, "[same instant, later arrival]")])
    assert not store.needs_refold("A"), "it lies behind the cursor too"
    store.append([frame(3)])
    assert store.needs_refold("A")
    assert not store.needs_refold("B")


def test_a_frame_brought_again_asks_for_nothing(store):
    store.append([frame(1), frame(5)])
    store.save_batch([], Progress(station="A", received_at=frame(5).received_at, seq=2))
    store.begin_delivery()
    store.append([frame(1)])
    assert not store.needs_refold("A")


def test_forgetting_answers_the_wish_for_a_new_fold(store):
    store.append([frame(1), frame(5)])
    store.save_batch([], Progress(station="A", received_at=frame(5).received_at, seq=2))
    store.append([frame(3)])
    store.forget("A")
    assert not store.needs_refold("A")
    assert [kept.text for kept in frames(store)] == ["[2,1]", "[2,3]", "[2,5]"]


def test_a_late_frame_that_slips_in_between_reading_and_saving_is_not_overlooked(store):
    store.append([frame(1), frame(5)])
    last = next(store.frames_after("A", 0, 0))[-1]
    store.append([frame(3)])
    assert not store.needs_refold("A"), "nothing is folded yet"
    store.save_batch([], Progress(station="A", received_at=last.frame.received_at, seq=last.seq))
    assert store.needs_refold("A")
    store.forget("A")
    last = list(store.frames_after("A", 0, 0))[-1][-1]
    store.save_batch(
        [],
        Progress(
            station="A",
            received_at=last.frame.received_at,
            seq=last.seq,
            revision=store.progress("A").revision,
        ),
    )
    assert not store.needs_refold("A"), "this time it was read"


def test_late_frames_that_were_read_in_their_place_ask_for_nothing(store):
    store.append([frame(1), frame(5), frame(3)])
    last = next(store.frames_after("A", 0, 0))[-1]
    store.save_batch([], Progress(station="A", received_at=last.frame.received_at, seq=last.seq))
    assert not store.needs_refold("A")


def test_frames_out_of_order_but_behind_the_cursor_ask_for_nothing(store):
    for second in (10, 20, 30):
        store.append([frame(second + 5), frame(second + 3)])
        for batch in store.frames_after("A", store.progress("A").received_at, store.progress("A").seq):
            last, revision = batch[-1], store.progress("A").revision
            store.save_batch(
                [],
                Progress(station="A", received_at=last.frame.received_at, seq=last.seq, revision=revision),
            )
        assert not store.needs_refold("A")


class TestPacking:
    """Old frames are kept in blocks; nobody notices."""

    @pytest.fixture
    def given(self, store):
        given = [
            Frame("A", T0 + n * 37 * SECOND // 2, "in", f"[2,{n}]", "c", "ocpp1.6") for n in range(12_000)
        ]
        store.append(given)
        return given

    def test_packed_frames_are_read_like_others(self, store, given):
        before = journal(store)
        assert store.pack("A", given[9000].received_at) == 9000
        assert journal(store) == before
        for place in (0, 4095, 4671, 8999, 9000, 11_998):
            at = before[place]
            assert journal(store, "A", at.frame.received_at, at.seq) == before[place + 1 :]
        assert store.stations() == ["A"]

    def test_packing_again_moves_nothing(self, store, given):
        store.pack("A", given[9000].received_at)
        assert store.pack("A", given[9000].received_at) == 0
        assert store.pack("A", given[-1].received_at + 1) == 3000
        assert frames(store) == given

    def test_packed_frames_brought_again_are_known(self, store, given):
        store.pack("A", given[9000].received_at)
        store.begin_delivery()
        assert store.append(given) == 0
        assert frames(store) == given

    def test_a_late_frame_inside_a_packed_block_takes_its_place(self, store, given):
        store.pack("A", given[9000].received_at)
        late = [Frame("A", given[n].received_at + 1, "in", f"[late {n}]") for n in (10, 5000, 8998)]
        assert store.append(late) == 3
        expected = sorted([*given, *late], key=lambda each: each.received_at)
        assert frames(store) == expected
        store.pack("A", given[9000].received_at)
        assert frames(store) == expected
        store.begin_delivery()
        assert store.append(late) == 0

    def test_packing_while_someone_reads_loses_nothing(self, store, given):
        reading = store.frames_after("A", 0, 0)
        found = next(reading)
        store.pack("A", given[11_000].received_at)
        found += [stored for batch in reading for stored in batch]
        assert [stored.frame for stored in found] == given

    def test_blocks_take_a_small_part_of_the_room(self, store, given):
        store.pack("A", given[-1].received_at + 1)
        with store._db.reading() as connection:
            blocks = connection.execute("select first_at, frames, length(body) from journal_block").fetchall()
        assert sum(frames_ for _, frames_, _ in blocks) == 12_000
        assert sum(size for _, _, size in blocks) < 12_000 * 35
        assert {at // DAY for at, _, _ in blocks} == {each.received_at // DAY for each in given}


def test_seq_grows_with_arrival(store):
    store.append([frame(9), frame(3), frame(5)])
    store.append([frame(4)])
    by_arrival = sorted(journal(store), key=lambda stored: stored.seq)
    assert [stored.frame.received_at for stored in by_arrival] == [
        frame(second).received_at for second in (9, 3, 5, 4)
    ]
    assert all(b.seq == a.seq + 1 for a, b in pairwise(by_arrival))


def test_the_journal_survives_forgetting(store):
    store.append([frame(1)])
    store.save_batch([Quiet(T0, T0, T0 + 1)], Progress(station="A", received_at=T0, seq=1))
    store.forget("A")
    assert frames(store) == [frame(1)]


def in_span(store, span, **asked):
    return [stored for batch in store.frames_in("A", span, **asked) for stored in batch]


@pytest.mark.parametrize("packed_days", [0, 2, 5])
@pytest.mark.parametrize("span", [Span(T0, T0 + 5 * DAY), Span(T0 + HOUR, T0 + 50 * HOUR), Span(-DAY, 0)])
def test_a_span_of_frames_is_read_in_either_order(store, span, packed_days):
    given = [Frame("A", T0 + n * 97 * SECOND, "in", f"[2,{n}]") for n in range(4400)]
    given += [Frame("A", T0 + DAY, "out", f"[3,{n}]") for n in range(3)]
    given += [Frame("A", -5, "in", "[2,early]")]
    store.append(given)
    store.pack("A", T0 + packed_days * DAY)
    late = [Frame("A", T0 + n * 6 * HOUR, "in", f"[4,{n}]") for n in range(8)]
    store.append(late)
    expected = [one for one in journal(store, received_at=-(2**62)) if one.frame.received_at in span]
    assert in_span(store, span) == expected
    assert in_span(store, span, newest_first=True) == expected[::-1]
    assert expected


def test_the_newest_page_of_a_long_history_reads_one_block(store):
    store.append([Frame("A", T0 + n * SECOND, "in", f"[2,{n}]") for n in range(20_000)])
    store.pack("A", T0 + DAY)
    batch = next(iter(store.frames_in("A", Span(0, T0 + 10 * DAY), newest_first=True)))
    assert batch[0].frame.text == "[2,19999]"
    assert next(iter(store.frames_in("A", Span(T0 + 9000 * SECOND, T0 + DAY))))[0].frame.text == "[2,9000]"


def test_frames_heard_just_now_are_kept_in_order_and_late_ones_too(store):
    def heard(station, at, text):
        return Frame(station, at, "in", text, "c", "ocpp1.6")

    store.append_heard([heard("A", 10, "1"), heard("B", 5, "2"), heard("A", 11, "3")])
    store.append_heard([heard("A", 12, "4"), heard("A", 9, "late"), heard("B", 6, "5")])
    texts = [stored.frame.text for batch in store.frames_after("A", 0, 0) for stored in batch]
    assert texts == ["late", "1", "3", "4"]
    assert store.newest_frame_at("A") == 12
    assert store.append([heard("A", 12, "4"), heard("B", 7, "6")]) == 1
    assert sorted(store.stations()) == ["A", "B"]


def test_what_a_clock_that_was_ahead_has_stamped_is_pulled_back_in_its_order(store):
    early = [frame(second) for second in range(3)]
    ahead = [frame(second + 86_400) for second in (10, 20, 30)]
    other = frame(86_400, station="B")
    store.append([*early, *ahead, other])
    now = T0 + 60 * SECOND
    store.append_heard([frame(60)], now)
    seconds = [(one.received_at - T0) / SECOND for one in frames(store)]
    assert seconds == pytest.approx([0, 1, 2, 40, 50, 60, 60], abs=1e-3)
    assert [one.text for one in frames(store)] == [one.text for one in [*early, *ahead, frame(60)]]
    assert store.newest_frame_at("A") == now
    assert store.needs_refold("A")
    assert frames(store, "B") == [other]
    store.pull_back("B", now, now)
    assert store.newest_frame_at("B") < now


def test_frames_of_the_future_that_are_far_apart_stay_behind_what_was_received_before(store):
    store.append([frame(0), *(frame(year * 31_536_000) for year in (1, 2, 900)), frame(1)])
    now = T0 + 2 * SECOND
    store.pull_back("A", now, now)
    assert [one.text for one in frames(store)] == [
        frame(second).text for second in (0, 1, *(year * 31_536_000 for year in (1, 2, 900)))
    ]
    assert store.newest_frame_at("A") < now
    assert len({one.received_at for one in frames(store)}) == 5


def test_a_clock_set_back_between_two_frames_of_a_commit_changes_no_order(store):
    told = [frame(0), frame(1), frame(86_400), frame(86_401), frame(3), frame(4)]
    now = T0 + 4 * SECOND
    store.append_heard(told, now)
    assert [one.text for one in frames(store)] == [one.text for one in told]
    assert store.newest_frame_at("A") == now


def test_what_was_heard_goes_with_the_commit_that_it_is_part_of(store):
    def lose(*told):
        with store.together():
            store.append_heard(told)
            raise KeyError

    store.append_heard([frame(1)])
    with pytest.raises(KeyError):
        lose(frame(2), frame(3, station="B"))
    assert (frames(store), store.stations()) == ([frame(1)], ["A"])
    with store.together():
        with pytest.raises(KeyError):
            lose(frame(4))
        store.append_heard([frame(5)])
    assert frames(store) == [frame(1), frame(5)]
    with pytest.raises(RuntimeError, match="reading"), store.reading():
        store.append_heard([frame(6)])
    assert frames(store) == [frame(1), frame(5)]


def test_a_log_that_is_read_late_pulls_nothing_back(store):
    store.append_heard([frame(1000), frame(2000)], T0 + 2000 * SECOND)
    store.append_heard([frame(10)], T0 + 2001 * SECOND)
    assert [one.received_at for one in frames(store)] == [T0 + second * SECOND for second in (10, 1000, 2000)]


def test_large_frames_are_read_in_their_place_in_either_order_and_a_bounded_part_at_once(store, monkeypatch):
    monkeypatch.setattr("chargeboard.store.sql.journal.frames_in_order.MOST_TEXT", 200_000)
    told = [frame(second, f"[{second}]" + "x" * (70_000 if second % 3 == 1 else 0)) for second in range(40)]
    store.append_heard(told[:20])
    store.append(told[20:])
    for is_packed in (False, True):
        if is_packed:
            assert store.pack("A", T0 + DAY) == 27
        batches = list(store.frames_after("A", 0, 0))
        assert [one.frame for batch in batches for one in batch] == told
        assert max(sum(len(one.frame.text) for one in batch) for batch in batches) < 400_000
        for newest_first in (False, True):
            batches = list(store.frames_in("A", Span(T0, T0 + DAY), newest_first=newest_first))
            assert [one.frame for batch in batches for one in batch] == (told[::-1] if newest_first else told)
            assert max(sum(len(one.frame.text) for one in batch) for batch in batches) < 400_000
            part = Span(T0 + 5 * SECOND, T0 + 9 * SECOND)
            some = [
                one.frame for batch in store.frames_in("A", part, newest_first=newest_first) for one in batch
            ]
            assert sorted(some, key=lambda one: one.received_at) == told[5:9]
    store.begin_delivery()
    assert store.append(told) == 0
    assert store.append([frame(60, told[1].text)]) == 1


def test_a_large_frame_that_a_clock_ahead_has_stamped_is_pulled_back_with_the_others(store):
    told = [frame(0), frame(DAY // SECOND, "[1]" + "x" * 100_000), frame(DAY // SECOND + 5), frame(10)]
    now = T0 + 10 * SECOND
    for one in told:
        store.append_heard([one], max(now, one.received_at))
    store.append_heard([frame(11)], now + SECOND)
    assert [one.text for one in frames(store)] == [one.text for one in [*told, frame(11)]]


def test_sources_that_begin_in_one_commit_are_compared_each_with_what_was_there(store):
    frame = Frame("A", 1, "in", "[2]")
    with store.together():
        counts = []
        for _ in range(3):
            store.begin_delivery()
            counts.append(store.append([frame, frame]))
    assert counts == [2, 0, 0]
    store.begin_delivery()
    assert store.append([frame] * 3) == 1
