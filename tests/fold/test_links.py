"""When does a charger count as there? Of connections, frames and silences (definitions O1-O5)."""

import pytest

from chargeboard.domain.facts import (
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    PaceFound,
    PingAnswered,
    Quiet,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.fold.links import agree, hear, missed, pong, turn
from chargeboard.fold.memory import Links
from chargeboard.time.instants import SECOND

T0 = 1_790_000_000 * SECOND
POLICY = Policy()


def at(seconds):
    return T0 + round(seconds * SECOND)


class Charger:
    def __init__(self, policy=POLICY):
        self.links, self.policy = Links(), policy

    def open(self, s, name="A"):
        return self._told(turn(self.links, LinkOpened(at(s), at(s), name), self.policy))

    def close(self, s, name="A"):
        return self._told(turn(self.links, LinkClosed(at(s), at(s), name), self.policy))

    def frame(self, s, name="A", *, is_beat=False):
        return self._told(
            hear(self.links, Frame("CP", at(s), "in", "[]", name), self.policy, is_beat=is_beat)
        )

    def beats(self, *seconds):
        return [told for s in seconds for told in self.frame(s, is_beat=True) if told[0] == "PaceFound"]

    def away(self, s, known_at=10**6):
        """Whether a status stamped then is believed, as the charger was away."""
        return self.links.were_away(at(s), at(known_at))

    @staticmethod
    def _told(facts):
        named = {LinkOpened: "connection", LinkReplaced: "connection", PaceFound: "pace_s"}
        return [
            (type(fact).__name__, (fact.at - T0) / SECOND, getattr(fact, named.get(type(fact), ""), None))
            for fact in facts
        ]


@pytest.mark.parametrize(
    ("closed", "frame", "seconds", "brings_it_back"),
    [
        ("A", "A", 60, False),
        ("A", "A", 60.000001, True),
        ("A", "B", 1, False),
        ("A", "B", 1.000001, True),
        ("A", "", 1.5, True),
        ("", "", 1, False),
        ("", "", 1.5, True),
    ],
)
def test_a_frame_that_was_written_down_after_its_connection_closed_does_not_bring_it_back(
    closed, frame, seconds, brings_it_back
):
    charger = Charger()
    charger.open(-100, closed)
    charger.close(0, closed)
    told = charger.frame(seconds, frame)
    assert [kind for kind, *_ in told if kind != "Quiet"] == ["LinkOpened"] * brings_it_back


@pytest.mark.parametrize("grace", [60, 5])
def test_who_comes_back_within_the_grace_was_not_away(grace):
    for seconds, was_away in ((grace, False), (grace + 0.000001, True)):
        charger = Charger(Policy(reconnect_grace_s=grace))
        charger.open(-100)
        charger.close(0)
        assert charger.open(seconds, "B") == [("LinkOpened", seconds, "B")]
        assert charger.away(0) is was_away
        assert charger.away(seconds / 2) is was_away
        assert not charger.away(seconds), "a gap is half-open"
        assert not charger.away(-1)


def test_what_is_stamped_in_a_gap_is_believed_only_once_the_gap_has_ended():
    charger = Charger()
    charger.open(-100)
    charger.close(0)
    charger.open(100, "B")
    assert [charger.away(50, known_at) for known_at in (99, 100)] == [False, True]


def test_silence_of_more_than_a_minute_is_told_and_of_more_than_its_limit_is_an_absence():
    for seconds, is_told in ((60, False), (60.000001, True)):
        charger = Charger()
        charger.frame(0)
        assert [kind for kind, *_ in charger.frame(seconds)] == ["Quiet"] * is_told
    limit = POLICY.silence_limit(None, 0, None) / SECOND
    for seconds, was_away in ((limit, False), (limit + 0.000001, True)):
        charger = Charger()
        charger.frame(0)
        charger.frame(seconds)
        assert charger.away(limit / 2) is was_away
    quiet = Charger(Policy(silence_detection=False))
    quiet.frame(0)
    quiet.frame(limit * 10)
    assert not quiet.away(limit)


def test_the_limit_of_silence_follows_the_interval_the_pace_and_the_pings():
    charger = Charger()
    agree(charger.links, IntervalSet(at(0), at(0), 3600))
    charger.frame(0)
    charger.frame(7000)
    assert not charger.away(3500)
    charger = Charger()
    pong(charger.links, PingAnswered(at(0), at(0), 30))
    charger.frame(0)
    charger.frame(600)
    assert charger.away(300) is (POLICY.silence_limit(None, 0, 30) < 600 * SECOND)


def test_a_frame_of_the_past_ends_no_silence_and_begins_none():
    charger = Charger()
    charger.frame(100)
    charger.frame(0)
    assert charger.frame(160) == []
    assert [kind for kind, *_ in charger.frame(221)] == ["Quiet"]


@pytest.mark.parametrize(
    ("first", "last", "is_beat"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_a_silence_is_of_heartbeats_where_one_stands_at_either_end(first, last, is_beat):
    links = Links()
    hear(links, Frame("CP", at(0), "in", "[]", "A"), POLICY, is_beat=first)
    told = hear(links, Frame("CP", at(100), "in", "[]", "A"), POLICY, is_beat=last)
    assert [fact.is_beat for fact in told if isinstance(fact, Quiet)] == [is_beat]


def test_the_newest_connection_wins_and_the_last_close_counts():
    charger = Charger()
    assert charger.open(0, "A") == [("LinkOpened", 0, "A")]
    assert charger.open(1, "A") == []
    assert charger.open(2, "B") == [("LinkReplaced", 2, "B")]
    assert charger.close(3, "A") == []
    assert charger.close(4, "C") == []
    assert charger.close(5, "B") == [("LinkClosed", 5, None)]
    assert charger.close(6, "B") == []


def test_a_connection_that_nobody_announced_is_known_by_its_frames_and_then_by_its_name():
    charger = Charger()
    assert charger.frame(0, "") == [("LinkOpened", 0, "")]
    assert charger.open(1, "A") == []
    assert charger.links.live == ["A"]
    charger = Charger()
    charger.frame(0, "")
    assert charger.close(1, "A") == [("LinkClosed", 1, None)]


def test_of_many_connections_the_newest_sixteen_are_remembered():
    charger = Charger()
    for n in range(20):
        charger.open(n, str(n))
    assert charger.links.live == [str(n) for n in range(4, 20)]


def test_of_many_absences_the_latest_sixty_four_are_remembered():
    charger = Charger()
    for n in range(70):
        charger.open(n * 200, str(n))
        charger.close(n * 200 + 50, str(n))
    assert len(charger.links.away) == 64
    assert not charger.away(5 * 200 - 1)
    assert charger.away(6 * 200 - 1)


def test_a_close_before_any_connection_is_told_once():
    charger = Charger()
    assert charger.close(0, "A") == [("LinkClosed", 0, None)]
    assert charger.close(1, "A") == []


@pytest.mark.parametrize(
    ("lost", "told"), [(True, ["CollectorGap", "LinkClosed"]), (False, ["CollectorGap"])]
)
def test_while_we_were_away_what_is_stamped_is_believed_and_lost_connections_are_closed(lost, told):
    links = Links()
    turn(links, LinkOpened(at(0), at(0), "A"), POLICY)
    hear(links, Frame("CP", at(0), "in", "[]", "A"), POLICY, is_beat=True)
    facts = missed(links, CollectorGap(at(10), at(20), at(20), links_lost=lost))
    assert [type(fact).__name__ for fact in facts] == told
    assert links.were_away(at(15), at(30))
    assert (links.live, links.beat_at) == ([] if lost else ["A"], None)


def test_an_answer_to_a_ping_is_told_where_the_interval_is_new_and_forgotten_with_the_connection():
    links = Links()
    turn(links, LinkOpened(at(0), at(0), "A"), POLICY)
    answers = [
        pong(links, PingAnswered(at(s), at(s), every)) for s, every in ((1, 30), (2, 30), (3, None), (4, 20))
    ]
    assert [len(facts) for facts in answers] == [1, 0, 0, 1]
    turn(links, LinkClosed(at(5), at(5), "A"), POLICY)
    assert links.ping_s is None


def test_heartbeats_that_come_slower_than_agreed_are_a_pace_of_five():
    charger = Charger()
    charger.links.interval_s = 60
    assert charger.beats(0, 100, 200, 300, 400) == []
    assert charger.beats(500) == [("PaceFound", 500, 100)]
    assert charger.beats(601, 701) == [], "one slower gap changes no median"
    assert charger.beats(801, 902) == []
    assert charger.beats(1003) == [("PaceFound", 1003, 105)]
    assert charger.beats(1063) == [("PaceFound", 1063, 100)]
    assert charger.beats(1123) == []
    assert charger.beats(1183) == [("PaceFound", 1183, 0)]


def test_heartbeats_within_a_minute_or_as_agreed_are_no_pace():
    charger = Charger()
    assert charger.beats(*range(0, 600, 60)) == []
    charger = Charger()
    charger.links.interval_s = 300
    assert charger.beats(*range(0, 3000, 300)) == []
    assert agree(charger.links, IntervalSet(at(3000), at(3000), 200))[1:] == [
        PaceFound(at(3000), at(3000), 300, charger.links.beats[0].start)
    ]


def test_a_frame_between_two_heartbeats_breaks_the_pace():
    charger = Charger()
    for n in range(10):
        assert charger.beats(n * 100) == []
        charger.frame(n * 100 + 50)
