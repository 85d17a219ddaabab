import json
from datetime import UTC, datetime

import pytest

from chargeboard.capture.formats.reading import Rejected, because
from chargeboard.capture.lines import Log
from chargeboard.capture.rejects import Rejects
from chargeboard.time.instants import SECOND, instant_of

LINE = (
    '{{"received_at":"2025-10-13T08:00:{n:02d}Z","station":"CP1","direction":"in",'
    '"frame":[2,"{n}","Authorize",{{"idTag":"DEADBEEF"}}]}}'
)


def test_importing_a_file_twice_changes_nothing(tmp_path, importing, journal):
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join([*(LINE.format(n=n) for n in range(20)), "rubbish"]))
    first, again = importing(log), importing(log)
    assert (first.new, first.rejected) == (20, 1)
    assert (again.new, again.frames) == (0, 20)
    assert len(journal.frames) == 20
    assert len(list(Rejects(tmp_path / "board.db.rejected.jsonl"))) == 1


def test_a_retry_inside_one_file_is_kept(tmp_path, importing):
    log = tmp_path / "log.jsonl"
    log.write_text(f"{LINE.format(n=1)}\n{LINE.format(n=1)}\n")
    assert importing(log).new == 2
    assert importing(log).new == 0


def test_unreadable_lines_are_kept_with_file_line_and_reason_and_stop_nothing(tmp_path, importing):
    log = tmp_path / "log.jsonl"
    log.write_bytes(
        b"\n".join(
            [
                LINE.format(n=1).encode(),
                b"{ not json",
                b'{"received_at":"never","station":"CP1","direction":"in","frame":[]}',
                b'{"received_at":"2025-10-13T08:00:00Z","station":"CP1","direction":"up","frame":[]}',
                b'{"received_at":"2025-10-13T08:00:00Z","station":"CP1","direction":"ws","frame":["whirl"]}',
                b"\xff\xfe\x00",
                b"",
                LINE.format(n=2).encode()[:-3],
                LINE.format(n=3).encode(),
            ]
        )
    )
    report = importing(log)
    assert (report.new, report.rejected) == (2, 6)
    kept = list(Rejects(tmp_path / "board.db.rejected.jsonl"))
    assert [(line.file, line.line) for line in kept] == [("log.jsonl", n) for n in (2, 3, 4, 5, 6, 8)]
    assert all(line.reason for line in kept)
    assert kept[0].text == "{ not json"
    assert "DEADBEEF" not in kept[-1].text


@pytest.mark.parametrize(
    "log",
    [
        '{{"received_at":"{iso}","station":"A","direction":"in","frame":[2,"1","Heartbeat",{{}}]}}',
        '{{"timestamp":"{iso}","direction":"cp-to-csms","messageType":"CALL","chargePointId":"A","messageId":"1","action":"Heartbeat"}}',
        '{{"ts":"{iso}","cp":"A","dir":"recv","frame":"[2]"}}',
        (
            '{{"trace":{{"metadata":{{"stationId":"A"}},"events":'
            '[{{"timestamp":"{iso}","direction":"CS_TO_CSMS","message":[2]}}]}}}}'
        ),
        'timestamp,id,msg\n{iso},A,"[2,""1"",""Heartbeat"",{{}}]"',
        (
            "[INFO ] {day} {time},000 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (t) - "
            "[chargeBoxId=A, sessionId=s] Received: [2]"
        ),
        "[ocpp  ] TRACE {slashed} {time} recv A: [2]",
        "{day} {time}.000 INFO (MainThread) [ocpp] A: receive message [2]",
    ],
)
def test_a_line_of_the_future_is_rejected_whatever_the_format(tmp_path, importing, log):
    day, time = "2025-10-13", "08:00:00"
    path = tmp_path / "a.log"
    path.write_text(
        log.format(iso=f"{day}T{time}Z", day=day, slashed=day.replace("-", "/"), time=time) + "\n"
    )
    received = instant_of(datetime(2025, 10, 13, 8, tzinfo=UTC))
    refused = importing(path, clock=lambda: received - 301 * SECOND)
    assert (refused.frames, refused.rejected) == (0, 1)
    names_its_zone = "{iso}" in log or "steve" in log
    assert refused.first_rejected[0].why == because(
        "ahead_of_clock" if names_its_zone else "ahead_as_utc", seconds=301
    )
    assert refused.first_rejected[0].reason.startswith("received 301 s after our clock")
    taken = importing(path, clock=lambda: received - 299 * SECOND)
    assert (taken.frames, taken.rejected) == (1, 0)


@pytest.mark.threat("K1")
def test_no_token_reaches_the_journal(tmp_path, importing, journal):
    log = tmp_path / "log.jsonl"
    log.write_text(LINE.format(n=1))
    importing(log)
    assert "DEADBEEF" not in journal.frames[0].text
    assert json.loads(journal.frames[0].text)[3]["idTag"].startswith("t:")


def test_a_missing_file_and_an_unknown_format_leave_the_other_files_alone(tmp_path, importing):
    strange, log = tmp_path / "strange.txt", tmp_path / "log.jsonl"
    strange.write_text("dear diary\n")
    log.write_text(LINE.format(n=1))
    report = importing(tmp_path / "absent", strange, log)
    assert report.new == 1
    assert report.files[0].problem == "No such file or directory"
    assert "--format" in report.files[1].problem
    assert report.files[2].problem is None


def test_an_empty_file_is_no_problem(tmp_path, importing):
    (tmp_path / "empty").touch()
    report = importing(tmp_path / "empty")
    assert (report.frames, report.rejected, report.files[0].problem) == (0, 0, None)


def test_frames_are_appended_in_order_of_receipt_and_in_batches(tmp_path, importing, journal):
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(LINE.format(n=n % 60) for n in range(9_000, 0, -1)))
    seen = []
    importing(log, progress=lambda done, frames: seen.append((done, frames)))
    assert journal.calls == 3
    assert [frames for _, frames in seen] == [4_096, 8_192, 9_000]
    assert seen[-1][0] == log.stat().st_size
    batch = [frame.received_at for frame in journal.frames[:4_096]]
    assert batch == sorted(batch)


def test_a_line_without_end_is_cut_and_nothing_of_it_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.lines.LONGEST_LINE_BYTES", 1_000)
    monkeypatch.setattr("chargeboard.capture.unpacking.BLOCK_BYTES", 600)
    path = tmp_path / "long"
    path.write_bytes(b"x" * 5_000 + b"\nshort")
    with Log(str(path)) as log:
        lines = list(log)
    assert b"".join(lines) == b"x" * 5_000 + b"short"
    assert max(map(len, lines)) <= 1_600
    assert lines[-1] == b"short"


def test_a_frame_of_16_mib_is_read_whole_however_it_is_written(tmp_path, importing, journal):
    """Source: definitions Q36."""
    text = json.dumps([2, "1", "StopTransaction", {"transactionData": ["x" * 100] * 160_000}])
    assert len(text) + 500_000 > 16 << 20
    line = {"received_at": "2025-10-13T08:00:00Z", "station": "CP1", "direction": "in"}
    log = tmp_path / "log.jsonl"
    log.write_text(
        json.dumps(line | {"frame": json.loads(text)})
        + "\n"
        + json.dumps(line | {"frame": "\\\n" * (8 << 20), "station": "CP2"})
        + "\n"
    )
    report = importing(log)
    assert (report.frames, report.rejected) == (2, 0)
    assert json.loads(journal.frames[0].text) == json.loads(text)
    assert len(journal.frames[1].text) == 16 << 20


@pytest.mark.threat("F4")
def test_past_a_number_of_rejected_lines_a_sample_is_kept_and_all_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.rejects.MOST_KEPT", 100)
    monkeypatch.setattr("chargeboard.capture.rejects.SAMPLED_OF", 10)
    lines = [Rejected("a.log", number, "no", f"line {number}") for number in range(1_000)]
    file = tmp_path / "b.db.rejected.jsonl"
    rejects = Rejects(file)
    assert rejects.keep(lines[:500]) + rejects.keep(lines[500:]) == 1_000
    kept = list(Rejects(file))
    assert kept[:100] == lines[:100]
    assert 110 < len(kept) <= 200
    assert len(kept) + Rejects(file).left_out == 1_000
    Rejects(file).keep(lines)
    assert list(Rejects(file)) == kept, "the sample is the same"


@pytest.mark.threat("F4")
def test_rejected_lines_are_bounded_in_bytes_one_by_one_and_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.rejects.MOST_BYTES", 100_000)
    monkeypatch.setattr("chargeboard.capture.rejects.LONGEST_TEXT", 10_000)
    rejects = Rejects(tmp_path / "b.db.rejected.jsonl")
    assert (
        rejects.keep([Rejected("a.log", number, "no", f"{number}" * 30_000) for number in range(300)]) == 300
    )
    assert rejects.path.stat().st_size < 220_000
    assert rejects.left_out > 250
    assert "only the beginning was kept" in next(iter(rejects)).text


def test_why_a_line_was_rejected_is_kept_as_a_code_and_lines_of_before_as_they_were_told(tmp_path):
    path = tmp_path / "b.db.rejected.jsonl"
    Rejects(path).keep([Rejected("a.log", 1, because("row_unreadable", error="key=s3cret"), "x")])
    assert '["capture.formats.row_unreadable",{"error":"key=s3cret"}]' in path.read_text()
    with path.open("a") as lines:
        lines.write('{"file":"a.log","line":2,"reason":"names no charger: give --station","text":"y"}\n')
    told = [one.reason for one in Rejects(path)]
    assert told == ["the row cannot be read: key=s3cret", "names no charger: give --station"]
    assert Rejects(path).hide(lambda text: text.replace("s3cret", "***")) == 1
    assert next(iter(Rejects(path))).reason == "the row cannot be read: key=***"
