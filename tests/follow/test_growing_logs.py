import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from growing_log import line

import chargeboard
from chargeboard.capture.following import UnknownFormatError
from chargeboard.store import open_store
from chargeboard.time.instants import text_of

STEVE = (
    "[INFO ] 2025-10-13 08:00:{:02},000 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (t) - "
    "[chargeBoxId=CP1, sessionId=s] Received: {}\n"
)


def ids(*numbers):
    return [str(number) for number in numbers]


def test_lines_come_in_as_they_appear_and_a_torn_one_waits(log):
    whole = line(2)
    seen = []
    log.follow(
        log.write(line(1)),
        log.write(whole[:30]),
        lambda: seen.append(log.kept),
        log.write(whole[30:]),
        lambda: seen.append(log.kept),
    )
    assert seen == [ids(1), ids(1, 2)]


def test_a_line_of_the_future_is_rejected_and_the_reading_goes_on(log):
    log.follow(log.write(line(1)), log.write(line(2).replace("2025-", "2125-")), log.write(line(3)))
    assert log.kept == ids(1, 3)
    assert log.follower.rejected == 1


def test_a_renamed_log_is_read_to_its_end_although_its_writer_is_late(log):
    def written_late():
        with (log.folder / "ocpp.log.1").open("a") as file:
            file.write(line(3) + line(4).rstrip("\n"))

    log.follow(
        log.write(line(1) + line(2)),
        log.rename(),
        log.path.touch,
        written_late,
        log.write(line(5)),
        log.write(line(6)),
        lambda: None,
    )
    assert log.kept == ids(1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("after", [line(9), line(9) + "".join(map(line, range(10, 30)))])
def test_a_log_that_is_copied_and_cut_short_begins_again(log, after):
    def copied_and_cut():
        shutil.copy(log.path, log.folder / "ocpp.log.1")
        log.path.write_text(after)

    log.follow(log.write("".join(map(line, range(1, 6)))), copied_and_cut, lambda: None)
    assert log.kept[:6] == ids(1, 2, 3, 4, 5, 9)
    assert len(log.kept) == 5 + after.count("\n")


def test_the_next_one_goes_on_from_the_mark_and_keeps_nothing_twice(log):
    log.write_now("".join(map(line, range(1, 50))))
    log.follow()
    assert log.follower.frames == 49
    log.write_now("".join(map(line, range(50, 60))))
    log.follow()
    assert log.follower.frames < 15, "the whole log was read again"
    assert log.kept == ids(*range(1, 60))


def test_a_charger_that_says_the_same_twice_in_one_second_is_kept_twice_wherever_the_reading_was_cut(log):
    same = line(7)
    log.follow(log.write(line(6) + same))
    log.follow(log.write(same))
    log.follow()
    assert log.kept == ids(6, 7, 7)


def test_what_was_rotated_while_nobody_looked_is_found_beside_the_log(log):
    log.follow(log.write(line(1)))
    log.write_now(line(2))
    log.rename()()
    log.write_now(line(3))
    log.follow(lambda: None)
    assert log.kept == ids(1, 2, 3)
    assert not log.follower.has_missed
    log.write_now(line(4))
    log.path.unlink()
    (log.folder / "ocpp.log.1").unlink()
    log.write_now(line(5))
    log.follow(lambda: None)
    assert log.kept == ids(1, 2, 3, 5)
    assert log.follower.has_missed


def test_any_cut_of_a_log_with_rotations_gives_its_frames_once(log):
    luck = random.Random(5)
    text = "".join(line(n // 2) for n in range(200)).encode()
    at, rotated = 0, 0
    while at < len(text):
        steps = []
        for _ in range(luck.randint(1, 3)):
            piece = text[at : at + luck.randint(1, 3000)]
            at += len(piece)
            steps.append(log.write(piece.decode()))
            if text[:at].endswith(b"\n") and luck.random() < 0.5:
                rotated += 1
                steps += [lambda: None, log.rename(f"ocpp.log.{rotated}"), lambda: None]
        log.follow(*steps, lambda: None)
    log.follow(lambda: None)
    assert log.kept == [str(n // 2) for n in range(200)]


def test_lines_that_cannot_be_read_are_kept_with_their_number_once(log):
    log.follow(log.write(line(1) + "rubbish\n" + line(2) + '{"broken\n' + line(3)))
    log.follow(log.write(line(4) + "more\n"))
    kept = [json.loads(one) for one in (log.folder / "board.db.rejected.jsonl").read_text().splitlines()]
    assert [(one["line"], one["text"]) for one in kept] == [(2, "rubbish"), (4, '{"broken'), (7, "more")]


def test_a_servers_own_log_with_a_frame_over_several_lines_is_followed(log):
    log.follow(
        log.write(STEVE.format(1, '[2,"1","Heartbeat",{}]')),
        log.write(STEVE.format(2, '[2,"2","Heartbeat",\n  {')),
        log.write("  }\n]\n"),
        log.write(STEVE.format(3, '[2,"3","Heartbeat",{}]')),
        lambda: None,
    )
    assert log.kept == ids(1, 2, 3)


def test_a_log_of_no_known_format_is_refused(log):
    log.write_now("nothing of the sort\n" * 20_000)
    with pytest.raises(UnknownFormatError):
        log.follow()
    log.path.write_text('{"events": []}\n')
    with pytest.raises(UnknownFormatError, match="debugkit"):
        log.follow()


def test_the_command_follows_until_ctrl_c_and_goes_on_where_it_was(tmp_path):
    path, database = tmp_path / "ocpp.log", tmp_path / "board.db"

    def runs_until(frames):
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "chargeboard", "follow", path, "--db", database],
            env={"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout.readline().startswith("following")
        give_up = time.monotonic() + 60
        while count(database) < frames and time.monotonic() < give_up:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        assert "Traceback" not in output
        assert process.returncode == 0
        return output

    path.write_text("".join(map(line, range(10))))
    assert "10 frames" in runs_until(10)
    path.rename(tmp_path / "ocpp.log.1")
    path.write_text("".join(map(line, range(10, 15))))
    runs_until(15)
    store = open_store(database)
    assert [len(batch) for batch in store.frames_after("CP1", 0, 0)] == [15]
    store.close()


def count(database):
    store = open_store(database)
    try:
        return sum(map(len, store.frames_after("CP1", 0, 0)))
    finally:
        store.close()


def test_a_steve_log_in_utc_is_followed_so_whatever_zone_is_named_and_by_the_next_one_too(log):
    sending = STEVE.replace("Received", "Sending")
    told = '[3,"1",{"currentTime":"2025-10-13T08:00:01Z","interval":300,"status":"Accepted"}]'
    log.follow(log.write(sending.format(1, told)), zone=ZoneInfo("Europe/Berlin"))
    log.follow(log.write(STEVE.format(2, '[2,"2","Heartbeat",{}]')), zone=ZoneInfo("Europe/Berlin"))
    frames = [one.frame for batch in log.store.frames_after("CP1", 0, 0) for one in batch]
    assert [text_of(frame.received_at) for frame in frames] == [
        "2025-10-13T08:00:01Z",
        "2025-10-13T08:00:02Z",
    ]
