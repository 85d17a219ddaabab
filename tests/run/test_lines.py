"""Whose line of the list is made again, and whose is true for longer without that."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.alerts.notice import Event
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.domain.facts import HeartbeatHeard, PaceFound, PingAnswered, Quiet, StatusReported
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.fold.memory import Links, Memory
from chargeboard.pipeline import StationState
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import chores, folding, lines, settling
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.folded import Tells, silent_at, tells
from chargeboard.run.understanding.news import LIST
from chargeboard.store import open_store
from chargeboard.time.instants import NEVER, SECOND
from projecting import projector_of

T0 = 1_760_000_000 * SECOND
MIDNIGHT = 1_760_054_400 * SECOND
LIMIT_S = 600
"""Of a silence: twice the interval of its heartbeats."""
BOOTED = '[3,"1",{"status":"Accepted","interval":300,"currentTime":"2025-10-09T08:53:20Z"}]'
TURNS = [
    '[2,"2","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Preparing"}]',
    '[2,"3","StatusNotification",{"connectorId":1,"errorCode":"GroundFailure","status":"Faulted"}]',
    '[2,"4","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]',
]
STARTED = '[2,"6","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":0}]'
SAMPLE = (
    '[2,"7","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2025-10-09T08:54:00Z",'
    '"sampledValue":[{"value":"500","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}]'
)
BEAT = '[2,"5","Heartbeat",{}]'


class Charger:
    """One that was just switched on, in a time of its own."""

    def __init__(self, store, monkeypatch):
        self.begin, self.at_s, self.made = T0, 0.0, 0
        self.desk = Desk(
            store, lambda station: Profile(id=station), lambda: self.begin + round(self.at_s * SECOND)
        )
        self.projector = projector_of(self.desk)
        self.tell, self.projector.tell = self.projector.tell, self.count
        for module in (chores, folding, lines, settling):
            monkeypatch.setattr(module, "monotonic", lambda: self.at_s)
        self.chores = Chores(self.projector, packs=False)
        self.say('[2,"1","BootNotification",{"chargePointVendor":"a","chargePointModel":"b"}]', BOOTED)

    def count(self, *stations):
        self.made += len(stations)
        return self.tell(*stations)

    def say(self, *texts, is_routine=False, station="CP1"):
        now = self.desk.now()
        directions = ["out" if text.startswith("[3") else "in" for text in texts]
        self.projector.take(
            [
                Frame(station, now + n, direction, text, "c", "ocpp1.6")
                for n, (direction, text) in enumerate(zip(directions, texts, strict=True))
            ]
        )
        self.chores.heard([station], now, is_routine=is_routine)

    def live(self, seconds, step_s=2, *, is_listed=True):
        """So long nothing but time passes; somebody looks at the list."""
        until = self.at_s + seconds
        while self.at_s < until:
            self.at_s = min(until, self.at_s + step_s)
            if is_listed:
                self.chores.looked_at([LIST])
            while self.chores.work():
                pass

    @property
    def waiting(self):
        """Of how many more is known than their lines tell."""
        return len(self.desk.store.fleet_stale(self.desk.now()))

    @property
    def line(self):
        ((_, doc),) = self.desk.store.fleet_page(FleetWanted(), [])
        return msgspec.json.decode(doc, type=FleetRow)


@pytest.fixture
def charger(tmp_path, monkeypatch):
    store = open_store(tmp_path / "b.db")
    yield Charger(store, monkeypatch)
    store.close()


def test_a_charger_that_only_says_that_it_is_there_costs_no_board(charger):
    charger.live(20)
    charger.made = 0
    for _ in range(5):
        charger.live(300)
        charger.say(BEAT, is_routine=True)
    charger.live(LIMIT_S - 20)
    assert charger.made == 0
    assert charger.line.is_online


def test_its_line_tells_of_its_silence_as_soon_as_that_is_one(charger):
    charger.live(20)
    charger.live(300)
    charger.say(BEAT, is_routine=True)
    charger.live(LIMIT_S - 1)
    assert charger.line.is_online
    charger.live(4)
    assert not charger.line.is_online


def test_it_is_made_where_time_alone_changes_it_although_the_charger_goes_on_saying_that_it_is_there(charger):
    charger.begin = MIDNIGHT - 400 * SECOND
    charger.say(TURNS[2])
    charger.live(20)
    charger.made = 0
    charger.say(BEAT, is_routine=True)
    charger.live(370)
    assert charger.made == 0
    charger.live(20)
    assert charger.made == 1


def test_a_line_that_is_not_true_whatever_the_time_is_made_although_the_charger_was_heard(charger):
    charger.live(20)
    with charger.desk.store.database.writing() as connection:
        charger.desk.store.database.sql.deny_fleet(connection, station="CP1")
    charger.made = 0
    charger.live(3)
    assert charger.made == 1


def test_several_news_within_a_moment_are_one_line(charger):
    charger.live(20)
    charger.made = 0
    for text in TURNS:
        charger.say(text)
        charger.live(0.6)
    charger.live(5)
    assert charger.made == 1


def test_of_whom_a_page_of_the_list_shows_news_are_told_within_a_second_or_two(charger):
    charger.live(20)
    charger.chores.looked_at([LIST, "CP1"])
    charger.say(TURNS[1])
    charger.live(1, step_s=0.25)
    assert [one.state for one in charger.line.sockets] == ["faulted"]
    charger.chores.looked_at([LIST, "CP1"])
    charger.say(TURNS[2])
    charger.live(2, step_s=0.25)
    assert [one.state for one in charger.line.sockets] == ["faulted"], "it pauses"
    charger.live(1.5, step_s=0.25)
    assert [one.state for one in charger.line.sockets] == ["available"]


def test_who_comes_onto_a_page_after_its_news_does_not_wait_as_who_is_not_shown(charger):
    charger.live(20)
    for text in TURNS[1:]:
        charger.say(text)
        charger.live(3, step_s=0.25)
    assert [one.state for one in charger.line.sockets] == ["faulted"]
    charger.chores.looked_at([LIST, "CP1"])
    charger.live(0.5, step_s=0.25)
    assert [one.state for one in charger.line.sockets] == ["available"]


def test_what_meters_show_is_told_soon_where_somebody_looks(charger):
    charger.say(TURNS[0], STARTED)
    charger.live(20)
    charger.made = 0
    charger.say(SAMPLE, is_routine=True)
    charger.live(60)
    assert charger.made == 0
    charger.chores.looked_at(["CP1"])
    charger.live(2)
    assert charger.made == 1
    charger.chores.looked_at(["CP1"])
    charger.live(30)
    assert charger.made == 1, "nothing is to be told"


def test_what_meters_show_is_told_once_an_hour_while_nobody_looks_at_the_list(charger):
    charger.say(TURNS[2])
    charger.live(30)
    charger.live(400, is_listed=False)
    charger.made = 0
    for _ in range(3):
        charger.say(SAMPLE, is_routine=True)
        charger.live(150, is_listed=False)
    assert charger.made == 0
    charger.live(5)
    assert charger.made == 1, "somebody came, and the line was more than ten minutes old"


def test_what_waits_to_be_understood_tells_that_the_charger_is_there_before_its_line_is_untrue(charger):
    charger.live(20)
    charger.made = 0
    for _ in range(3):
        charger.live(LIMIT_S - 60, is_listed=False)
        charger.say(BEAT, is_routine=True)
    assert charger.made == 0


def test_who_may_open_a_page_next_waits_for_two_lines_and_many_are_made_together_otherwise(charger):
    parts = []
    charger.projector.tell = lambda *stations: (parts.append(len(stations)), charger.tell(*stations))[1]
    many = [f"M{number:02}" for number in range(20)]

    def make():
        parts.clear()
        charger.chores._lines.ask(many)
        while charger.chores.work():
            pass

    for station in many:
        charger.say(TURNS[0], station=station)
    charger.live(600, 60, is_listed=False)
    make()
    assert max(parts) == 8
    charger.live(4)
    make()
    assert max(parts) == 2


def test_lines_that_a_start_finds_left_are_made_in_turn(charger):
    charger.live(20)
    for n in range(200):
        charger.say(TURNS[0], station=f"MORE{n}")
    charger.live(3)
    charger.chores = Chores(charger.projector, packs=False)
    charger.chores.start()
    charger.made = 0
    charger.live(3)
    assert 0 < charger.made <= 110
    charger.live(10)
    assert charger.made >= 200


def test_while_nobody_looks_at_the_list_news_of_a_while_are_one_line(charger):
    charger.live(100)
    charger.made = 0
    charger.live(40, is_listed=False)
    for text in TURNS:
        charger.say(text)
        charger.live(15, is_listed=False)
    assert charger.made == 0
    charger.live(20, is_listed=False)
    assert charger.made == 1


def test_who_comes_to_look_at_the_list_is_told_when_the_lines_tell_all(charger):
    charger.live(100, is_listed=False)
    charger.say(TURNS[1])
    charger.live(10, is_listed=False)
    assert charger.line.sockets == []
    came_at = charger.desk.now()
    charger.chores.looked_at([LIST])
    assert charger.desk.store.fleet_told_at() < came_at
    while charger.chores.work():
        pass
    assert [one.state for one in charger.line.sockets] == ["faulted"]
    assert charger.desk.store.fleet_told_at() == came_at


def test_who_comes_does_not_wait_for_a_line_that_was_made_for_another_reason(charger):
    charger.live(100, is_listed=False)
    charger.say(TURNS[1])
    charger.live(10, is_listed=False)
    came_at = charger.desk.now()
    charger.chores.looked_at([LIST])
    charger.chores._lines.make("CP1")
    charger.chores.work()
    assert charger.desk.store.fleet_told_at() == came_at


def test_who_makes_way_for_others_has_no_line_sooner_than_if_somebody_looked(charger, monkeypatch):
    monkeypatch.setattr(lines, "_MOST_UNSEEN", 0)
    charger.live(40, is_listed=False)
    charger.say(TURNS[0])
    charger.live(5, is_listed=False)
    charger.made = 0
    charger.say(TURNS[1])
    charger.live(6, is_listed=False)
    assert charger.made == 0
    charger.live(6, is_listed=False)
    assert charger.made == 1


def test_news_wait_for_nobody_where_alerts_have_rules(charger):
    store = charger.desk.store
    store.save_alert_rule(Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=3_600))
    charger.projector.watch = Watch(store, charger.desk.profile_of, charger.desk.now)
    charger.chores = Chores(charger.projector, packs=False)
    charger.live(100, is_listed=False)
    charger.made = 0
    charger.say(TURNS[1])
    charger.live(10, is_listed=False)
    assert charger.made == 1


def test_no_more_lines_wait_than_are_made_in_a_moment(charger, monkeypatch):
    monkeypatch.setattr(lines, "_MOST_UNSEEN", 3)
    charger.live(40, is_listed=False)
    for n in range(5):
        charger.say(TURNS[0], station=f"MORE{n}")
        charger.live(5, is_listed=False)
        assert charger.waiting <= 3
    assert charger.waiting
    charger.chores.looked_at([LIST])
    while charger.chores.work():
        pass
    assert charger.waiting == 0


def told_otherwise(charger):
    """What the line tells otherwise than a board of this moment."""
    seen, line = charger.desk.board("CP1"), charger.line
    worst = seen.insights[0].code if seen.insights else None
    pairs = {
        "online": (line.is_online, seen.charger.is_online),
        "sockets": ([one.state for one in line.sockets], [one.state for one in seen.now]),
        "errors": (line.active_errors, sum(row.active for row in seen.errors)),
        "worst": (line.worst_insight and line.worst_insight.code, worst),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@settings(max_examples=15)
@given(turns=st.lists(st.tuples(st.sampled_from([BEAT, BEAT, *TURNS]), st.integers(1, 900)), max_size=6))
def test_what_a_line_says_is_what_a_board_of_that_moment_says(turns, tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("lines") / "b.db")
    with pytest.MonkeyPatch.context() as monkeypatch:
        charger = Charger(store, monkeypatch)
        for text, seconds in turns:
            charger.say(text, is_routine=text == BEAT)
            charger.live(12)
            charger.live(seconds, step_s=20)
            if told_otherwise(charger):  # time brought it this very moment
                charger.live(4)
            assert told_otherwise(charger) == {}
    store.close()


@settings(max_examples=15)
@given(
    turns=st.lists(st.tuples(st.sampled_from([BEAT, *TURNS]), st.integers(1, 300)), min_size=1, max_size=5)
)
def test_whoever_comes_after_a_while_finds_what_a_board_of_that_moment_says(turns, tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("lines") / "b.db")
    with pytest.MonkeyPatch.context() as monkeypatch:
        charger = Charger(store, monkeypatch)
        for text, seconds in turns:
            charger.say(text, is_routine=text == BEAT)
            charger.live(seconds, step_s=10, is_listed=False)
        charger.live(1, is_listed=False)
        came_at = charger.desk.now()
        charger.live(0.001)
        assert store.fleet_told_at() >= came_at
        assert told_otherwise(charger) == {}
    store.close()


def state(**links):
    return StationState(memory=Memory(links=Links(heard_at=T0, **links)))


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (HeartbeatHeard(T0, T0), Tells.LIFE),
        (Quiet(T0 - 300 * SECOND, T0, T0), Tells.LIFE),
        (Quiet(T0 - 601 * SECOND, T0, T0), Tells.NEWS),
        (PaceFound(T0, T0, 400, T0), Tells.READINGS),
        (PingAnswered(T0, T0, 30), Tells.READINGS),
        (StatusReported(T0, T0, 1, "Available"), Tells.NEWS),
    ],
)
def test_a_fact_tells_what_it_changes(fact, told):
    assert tells([HeartbeatHeard(T0, T0), fact], state(interval_s=300), Policy()) == told


def test_silence_counts_from_the_last_that_was_heard_by_the_limit_that_holds_now():
    assert silent_at(state(interval_s=300), Policy()) == T0 + LIMIT_S * SECOND + 1
    assert silent_at(state(interval_s=300, ping_s=30), Policy()) == T0 + 180 * SECOND + 1
    assert silent_at(StationState(), Policy()) == NEVER
    assert silent_at(state(), Policy(silence_detection=False)) == NEVER


def test_that_a_charger_is_back_is_told_although_it_only_says_that_it_is_there(charger, monkeypatch):
    store, now = charger.desk.store, charger.desk.now
    store.save_alert_rule(Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=0))
    charger.projector.watch = Watch(store, charger.desk.profile_of, now)
    charger.chores = Chores(charger.projector, packs=False)
    charger.live(LIMIT_S + 60)
    assert [notice.event for notice in store.notices(9)] == [Event.FIRED]
    assert charger.chores.is_any_watched(["CP1"])
    back = now()
    charger.say(BEAT, is_routine=True)
    charger.live(15, step_s=1)
    over = store.notices(9)[0]
    assert over.event == Event.RECOVERED
    assert over.at - back <= 12 * SECOND
    assert not charger.chores.is_any_watched(["CP1"])
