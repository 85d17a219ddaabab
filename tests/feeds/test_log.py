"""A log that grows comes in as it grows, wherever the reading was cut and however the log was rotated."""

import gzip
import json
import os
import random
import shutil
import signal
from contextlib import closing

import pytest
from daemon import command, started
from log_forms import CHARGER, FORMS, STORY
from taken import FeedOf, texts
from two_chargers import NOW, concluded, life

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.rejects import Rejects
from chargeboard.run.clock import now as present
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, text_of

KIND = kind_of("log")
FIRST = NOW - HOUR


def line(number, *, at=None, text=None):
    told = {
        "received_at": text_of(FIRST + (number if at is None else at) * SECOND),
        "station": "CP-1",
        "direction": "in",
        "frame": text or [2, str(number), "Heartbeat", {}],
    }
    return json.dumps(told) + "\n"


def lines(*numbers):
    return "".join(map(line, numbers))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ocpp.log"


@pytest.fixture
def feed(path, store):
    with closing(FeedOf(KIND, str(path), store)) as feed:
        yield feed


def anew(feed):
    """Another process goes on."""
    feed.close()
    feed.opened = KIND.open(feed.url, feed.name)


def kept(store):
    return [int(json.loads(text)[1]) for text in texts(store)]


def write(path, text, mode="a"):
    with path.open(mode) as file:
        file.write(text)


def pack(path):
    """As logrotate does: the time of writing stays."""
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    shutil.copystat(path, packed)
    path.unlink()


def aged(path, age_s):
    os.utime(path, (present() // SECOND - age_s,) * 2)


def test_its_figures_are_those_of_the_same_life_that_was_heard(path, store, tmp_path):
    frames = life(days=1)
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    text = "".join(
        json.dumps(
            {
                "received_at": text_of(frame.received_at),
                "station": frame.station,
                "direction": frame.direction,
                "protocol": frame.protocol,
                "frame": json.loads(frame.text),
            }
        )
        + "\n"
        for frame in frames
    )
    luck = random.Random(7)
    with closing(FeedOf(KIND, str(path), store)) as feed:
        while text:
            cut = luck.randint(1, 60_000)
            write(path, text[:cut])
            text = text[cut:]
            feed.look()
            if luck.random() < 0.5:
                anew(feed)
    assert concluded(store) == concluded(heard)
    heard.close()


def test_half_a_line_waits_for_its_end(path, store, feed):
    write(path, lines(1) + line(2)[:30])
    feed.look()
    assert kept(store) == [1]
    anew(feed)
    write(path, line(2)[30:])
    feed.look()
    assert kept(store) == [1, 2]


def test_a_look_that_finds_nothing_writes_nothing(path, store, feed):
    write(path, lines(1, 2))
    feed.look()
    revision, cursor = store.data_version(), feed.feeding.cursor
    part = feed.part()
    assert (part.frames, part.cursor, part.is_all) == ([], cursor, True)
    assert store.data_version() == revision


@pytest.mark.parametrize("cuts", [(False, False, False), (False, True, False)])
def test_who_says_the_same_again_in_one_second_is_kept_again_however_that_was_read(path, store, feed, cuts):
    same = line(7, at=7)
    for is_anew in cuts:
        write(path, same)
        feed.look()
        if is_anew:
            anew(feed)
    feed.look()
    assert kept(store) == [7, 7, 7]


@pytest.mark.parametrize("is_packed", [False, True])
def test_all_that_was_rotated_while_nobody_looked_is_read_in_order(path, store, feed, is_packed):
    write(path, lines(1, 2))
    feed.look()
    feed.close()
    write(path, lines(3))
    for number, more in ((3, (4, 5)), (2, (6, 7)), (1, (8, 9))):
        rotated = path.rename(path.with_name(f"ocpp.log.{number}"))
        aged(rotated, 100 * number)
        if is_packed:
            pack(rotated)
        write(path, lines(*more))
    anew(feed)
    feed.look()
    assert kept(store) == [*range(1, 10)]


def test_a_log_that_is_copied_and_cut_short_loses_nothing(path, store, feed):
    write(path, lines(1, 2))
    feed.look()
    write(path, lines(3))
    shutil.copy(path, path.with_name("ocpp.log.1"))
    write(path, lines(4), "w")
    feed.look()
    assert kept(store) == [1, 2, 3, 4]


def test_a_log_that_was_cut_short_and_packed_while_nobody_looked_loses_nothing(path, store, feed):
    write(path, lines(*range(1, 6)))
    feed.look()
    feed.close()
    write(path, lines(6))
    copy = path.with_name("ocpp.log.1")
    shutil.copy(path, copy)
    aged(copy, 100)
    pack(copy)
    write(path, lines(*range(7, 30)), "w")
    anew(feed)
    feed.look()
    assert kept(store) == [*range(1, 30)]


def test_logs_that_begin_alike_are_told_apart_by_where_the_reading_was(path, store, feed):
    heading = "timestamp,id,action,msg," + "x" * 140 + "\n"
    write(path, "# " + heading + lines(1, 2))
    feed.look()
    feed.close()
    rotated = path.rename(path.with_name("ocpp.log.2"))
    aged(rotated, 200)
    write(path, "# " + heading + lines(3, 4, 5))
    aged(path.rename(path.with_name("ocpp.log.1")), 100)
    pack(rotated)
    write(path, "# " + heading + lines(6))
    anew(feed)
    feed.look()
    assert kept(store) == [1, 2, 3, 4, 5, 6]


def test_a_predecessor_that_is_gone_is_said_and_the_reading_goes_on(path, store, feed, caplog):
    write(path, lines(1))
    feed.look()
    feed.close()
    path.unlink()
    write(path, lines(5))
    anew(feed)
    feed.look()
    assert kept(store) == [1, 5]
    assert "was rotated while nobody looked" in caplog.text


def test_any_cut_of_a_log_with_any_rotation_gives_its_frames_once(path, store, feed):
    luck = random.Random(11)
    text = "".join(line(n, at=n // 2) for n in range(400))
    at, age_s, number = 0, 10_000, 0

    def grow():
        nonlocal at
        cut = luck.randint(1, 1500)
        write(path, text[at : at + cut])
        at += cut
        # who writes a line does not rotate in its middle
        if luck.random() < 0.3 and (rest := text.find("\n", at)) >= 0:
            write(path, text[at : rest + 1])
            at = rest + 1

    while at < len(text):
        grow()
        if not number or luck.random() < 0.5:
            feed.look()
        if luck.random() < 0.3:
            anew(feed)
        while text[:at].endswith("\n") and path.exists() and luck.random() < 0.6:
            number, age_s = number + 1, age_s - 1
            rotated = path.rename(path.with_name(f"ocpp.log.{number}"))
            aged(rotated, age_s)
            if luck.random() < 0.5:
                pack(rotated)
            grow()
    feed.look()
    assert number > 10
    assert kept(store) == [*range(400)]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "debugkit"])
def test_a_log_of_any_form_says_in_parts_what_it_says_as_a_whole(form, path, store):
    name, write_story = FORMS[form]
    text, luck = write_story(STORY), random.Random(form)
    with closing(FeedOf(KIND, f"{path}?format={name}&station={CHARGER}", store)) as feed:
        while text:
            cut = luck.randint(1, 400)
            write(path, text[:cut])
            text = text[cut:]
            feed.look()
            if luck.random() < 0.3:
                anew(feed)
    found = [one.frame for batch in store.frames_after(CHARGER, -(2**62), 0) for one in batch]
    assert [(frame.direction, json.loads(frame.text)) for frame in found if frame.direction != "ws"] == [
        (way, frame) for _, way, frame in STORY
    ]


def test_a_log_that_is_not_there_yet_is_awaited(path, store, feed):
    with pytest.raises(FeedError, match=r"there is no .*ocpp.log yet") as told:
        feed.look()
    assert not told.value.is_lasting
    write(path, lines(1))
    feed.look()
    assert kept(store) == [1]


def test_a_clock_that_is_ahead_is_said_and_nothing_is_lost(path, store, feed):
    write(path, lines(1))
    feed.now = FIRST - HOUR
    with pytest.raises(FeedError, match="3,601 s ahead"):
        feed.look()
    feed.now = NOW
    feed.look()
    assert kept(store) == [1]


def test_what_cannot_be_read_is_kept_aside_with_its_line(path, store, tmp_path):
    rejects = Rejects(tmp_path / "rejected.jsonl")
    write(path, lines(1) + "rubbish\n" + lines(2) + line(3, at=960 * 3600))
    with closing(FeedOf(KIND, str(path), store, rejects=rejects)) as feed:
        feed.look()
    assert kept(store) == [1, 2]
    assert {(one.file, one.text[:7]) for one in rejects} == {
        (f"log {path}", "rubbish"),
        (f"log {path}", '[2, "3"'),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nothing of the sort\n" * 20_000, "of no form that is known"),
        ('{"events": []}\n', "of which no part can be read"),
    ],
)
def test_a_file_that_is_no_log_is_refused_for_good(path, feed, text, told):
    write(path, text)
    with pytest.raises(FeedError, match=told) as error:
        feed.look()
    assert error.value.is_lasting


def test_local_times_need_a_zone_and_that_is_said(path, store):
    who = "de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (t) - [chargeBoxId=CP-1, sessionId=s]"
    steve = f"[INFO ] {{}} {who} Sending: {{}}\n"
    told = f'[3,"1",{{"currentTime":"{text_of(FIRST)}","interval":300,"status":"Accepted"}}]'
    path.write_text(steve.format("2026-09-21 15:13:20,000", told))
    with (
        closing(FeedOf(KIND, str(path), store)) as feed,
        pytest.raises(FeedError, match=r"\?tz=Europe/Berlin"),
    ):
        feed.look()
    with closing(FeedOf(KIND, f"{path}?tz=Europe/Berlin", store)) as feed:
        feed.look()
    assert texts(store) == [told]


@pytest.mark.parametrize(
    "url", ["http://x/y", "", "/x?format=nothing", "/x?tz=Nowhere/City", "/x?other=1", "file://host/x"]
)
def test_an_address_of_no_log_is_refused(url):
    with pytest.raises(FeedError, match=r"behind the .* of its path stand format, station and tz"):
        KIND.called(url)


def test_a_log_is_called_by_its_whole_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    whole = f"log {tmp_path}/ocpp.log?station=CP-1&tz=Europe/Berlin"
    assert KIND.called("ocpp.log?tz=Europe/Berlin&station=CP-1") == whole
    assert KIND.called(f"file://{tmp_path}/ocpp.log?station=CP-1&tz=Europe%2FBerlin") == whole


def test_who_is_killed_again_and_again_brings_each_line_once(path, tmp_path):
    database = tmp_path / "board.db"
    for part in range(3):
        write(path, lines(*range(part * 1000, (part + 1) * 1000)))
        process = started("feed", "log", path, "--db", database)
        assert any("behind when it came" in said for said in process.stdout)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    code, said = command("feed", "log", path, "--db", database, "--once")
    assert code == 0, said
    store = open_store(str(database))
    assert kept(store) == [*range(3000)]
    store.close()
