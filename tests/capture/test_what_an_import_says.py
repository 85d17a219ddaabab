import gzip
import json
import subprocess
import sys
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from log_forms import CHARGER, FORMS, STORY

from chargeboard import zstd
from chargeboard.capture import importing as module
from chargeboard.capture.rejects import MOST_KEPT, Rejects
from chargeboard.time.instants import text_of

BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS = ["steve", "evcc of 2023", "evcc of today", "Home Assistant"]
"""Logs of what tells its chargers the time, and writes no zone."""


@pytest.fixture
def log(tmp_path):
    def write(form, hours=0, story=STORY):
        story = [(at.replace(hour=at.hour + hours), way, frame) for at, way, frame in story]
        path = tmp_path / "a.log"
        path.write_text(FORMS[form][1](story))
        return path

    return write


@pytest.mark.parametrize("form", CLOCKS)
def test_a_log_in_utc_is_read_without_being_told_and_nothing_is_asked(importing, journal, log, form):
    report = importing(log(form))
    assert (report.frames, report.files[0].problem) == (len(STORY), None)
    assert text_of(journal.frames[0].received_at) == "2026-06-01T10:00:00Z"
    assert report.files[0].notes.gaps_s == {0: 1}


@pytest.mark.parametrize("form", CLOCKS)
def test_a_log_in_local_time_is_not_read_before_its_zone_is_named(importing, journal, log, form):
    refused = importing(log(form, hours=2))
    assert journal.frames == []
    assert "+2 h from UTC" in refused.files[0].problem
    assert "--tz" in refused.files[0].problem
    report = importing(log(form, hours=2), zone=BERLIN)
    assert (report.frames, report.files[0].problem) == (len(STORY), None)
    assert text_of(journal.frames[0].received_at) == "2026-06-01T10:00:00Z"


def test_a_steve_log_in_utc_is_read_so_whatever_zone_is_named(importing, journal, log):
    report = importing(log("steve"), zone=BERLIN)
    assert report.files[0].notes.zone_unused
    assert text_of(journal.frames[0].received_at) == "2026-06-01T10:00:00Z"


def test_a_steve_log_that_tells_no_time_follows_the_zone_that_is_named(importing, journal, log):
    report = importing(log("steve", story=STORY[2:]), zone=BERLIN)
    assert not report.files[0].notes.zone_unused
    assert text_of(journal.frames[0].received_at) == "2026-06-01T08:00:10Z"


@pytest.mark.parametrize("form", ["evcc of today", "Home Assistant"])
def test_a_zone_that_does_not_fit_is_noticed(importing, log, form):
    report = importing(log(form), zone=BERLIN)
    assert report.files[0].notes.gaps_s == {-7200: 1}


def test_a_charger_that_logs_its_own_wrong_clock_with_its_zone_is_not_asked_for_another(importing, log):
    report = importing(log("libocpp", hours=1), station=CHARGER)
    assert (report.frames, report.files[0].notes.gaps_s) == (len(STORY), {})


@pytest.mark.parametrize(
    "form", ["libocpp", "libocpp, raw", "libocpp, HTML", "EVerest's console", "ocpp-proxy, messages", "plain"]
)
def test_a_log_that_names_no_charger_asks_for_it_and_leaves_nothing_behind(importing, log, form):
    refused = importing(log(form))
    assert "give --station" in refused.files[0].problem
    assert (refused.frames, refused.rejected) == (0, 0)
    assert importing(log(form), station=CHARGER).frames == len(STORY)


NOTHING_IN = {
    "joulo": '{"time":"2026-06-01T10:00:00Z","tag":"C","msg":"charger → proxy","message":"[CALL] Boot (m1)"}',
    "wocha": "2026-06-01 10:00:00:000 info [Router] [C] CALL from client (m1) → routing to ALL servers",
    "ocpp-2w-proxy": "2026-06-01 10:00:00 INFO ocpp_2w_proxy.traffic: C charger -> Call Heartbeat id=m1",
    "everest": "2026-06-01 10:00:00.000000 [INFO] ocpp:OCPP :: ChargePoint: Heartbeat",
}


@pytest.mark.parametrize("name", NOTHING_IN)
def test_a_log_that_names_messages_and_holds_none_says_so(tmp_path, importing, name):
    (tmp_path / "a.log").write_text(NOTHING_IN[name] + "\n")
    report = importing(tmp_path / "a.log", station="C")
    assert report.files[0].format == name
    assert report.files[0].problem == f"no OCPP frame could be read in it, as {name}"
    assert "without its content" in report.first_rejected[0].reason


def test_a_log_of_something_else_is_refused_under_any_name(tmp_path, importing):
    (tmp_path / "a.log").write_text("dear diary\n" * 3)
    assert "not a known log" in importing(tmp_path / "a.log").files[0].problem
    for name in ("steve", "python-ocpp", "kwwhat", "citrineos", "plain"):
        report = importing(tmp_path / "a.log", format=name, station="C")
        assert report.files[0].problem == f"no OCPP frame could be read in it, as {name}"


def test_frames_in_a_form_that_nobody_knows_are_counted_and_listed(tmp_path, importing):
    lines = [
        '{"prefix": "", "message": [2, "1", "Heartbeat", {}]}',
        "dear diary",
        '{"message": "[3,\\"1\\",{}]"}',
    ]
    (tmp_path / "a.log").write_text("\n".join(lines))
    report = importing(tmp_path / "a.log")
    assert "not a known log" in report.files[0].problem
    assert [(one.line, one.reason) for one in report.first_rejected] == [
        (1, "holds an OCPP frame, in an unknown form"),
        (3, "holds an OCPP frame, in an unknown form"),
    ]


def test_what_stands_before_the_first_charger_may_be_long(tmp_path, importing):
    noise = "2026-06-01 09:00:00.000 INFO (MainThread) [homeassistant.core] starting\n" * 5_000
    (tmp_path / "a.log").write_text(noise + FORMS["Home Assistant"][1](STORY))
    assert importing(tmp_path / "a.log").frames == len(STORY)


def test_the_phantom_charger_of_home_assistants_links_is_gone(tmp_path, importing, journal):
    (tmp_path / "a.log").write_text(
        "2026-06-01 09:59:59 INFO (M) [custom_components.ocpp] Charger box:CP-1 connected to 0.0.0.0:9000.\n"
        "2026-06-01 09:59:59.901 INFO (M) [custom_components.ocpp] 1 charger(s): ['CP-1'] now connected to "
        "central system:central.\n"
        '2026-06-01 10:00:00.000 INFO (M) [ocpp] CP-1: receive message [2, "m1", "Heartbeat", {}]\n'
        "2026-06-01 10:01:00 INFO (M) [custom_components.ocpp] Charger CP-1 reconnected to 0.0.0.0:9000.\n"
    )
    report = importing(tmp_path / "a.log")
    assert [(frame.station, frame.direction) for frame in journal.frames] == [
        ("CP-1", "ws"),
        ("CP-1", "in"),
        ("CP-1", "ws"),
    ]
    assert report.files[0].turns == 2


@pytest.mark.parametrize("words", ["connected", "connected, registering", "connected, unknown"])
def test_evcc_opens_a_link_in_several_words(tmp_path, importing, journal, words):
    head = "[ocpp  ] INFO 2026/06/01 10:00:00"
    (tmp_path / "a.log").write_text(
        f"{head} charge point {words}: CP-1\n{head} unknown charge point connected: CP-2\n"
    )
    importing(tmp_path / "a.log", format="evcc")
    assert [(frame.station, json.loads(frame.text)[0]) for frame in journal.frames] == [
        ("CP-1", "open"),
        ("CP-2", "open"),
    ]


def test_libocpp_tells_its_links_and_what_it_could_not_parse(tmp_path, importing, journal):
    (tmp_path / "a.log").write_text(
        "2026-06-01T09:59:59.000Z: SYS> Session logging started. \n\n\n"
        "2026-06-01T10:00:00.000Z: SYS> Connecting \n\n\n2026-06-01T10:00:01.000Z: SYS> Connected \n\n\n"
        "2026-06-01T10:00:02.000Z: CentralSystem>ChargePoint  Unknown\nthat was no JSON\n\n"
        "2026-06-01T10:00:03.000Z: ChargePoint>CentralSystem Heartbeat \n"
        '[\n  2,\n  "1",\n  "Heartbeat",\n  {}\n]\n\n'
        "2026-06-01T10:00:04.000Z: SYS> Disconnected \n\n\n"
    )
    report = importing(tmp_path / "a.log", station="C")
    assert [json.loads(frame.text)[0] for frame in journal.frames] == ["open", 2, "close"]
    assert [one.line for one in report.first_rejected] == [10]


def test_frames_that_a_pager_cut_off_are_counted(tmp_path, importing, journal):
    head = "Okt 11 11:42:46 pvm evcc[25224]: [ocpp  ] TRACE 2023/10/11 11:42:46"
    (tmp_path / "a.log").write_text(
        f'{head} received JSON message from C: [2,"1","DataTransfer",{{"data":"1,Ch>\n'
        f'{head} sent JSON message to C: [3,"1",{{"status":"Accepted"}}]\n'
    )
    report = importing(tmp_path / "a.log")
    assert (report.frames, report.files[0].notes.torn) == (2, 1)


def test_lines_of_two_backends_behind_one_proxy_are_no_second_frames(tmp_path, importing, journal):
    head = "2026-06-01 10:00:00 DEBUG ocpp_2w_proxy.traffic: CP-1"
    ways = ("charger ->", "-> primary", "-> wallet", "<- primary", "-> charger")
    (tmp_path / "a.log").write_text("".join(f"{head} {way} Call Heartbeat id=m1 {{}}\n" for way in ways))
    report = importing(tmp_path / "a.log")
    assert [frame.direction for frame in journal.frames] == ["in", "out"]
    assert report.files[0].notes.other_lines == 3


def test_a_text_that_citrineos_could_not_parse_and_a_payload_in_a_string_are_read(
    tmp_path, importing, journal
):
    row = {
        "stationId": "C",
        "origin": "cs",
        "message": '[2,"1","Broken",{',
        "timestamp": "2026-06-01T10:00:00Z",
    }
    other = {
        "station_id": "D",
        "direction": "inbound",
        "message_type": 2,
        "message_id": "1",
        "action": "Heartbeat",
    }
    other |= {"payload": '{"a": 1}', "created_at": "2026-06-01T10:00:00Z"}
    for name, one in (("a", row), ("b", other)):
        (tmp_path / name).write_text(json.dumps(one) + "\n")
    importing(tmp_path / "a", tmp_path / "b")
    assert [frame.text for frame in journal.frames] == ['[2,"1","Broken",{', '[2,"1","Heartbeat",{"a": 1}]']


def test_the_webhook_tells_no_time_of_a_link(tmp_path, importing, journal):
    turn = '{"stationId":"CP-1","event":"connected"}\n'
    (tmp_path / "a").write_text(turn + FORMS["CitrineOS, webhook"][1](STORY) + turn)
    report = importing(tmp_path / "a")
    assert (report.frames, report.rejected, report.files[0].notes.other_lines) == (len(STORY), 0, 2)


def test_not_more_lines_are_kept_than_anybody_reads(tmp_path):
    rejects = Rejects(tmp_path / "b.db.rejected.jsonl")
    line = module.Rejected("a", 1, "no", "x")
    many = [module.Rejected("a", n, "no", "x") for n in range(MOST_KEPT + 5)]
    assert rejects.keep(many) == MOST_KEPT + 5
    assert rejects.keep([line]) == 0
    assert len(list(rejects)) + rejects.left_out == MOST_KEPT + 5


def test_an_endless_line_is_kept_by_its_beginning(tmp_path, importing):
    (tmp_path / "a.jsonl").write_text('{"received_at": "' + "9" * 3_000_000 + '"}\n')
    report = importing(tmp_path / "a.jsonl", format="jsonl")
    assert len(report.first_rejected[0].text) < 70_000
    assert "3,000,019 in all" in report.first_rejected[0].text


BOMB = """
import resource, sys
from chargeboard.capture import lines
from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.rejects import Rejects
lines.LONGEST_LINE_BYTES = 16 << 20
class Journal:
    def begin_delivery(self): pass
    def append(self, frames, old_before): return len(frames)
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + (320 << 20),) * 2)
keeper = JournalKeeper(Journal(), lambda text: text)
report = import_files(keeper, sys.argv[1:], redact=lambda text: text, rejects=Rejects(None))
print(report.frames, report.rejected, report.files[0].problem)
"""
CALL = b'{"received_at":"2026-06-01T10:00:00Z","station":"C","direction":"in","frame":'
MEBIBYTE = b"x" * (1 << 20)


@pytest.mark.parametrize(
    ("packed", "part", "times", "told"),
    [
        (partial(gzip.open, compresslevel=1), MEBIBYTE, 400, "1 "),
        (zstd.open, MEBIBYTE, 400, "1 "),
        (zstd.open, b"\n" * (1 << 20), 3, "1 0 None"),
        (zstd.open, CALL + b'"' + MEBIBYTE * 12 + b'"}\n', 40, "41 0 None"),
    ],
    ids=["gzip of one line", "zstd of one line", "zstd of no lines", "zstd of large frames"],
)
def test_a_file_that_swells_when_it_is_unpacked_does_not_fill_the_memory(tmp_path, packed, part, times, told):
    with packed(tmp_path / "bomb", "wb") as file:
        file.write(CALL + b'[2,"1","Heartbeat",{}]}\n')
        for _ in range(times):
            file.write(part)
    ran = subprocess.run(
        [sys.executable, "-c", BOMB, tmp_path / "bomb"], capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith(told), ran.stderr[-500:]


def test_a_torn_zstandard_file_gives_what_it_holds_and_says_so(tmp_path, importing):
    lines = b"".join(CALL + b'[2,"%d","H",{}]}\n' % n for n in range(50_000))
    packed = zstd.compress(lines)
    (tmp_path / "cut.zst").write_bytes(packed[: len(packed) // 2])
    report = importing(tmp_path / "cut.zst")
    assert 0 < report.new < 50_000
    assert "middle of a Zstandard frame" in report.files[0].problem
    (tmp_path / "two.zst").write_bytes(packed + packed)
    assert importing(tmp_path / "two.zst").frames == 100_000
    # as pzstd writes it: before each frame one that says how long it is
    length = b"\x50\x2a\x4d\x18\x04\0\0\0" + len(packed).to_bytes(4, "little")
    (tmp_path / "parts.zst").write_bytes((length + packed) * 2)
    assert importing(tmp_path / "parts.zst").frames == 100_000
