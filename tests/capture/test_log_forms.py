import gzip
import json

import pytest
from log_forms import BEGAN, CHARGER, FORMS, STORY
from test_reading_is_total import SAY_NOTHING

from chargeboard import zstd
from chargeboard.capture.following import FOLLOWED, Follower
from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import LogNotes, Rejected
from chargeboard.capture.rejects import Rejects
from chargeboard.time.instants import datetime_of

STRAY = b'>>> from somewhere else: [2, "stray", "Heartbeat", {}]'


def read(name, text, station=CHARGER):
    notes = LogNotes("log", station)
    found = list(FORMATS[name](text.encode().split(b"\n"), notes))
    rejected = [one for one in found if isinstance(one, Rejected)]
    return [one for one in found if not isinstance(one, Rejected)], rejected, notes


def told(frames):
    return [
        (frame.station, datetime_of(frame.received_at).replace(tzinfo=None), frame.direction, frame.text)
        for frame in frames
    ]


@pytest.mark.parametrize("head", ["INFO:ocpp:", "- ocpp - INFO - ", "[INFO] [ocpp] ", "| INFO | ocpp: "])
def test_an_id_with_a_blank_is_whole_where_the_logger_is_named_before_it(head):
    line = f'2026-06-01 10:00:00,000 {head}RDAM 123: receive message [2,"1","Heartbeat",{{}}]\n'
    [frame], _, _ = read("python-ocpp", line)
    assert (frame.station, frame.text) == ("RDAM 123", '[2,"1","Heartbeat",{}]')


STORY_TOLD = [(CHARGER, at, way, frame) for at, way, frame in STORY]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_told_by_its_content_and_every_frame_of_it_is_read(form):
    name, write = FORMS[form]
    text = write(STORY)
    assert detect(text.encode().split(b"\n")) == name
    frames, rejected, notes = read(name, text)
    assert rejected == []
    assert [(*one[:3], json.loads(one[3])) for one in told(frames)] == STORY_TOLD
    assert notes.undated == 0


def test_every_format_has_a_form_here():
    assert {name for name, _ in FORMS.values()} == FORMATS.keys() - SAY_NOTHING


@pytest.mark.parametrize("form", [form for form in FORMS if form != "debugkit"])
def test_a_line_with_a_frame_that_is_not_taken_is_counted(form):
    name, write = FORMS[form]
    head, *rest = write(STORY[:1]).rstrip("\n").split("\n")
    lines = [head, *rest, "", STRAY.decode(), *write(STORY[1:2]).rstrip("\n").split("\n")[-1:]]
    _, rejected, _ = read(name, "\n".join(lines))
    assert any("stray" in one.text for one in rejected)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "debugkit"])
def test_a_log_that_is_cut_anywhere_keeps_what_was_whole(form):
    name, write = FORMS[form]
    text = write(STORY)
    for cut in range(0, len(text), 97):
        frames, _, _ = read(name, text[:cut])
        whole = [frame for frame in frames if _parses(frame.text)]
        assert [json.loads(frame.text) for frame in whole] == [frame for _, _, frame in STORY][: len(whole)]
        assert len(frames) - len(whole) <= 1


def _parses(text):
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("form", FORMS)
def test_no_other_formats_reader_makes_frames_of_it_unsaid(form):
    name, write = FORMS[form]
    text = write(STORY)
    for other in FORMATS.keys() - {name, "debugkit", "plain"} - SAY_NOTHING:
        frames, rejected, notes = read(other, text)
        if {name, other} <= {"homeassistant", "python-ocpp"}:
            continue  # the same logger behind two stamps
        assert frames == []
        assert rejected or notes.other_lines


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_imported_packed_or_not_and_once(tmp_path, importing, journal, form, pack):
    name, write = FORMS[form]
    (tmp_path / "log").write_text(write(STORY))
    (tmp_path / "log.packed").write_bytes(pack(write(STORY).encode()))
    first, again = (importing(tmp_path / one, station=CHARGER) for one in ("log", "log.packed"))
    assert (first.files[0].format, first.files[0].problem, first.rejected) == (name, None, 0)
    assert (first.new, again.new, again.frames) == (len(STORY), 0, len(STORY))
    assert {frame.station for frame in journal.frames} == {CHARGER}


@pytest.mark.parametrize("form", [form for form, (name, _) in FORMS.items() if name in FOLLOWED])
def test_a_form_is_followed_piece_by_piece_and_by_one_who_comes_later(tmp_path, form):
    name, write = FORMS[form]
    text, path, kept, mark = write(STORY), tmp_path / "log", {}, None
    for begin in range(0, len(text), 400):
        pieces = iter([text[begin : begin + 150], text[begin + 150 : begin + 400]])

        def grow(pieces=pieces):
            with path.open("a") as file:
                file.write(piece := next(pieces, ""))
            return not piece

        def keep(frames, behind):
            nonlocal mark
            kept.update({(one[1], one[3]): one for one in told(frames)})
            mark = behind

        follower = Follower(
            path,
            mark,
            keep=keep,
            redact=lambda said: said,
            rejects=Rejects(None),
            wait=grow,
        )
        follower.run(name, CHARGER)
    last = [json.loads(one[3]) for one in sorted(kept.values(), key=lambda one: one[1])]
    assert [frame for frame in last if frame in [one for _, _, one in STORY]] == last
    assert len(last) >= len(STORY) - 1  # the last one may wait for what ends it


@pytest.mark.parametrize(
    ("form", "head"),
    [("MaEVe", ""), ("ocpp, basicConfig", "INFO:ocpp:"), ("ocpp, basicConfig", "Jun  1 10:00:00 pi cs[7]: ")],
)
def test_frames_without_any_time_take_the_time_that_was_told_last(tmp_path, importing, journal, form, head):
    stamped = FORMS[form][1](STORY).splitlines()
    behind = "cs/" if form == "MaEVe" else CHARGER
    (tmp_path / "dump").write_text("\n".join(head + line[line.index(behind) :] for line in stamped))
    report = importing(tmp_path / "dump")
    assert (report.frames, report.rejected, report.files[0].notes.undated) == (len(STORY), 0, len(STORY))
    assert {datetime_of(frame.received_at).replace(tzinfo=None) for frame in journal.frames} == {BEGAN}


def test_frames_of_a_log_that_tells_no_time_at_all_are_rejected():
    call = 'INFO:ocpp:CP: receive message [2,"1","Heartbeat",{}]'
    frames, rejected, _ = read("python-ocpp", f"hello\n{call}\n{call}")
    assert frames == []
    assert [(one.line, one.reason) for one in rejected] == [
        (2, "no time comes before it, and it holds none"),
        (3, "no time comes before it, and it holds none"),
    ]


def test_a_late_delivery_or_a_wrong_clock_moves_no_time_back_or_far_ahead():
    def status(second):
        return f'cs/in/ocpp1.6/CP-1 {{"type":2,"action":"StatusNotification","id":"1","request":{second}}}'

    def at(stamp):
        return status(json.dumps({"timestamp": stamp}))

    stamps = ["2026-06-01T10:00:00Z", "2026-06-01T09:00:00Z", "2099-01-01T00:00:00Z", "2026-06-01T10:05:00Z"]
    frames, _, _ = read("maeve", "\n".join([status("{}"), *map(at, stamps)]))
    assert [f"{moment:%H:%M}" for _, moment, _, _ in told(frames)] == ["10:00"] * 4 + ["10:05"]
