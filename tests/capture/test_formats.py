import gzip
import json
from zoneinfo import ZoneInfo

import pytest

from chargeboard.time.instants import text_of

BOOT = '[2,"m1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
ANSWER = '[3,"m1",{"status":"Accepted","interval":300}]'


def written(tmp_path, *lines, name="log"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n")
    return path


def told(journal):
    return [
        (frame.station, text_of(frame.received_at), frame.direction, frame.text) for frame in journal.frames
    ]


def test_own_lines_carry_arrays_texts_and_turns_of_links(tmp_path, importing, journal):
    log = written(
        tmp_path,
        '{"received_at":"2025-10-13T08:00:00Z","station":"CP1","direction":"ws","frame":["open","A","ocpp1.6"]}',
        '{"received_at":"2025-10-13T10:00:01.5+02:00","station":"CP1","direction":"in","connection":"A",'
        '"protocol":"ocpp1.6","frame":[2, "m1", "Heartbeat",{}]}',
        '{"received_at":"2025-10-13T08:00:02Z","station":"CP1","direction":"out","frame":"[3,\\"m1\\",{broken"}',
        '{"received_at":"2025-10-13T08:00:03Z","station":"CP1","direction":"ws","frame":["close","A"]}',
    )
    report = importing(log)
    assert (report.frames, report.new, report.rejected) == (4, 4, 0)
    assert report.files[0].format == "jsonl"
    assert told(journal) == [
        ("CP1", "2025-10-13T08:00:00Z", "ws", '["open","A","ocpp1.6"]'),
        ("CP1", "2025-10-13T08:00:01.500Z", "in", '[2, "m1", "Heartbeat",{}]'),
        ("CP1", "2025-10-13T08:00:02Z", "out", '[3,"m1",{broken'),
        ("CP1", "2025-10-13T08:00:03Z", "ws", '["close","A"]'),
    ]
    assert [frame.connection for frame in journal.frames] == ["A", "A", "", "A"]
    assert [frame.protocol for frame in journal.frames] == ["ocpp1.6", "ocpp1.6", "", ""]


def test_a_station_may_be_named_for_lines_that_name_none(tmp_path, importing, journal):
    line = '{"received_at":"2025-10-13T08:00:00Z","direction":"in","frame":[2,"1","Heartbeat",{}]}'
    assert importing(written(tmp_path, line)).rejected == 1
    assert importing(written(tmp_path, line), station="CP9").new == 1
    assert journal.frames[0].station == "CP9"


def test_a_trace_gives_its_raw_text_or_is_put_together(tmp_path, importing, journal):
    record = {
        "schemaVersion": "1.1",
        "timestamp": "2024-01-15T14:00:00.000Z",
        "ocppVersion": "2.0.1",
        "transport": "json",
        "chargePointId": "CP1",
        "direction": "cp-to-csms",
        "messageType": "CALL",
        "messageId": "m1",
        "action": "Heartbeat",
        "payload": {},
    }
    error = record | {
        "direction": "csms-to-cp",
        "messageType": "CALLERROR",
        "error": {"code": "InternalError", "description": "no"},
    }
    raw = record | {"raw": '[2, "m1","Heartbeat", {}]'}
    soap = record | {"transport": "soap"}
    report = importing(written(tmp_path, *(json.dumps(one) for one in (record, error, raw, soap))))
    assert report.rejected == 1
    assert [frame.text for frame in journal.frames] == [
        '[2,"m1","Heartbeat",{}]',
        '[4,"m1","InternalError","no",{}]',
        '[2, "m1","Heartbeat", {}]',
    ]
    assert [frame.direction for frame in journal.frames] == ["in", "out", "in"]
    assert {frame.protocol for frame in journal.frames} == {"ocpp2.0.1"}


@pytest.mark.parametrize("indent", [None, 1])
def test_a_debugkit_document_is_read_on_one_line_or_on_many(tmp_path, importing, journal, indent):
    document = {
        "name": "x",
        "trace": {
            "metadata": {"stationId": "CP1", "ocppVersion": "1.6"},
            "events": [
                {"timestamp": "2024-01-15T10:00:00Z", "direction": "CS_TO_CSMS", "message": json.loads(BOOT)},
                {
                    "timestamp": "2024-01-15T10:00:01Z",
                    "direction": "CSMS_TO_CS",
                    "message": json.loads(ANSWER),
                },
                {"timestamp": "never", "direction": "CSMS_TO_CS", "message": [3, "x", {}]},
            ],
        },
    }
    report = importing(written(tmp_path, json.dumps(document, indent=indent)))
    assert report.files[0].format == "debugkit"
    assert report.rejected == 1
    assert [(frame.direction, json.loads(frame.text)) for frame in journal.frames] == [
        ("in", json.loads(BOOT)),
        ("out", json.loads(ANSWER)),
    ]


def test_a_debugkit_line_number_names_the_line_of_the_event(tmp_path, importing):
    text = '{"events": [\n {"timestamp": "2024-01-15T10:00:00Z", "direction": "?", "message": []}]\n}'
    report = importing(written(tmp_path, text), station="CP1")
    assert [line.line for line in report.first_rejected] == [2]


def test_kwwhat_derives_who_spoke_and_an_answer_goes_the_other_way(tmp_path, importing, journal):
    report = importing(
        written(
            tmp_path,
            "timestamp,id,action,msg",
            '2025-10-01T08:00:00.000Z,CP1,Heartbeat,"[2, ""1"", ""Heartbeat"", {}]"',
            '2025-10-01T08:00:00.1Z,CP1,RemoteStartTransaction,"[2, ""2"", ""RemoteStartTransaction"", {}]"',
            '2025-10-01T08:00:00.200Z,CP1,,"[3, ""2"", {""status"": ""Accepted""}]"',
            '2025-10-01T08:00:00.300Z,CP1,,"[3, ""1"", {}]"',
            '2025-10-01T08:00:00.400Z,CP1,,"[3, ""unheard of"", {}]"',
            'yesterday,CP1,Heartbeat,"[2, ""3"", ""Heartbeat"", {}]"',
        )
    )
    assert [frame.direction for frame in journal.frames] == ["in", "out", "in", "out", "out"]
    assert journal.frames[0].text == '[2, "1", "Heartbeat", {}]'
    assert [(line.line, line.reason) for line in report.first_rejected] == [
        (7, "the row cannot be read: not a time: 'yesterday'")
    ]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path, importing, journal):
    whole = '2025-10-01T08:00:0{n}.000Z,CP1,Heartbeat,"[2, ""{n}"", ""Heartbeat"", {{}}]"'
    torn = '2025-10-01T08:00:05.000Z,CP1,Heartbeat,"[2, ""5"", ""Heart'
    pretty = '2025-10-01T08:00:07.000Z,CP1,Heartbeat,"[2,\n ""7"",\n ""Heartbeat"", {}]"'
    rows = [whole.format(n=1), torn, whole.format(n=2), whole.format(n=3), pretty, torn]
    report = importing(written(tmp_path, "timestamp,id,action,msg", *rows))
    texts = [frame.text for frame in journal.frames]
    assert report.rejected == 0
    assert [text for text in texts if text.endswith('Heartbeat", {}]')] == [
        *(f'[2, "{n}", "Heartbeat", {{}}]' for n in (1, 2, 3)),
        '[2,\n "7",\n "Heartbeat", {}]',
    ]
    assert [text for text in texts if text.startswith('[2, "5"')] == ['[2, "5", "Heart'] * 2


def test_a_recording_names_each_link_after_its_beginning(tmp_path, importing, journal):
    said = [
        {"ts": "2026-01-01T10:00:00Z", "cp": "CP1", "proto": "ocpp2.1", "dir": "open", "frame": "/CP1"},
        {"ts": "2026-01-01T10:00:01Z", "cp": "CP1", "proto": "ocpp2.1", "dir": "recv", "frame": BOOT},
        {"ts": "2026-01-01T10:00:02Z", "cp": "CP1", "proto": "ocpp2.1", "dir": "send", "frame": ANSWER},
        {"ts": "2026-01-01T10:00:03Z", "cp": "CP1", "proto": "ocpp2.1", "dir": "close", "frame": "1005 "},
    ]
    importing(written(tmp_path, *(json.dumps(line) for line in said)))
    assert [(frame.direction, frame.text) for frame in journal.frames] == [
        ("ws", '["open","2026-01-01T10:00:00Z","ocpp2.1"]'),
        ("in", BOOT),
        ("out", ANSWER),
        ("ws", '["close","2026-01-01T10:00:00Z"]'),
    ]
    assert {frame.connection for frame in journal.frames} == {"2026-01-01T10:00:00Z"}
    assert {frame.protocol for frame in journal.frames} == {"ocpp2.1"}


STEVE = "de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp-1) - [chargeBoxId=CP1, sessionId=s-1]"


def test_a_steve_log_is_read_in_the_zone_of_its_server(tmp_path, importing, journal):
    report = importing(
        written(
            tmp_path,
            f"[INFO ] 2026-06-17 05:46:33,026 {STEVE} Connection is established",
            f"[INFO ] 2026-06-17 05:46:34,026 {STEVE} Received: {BOOT}",
            f"[INFO ] 2026-06-17 05:46:34,126 {STEVE} Sending: {ANSWER}",
            "[INFO ] 2026-06-17 05:46:35,000 de.rwth.idsg.steve.Other (main) - nothing to see",
            f"[INFO ] 2026-06-17 05:46:36,000 {STEVE} Received:".replace("05:46:36", "25:99:99") + ' [2,"x"]',
            f"[WARN ] 2026-06-17 06:00:00,000 {STEVE} Connection is closed, status: CloseStatus[code=1006]",
        ),
        zone=ZoneInfo("Europe/Amsterdam"),
    )
    assert report.files[0].format == "steve"
    assert (report.rejected, report.files[0].notes.other_lines) == (1, 1)
    assert told(journal) == [
        ("CP1", "2026-06-17T03:46:33.026Z", "ws", '["open","s-1"]'),
        ("CP1", "2026-06-17T03:46:34.026Z", "in", BOOT),
        ("CP1", "2026-06-17T03:46:34.126Z", "out", ANSWER),
        ("CP1", "2026-06-17T04:00:00Z", "ws", '["close","s-1"]'),
    ]


def test_a_steve_log_pasted_with_tabs_is_read_too(tmp_path, importing, journal):
    line = f"[INFO ] 2026-06-17 05:46:34,026 {STEVE} Received: {BOOT}".replace(" ", "\t")
    assert importing(written(tmp_path, line)).new == 1


def test_an_evcc_log_is_read_behind_a_journald_prefix(tmp_path, importing, journal):
    report = importing(
        written(
            tmp_path,
            "Jul 22 16:51:30 pi evcc[7]: [ocpp  ] DEBUG 2026/07/22 16:51:30 charge point connected: CP1",
            f"Jul 22 16:51:37 pi evcc[7]: [ocpp  ] TRACE 2026/07/22 16:51:37 recv CP1: {BOOT}",
            f"[ocpp  ] TRACE 2026/07/22 16:51:37 send CP1: {ANSWER}",
            "[site  ] DEBUG 2026/07/22 16:51:38 ----",
            "[ocpp  ] DEBUG 2026/07/22 16:52:00 charge point disconnected: CP1",
        ),
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert report.files[0].format == "evcc"
    assert [(at, direction) for _, at, direction, _ in told(journal)] == [
        ("2026-07-22T14:51:30Z", "ws"),
        ("2026-07-22T14:51:37Z", "in"),
        ("2026-07-22T14:51:37Z", "out"),
        ("2026-07-22T14:52:00Z", "ws"),
    ]
    assert len({frame.connection for frame in journal.frames}) == 1


def test_a_home_assistant_log_may_print_a_frame_over_several_lines(tmp_path, importing, journal):
    report = importing(
        written(
            tmp_path,
            f"2024-04-03 17:06:25.709 INFO (MainThread) [ocpp] CP1: receive message {BOOT}",
            "2024-04-03 17:06:26.000 INFO (MainThread) [ocpp] CP1: receive message [2,",
            '  "m2",',
            '  "Heartbeat", {}',
            "]",
            f"2024-04-03 17:06:25.800 INFO (MainThread) [ocpp] CP1: send {ANSWER}",
            "2024-04-03 17:06:27.000 INFO (M) [custom_components.ocpp] Charger CP1 disconnected from ::1:90",
            "2024-04-03 17:06:28.000 INFO (MainThread) [homeassistant.core] unrelated",
        )
    )
    assert report.files[0].format == "homeassistant"
    assert (report.rejected, report.files[0].notes.assumed_utc) == (0, 4)
    assert [json.loads(frame.text)[0] for frame in journal.frames] == [2, 3, 2, "close"]
    assert json.loads(journal.frames[2].text) == [2, "m2", "Heartbeat", {}]


def test_the_hour_that_comes_twice_follows_the_order_of_the_lines(tmp_path, importing, journal):
    times = ["01:30:00", "02:30:00", "02:59:00", "02:30:00", "02:59:59", "03:10:00"]
    report = importing(
        written(
            tmp_path,
            *(f"2025-10-26 {time}.000 INFO (M) [ocpp] CP1: receive message {BOOT}" for time in times),
        ),
        zone=ZoneInfo("Europe/Amsterdam"),
    )
    assert [at[11:16] for _, at, _, _ in told(journal)] == [
        "23:30",
        "00:30",
        "00:59",
        "01:30",
        "01:59",
        "02:10",
    ]
    assert report.files[0].notes.ambiguous_times == 4


def test_a_compressed_log_is_the_same_log(tmp_path, importing, journal):
    line = f'{{"received_at":"2025-10-13T08:00:00Z","station":"CP1","direction":"in","frame":{BOOT}}}\n'
    (tmp_path / "a.jsonl").write_text(line)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    assert importing(tmp_path / "a.jsonl").new == 1
    report = importing(tmp_path / "b.jsonl.gz")
    assert (report.frames, report.new) == (1, 0)


def test_a_cut_compressed_log_gives_what_it_holds_and_says_so(tmp_path, importing, journal):
    lines = "".join(
        f'{{"received_at":"2025-10-13T08:00:00.{n:06d}Z","station":"CP1","direction":"in",'
        f'"frame":[2,"{n * 7919}","H",{{}}]}}\n'
        for n in range(50_000)
    )
    packed = gzip.compress(lines.encode())
    (tmp_path / "cut.gz").write_bytes(packed[: len(packed) // 2])
    report = importing(tmp_path / "cut.gz")
    assert 0 < report.new < 50_000
    assert "damaged" in report.files[0].problem


@pytest.mark.parametrize(
    ("files", "name", "frames"),
    [
        ("recorded/*.jsonl", "recorded", 408),
        ("ocpp-logs/debugkit-scenarios/*.json", "debugkit", 267),
        ("ocpp-logs/open-ocpp-trace/fixtures/*/trace.jsonl", "trace", 192),
        ("ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv", "kwwhat", 17_670),
    ],
)
def test_every_real_log_is_told_apart_and_read_to_its_last_line(shared, importing, files, name, frames):
    paths = sorted(shared.glob(files))
    report = importing(*paths)
    assert {file.format for file in report.files} == {name}
    assert report.rejected == 0
    assert all(file.frames > 1 and file.problem is None for file in report.files)
    assert report.frames == frames


def test_kwwhat_remote_starts_come_from_the_csms_and_their_answers_from_the_charger(
    shared, importing, journal
):
    importing(shared / "ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv")
    calls = [frame for frame in journal.frames if frame.direction == "out" and frame.text.startswith("[2")]
    answers = [frame for frame in journal.frames if frame.direction == "in" and frame.text.startswith("[3")]
    assert len(calls) == len(answers) == 39
