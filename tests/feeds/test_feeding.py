"""Whoever reads a feed may be killed anywhere; who cannot read it says why, and what is not known then."""

import re
import signal

import pytest
from daemon import asked, command, started
from test_citrineos import KIND, STATION, Taking, heartbeat, taken, texts
from two_chargers import NOW, life

from chargeboard.capture.feeds.health import health_line
from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.feeds.registry import kinds
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.feeds import Feed
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.run.receiving.feeding import Feeding
from chargeboard.run.receiving.impaired_feeds import with_feeds
from chargeboard.run.understanding.chores import Chores
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND
from chargeboard.web.pages.impairment_line import impairment_line
from projecting import projector_of

AT = NOW - 10 * MINUTE


def test_who_is_killed_again_and_again_brings_each_row_once(citrine, tmp_path):
    frames = life(days=2)
    database = tmp_path / "board.db"
    third = len(frames) // 3
    for part in range(3):
        citrine.write(*frames[part * third : (part + 1) * third if part < 2 else None])
        process = started("feed", "citrineos", citrine.url, "--db", database)
        line = next(line for line in process.stdout if "behind when it came" in line or part == 1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert line
    code, said = command("feed", "citrineos", citrine.url, "--db", database, "--once")
    assert code == 0, said
    store = open_store(str(database))
    for station in {frame.station for frame in frames}:
        wanted = sorted(len(one.text) for one in frames if one.station == station)
        assert len(texts(store, station)) == len(wanted)
    store.close()


def test_what_was_kept_by_one_process_is_not_kept_again_by_another(citrine, store):
    citrine.write(heartbeat(1, AT))
    feeding = Feeding(store, KIND.called(citrine.url), KIND.name, lambda: NOW)
    taken(citrine, store)
    feeding.take(Part([heartbeat(2, AT + 1)], (), "of my own", is_all=True))
    assert texts(store) == [heartbeat(1, AT).text]
    assert feeding.cursor == taken(citrine, store).cursor


def test_a_frame_that_cannot_be_kept_never_stops_the_others(citrine, store, monkeypatch):
    keep, bad = store.append, heartbeat(1, AT)

    def append(frames, *given):
        if any(frame.text == bad.text for frame in frames):
            raise ValueError("no database likes this")
        return keep(frames, *given)

    monkeypatch.setattr(store, "append", append)
    citrine.write(bad, heartbeat(2, AT + SECOND))
    taken(citrine, store)
    assert texts(store) == [heartbeat(2, AT + SECOND).text]


class Clock:
    now = NOW

    def __call__(self):
        return self.now


def test_what_fails_is_tried_again_less_and_less_often_and_every_page_says_why(citrine, store):
    citrine.write(heartbeat(1, AT))
    clock, pauses, told = Clock(), [], []
    feeding = Feeding(store, KIND.called(citrine.url), KIND.name, clock)

    def wait(pause_s):
        pauses.append(pause_s)
        clock.now += round(pause_s * SECOND)
        if len(pauses) == 1:
            citrine.told('alter table "OCPPMessages" rename to gone')
        if len(pauses) == 9:
            told.append(impairment_line(with_feeds(Impairment(), store, clock), clock()))
            citrine.told('alter table gone rename to "OCPPMessages"')
        return len(pauses) == 10

    Taking(
        KIND,
        citrine.url,
        feeding,
        redact=lambda text: text,
        rejects=Rejects(None),
        clock=clock,
        wait=wait,
    ).run()
    assert pauses == [1, 1, 2, 4, 8, 16, 32, 60, 60, 1]
    (line,) = told
    assert line.startswith(f"The feed {KIND.called(citrine.url)} cannot be read")
    assert 'has no table "OCPPMessages": is this the database of CitrineOS' in line
    assert not with_feeds(Impairment(), store, clock)


def test_who_fails_says_so_again_once_another_that_read_it_has_ended(store):
    clock = Clock()
    failing, other = (Feeding(store, "it", "citrineos", clock) for _ in range(2))
    failing.failed("the wrong password")
    other.take(Part([heartbeat(1, NOW - SECOND)], (), "1", is_all=True))
    clock.now += SECOND
    failing.failed("the wrong password")
    assert not store.feed("it").wrong
    other.ended()
    clock.now += MINUTE
    failing.failed("the wrong password")
    assert "the wrong password" in impairment_line(with_feeds(Impairment(), store, clock), clock())


def test_who_takes_in_what_is_there_beside_another_ends_nothing_for_it(store):
    clock = Clock()
    served = Feeding(store, "it", "citrineos", clock)
    served.take(Part([heartbeat(1, NOW - SECOND)], (), "1", is_all=True))
    clock.now += SECOND
    once = Feeding(store, "it", "citrineos", clock)
    once.take(Part([heartbeat(2, NOW)], (), "2", is_all=True))
    once.ended()
    assert store.feed("it").is_read(clock())
    clock.now += 11 * SECOND
    served.take(Part([], (), "1", is_all=True))
    assert store.feed("it").looked_at == clock()
    served.ended()
    assert store.feed("it").looked_at is None


def test_who_ends_while_another_has_begun_to_read_leaves_it_read(store):
    clock = Clock()
    first = Feeding(store, "it", "citrineos", clock)
    first.take(Part([heartbeat(1, NOW - SECOND)], (), "1", is_all=True))
    clock.now += 30 * SECOND
    other = Feeding(store, "it", "citrineos", clock)
    other.take(Part([heartbeat(2, NOW)], (), "2", is_all=True))
    first.ended()
    assert store.feed("it").is_read(clock())
    other.ended()
    assert store.feed("it").looked_at is None


@pytest.mark.parametrize(
    ("becomes", "line"),
    [
        ("failing", "The feed it cannot be read, and is tried again: away"),
        ("killed", "The feed it is not read any more"),
        ("ended", ""),
    ],
)
def test_while_it_is_not_read_its_chargers_are_unknown_and_not_offline(store, monkeypatch, becomes, line):
    clock = Clock()
    desk = Desk(store, lambda station: Profile(id=station), clock)
    chores = Chores(projector_of(desk), packs=False)

    def stands():
        monkeypatch.setattr(chores._fed, "_again_at", 0.0)
        while chores.work():
            pass
        return desk.board(STATION).charger.is_online, desk.fleet(FleetWanted()).rows[0].is_online

    feeding = Feeding(store, "it", "citrineos", clock, chores.heard)
    feeding.take(Part([heartbeat(1, NOW - SECOND)], (), "1", is_all=True))
    assert stands() == (True, True)
    if becomes == "failing":
        feeding.failed("away")
    if becomes == "ended":
        feeding.ended()
    clock.now += 30 * MINUTE
    assert stands() == (None, None)
    assert impairment_line(with_feeds(Impairment(), store, clock), clock()).startswith(line)
    assert bool(with_feeds(Impairment(), store, clock)) == bool(line)
    feeding.take(Part([heartbeat(2, clock.now - SECOND)], (), "2", is_all=True))
    assert stands() == (True, True)


def test_health_is_a_line():
    feed = Feed(name="x", kind="x", newest_at=NOW - 12 * SECOND, kept_at=NOW - 9 * SECOND, looked_at=NOW)
    assert health_line(feed, NOW) == "last row 12s ago, 3s behind when it came"
    assert health_line(feed, NOW + 5 * MINUTE).endswith("; it has not been read for 5m 0s")
    assert health_line(Feed(name="x", kind="x", looked_at=NOW), NOW) == "no row yet"
    wrong = Feed(name="x", kind="x", wrong="away", wrong_since=NOW - 2 * SECOND)
    assert health_line(wrong, NOW) == "no row yet; not read for 2s: away"
    assert health_line(wrong, NOW, is_brief=True) == "no row yet; it has not been read for 2s"


def test_what_can_never_be_read_ends_the_command_with_words(tmp_path):
    database = tmp_path / "board.db"
    code, said = asked("feed", "nobody", "postgresql://x/y", "--db", database)
    assert (code, said) == (
        1,
        f'Error: nobody: there is no kind of feed "nobody"; there are {", ".join(kinds())}\n',
    )
    code, said = asked("feed", "citrineos", "mysql://x/y", "--db", database)
    assert (code, "write it like postgresql://reader@" in said) == (1, True)
    code, said = asked(
        "config", "--db", database, CHARGEBOARD_FEEDS='["citrineos postgresql://a:secret@b/c"]'
    )
    assert ":secret" not in said
    assert re.search(r"feeds\s+\('citrineos postgresql://a@b/c',\)", said)
    code, said = command("serve", "--db", database, CHARGEBOARD_FEEDS='["nobody postgresql://a/b"]')
    assert (code, 'feeds: nobody: there is no kind of feed "nobody"' in said) == (1, True)
