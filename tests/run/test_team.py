"""How all processes that serve together are, as a page tells it."""

from chargeboard.domain.doorstep import Doorstep, TurnedAway
from chargeboard.domain.figures.impairment import Behind, Impairment
from chargeboard.domain.members import HowItIs, Member
from chargeboard.domain.records import Unavailable
from chargeboard.run.members import team as module
from chargeboard.run.members import watching
from chargeboard.run.members.team import Team


class Crew:
    """Members whose beats and time are as the test says."""

    def __init__(self, monkeypatch):
        self.at, self.told, self.away = 100, {}, ""
        for one in (module, watching):
            monkeypatch.setattr(one, "monotonic", lambda: float(self.at))
        self.team = Team(self._members, lambda: self.at)

    def _members(self):
        if self.away:
            raise Unavailable(self.away)
        return [
            Member(name, role, name, "1", 0, beat, told) for name, (role, beat, told) in self.told.items()
        ]

    def says(self, name, role, **told):
        self.told[name] = (role, self.at, HowItIs(**told))

    def on(self, by_s=2):
        self.at += by_s


def test_while_each_role_has_somebody_all_is_well(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway", connected=2)
    crew.says("h", "gateway", connected=3)
    crew.says("p", "projector")
    assert (crew.team.impairment, crew.team.connected) == (Impairment(), 5)


def test_where_nobody_has_a_role_it_is_said_since_when(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway")
    crew.says("p", "projector")
    assert not crew.team.impairment
    for _ in range(8):
        crew.on()
        assert crew.team.impairment.why in {
            "",
            "no process that chargers connect to is running (serve --role gateway)",
        }
    told = crew.team.impairment
    assert (told.since, told.stopped_since, told.is_fault) == (100, 100, True)
    crew.says("again", "gateway")
    crew.on(1)
    told = crew.team.impairment
    assert (told.why, told.stopped_since) == ("", 100)


def test_what_is_wrong_with_any_is_told_and_who_is_behind_is_counted_together(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway", impairment=Impairment(why="the disk is full", since=7))
    crew.says("p", "projector", impairment=Impairment(behind=Behind(2, 50, "A")))
    crew.says("q", "projector", impairment=Impairment(behind=Behind(3, 40, "B")))
    assert crew.team.impairment == Impairment(why="the disk is full", since=7, behind=Behind(5, 40, "B"))


def test_that_the_database_is_away_is_told_until_it_is_back(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway")
    crew.says("p", "projector")
    crew.away = "the server is away"
    assert crew.team.impairment == Impairment(why="the server is away", since=100)
    crew.on()
    assert crew.team.impairment.since == 100
    crew.away = ""
    crew.on()
    assert not crew.team.impairment


def test_who_was_turned_away_at_any_gateway_is_shown(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway", doorstep=Doorstep(host="a", port=1, turned_away=(TurnedAway("X", "no", 3),)))
    crew.says("h", "gateway", doorstep=Doorstep(host="b", port=2, turned_away=(TurnedAway("Y", "no", 9),)))
    assert [one.station for one in crew.team.doorstep.turned_away] == ["Y", "X"]
    assert crew.team.doorstep.listens


def test_what_a_page_finds_wrong_with_the_file_is_known_to_all(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway")
    crew.says("p", "projector")
    crew.team.tell_of_file(Impairment(backup="no room", days_left=3, damage="page 7"))
    crew.told["w"] = ("web", crew.at, crew.team.told)
    crew.says("v", "web", impairment=Impairment(days_left=2))
    told = crew.team.impairment
    assert (told.backup, told.damage, told.days_left) == ("no room", "page 7", 2)


def test_who_can_write_nothing_says_why_and_since_when(monkeypatch):
    crew = Crew(monkeypatch)
    crew.says("g", "gateway")
    crew.says("p", "projector")
    crew.team.tell_of_writing("The disk is full")
    since = crew.at
    crew.on()
    crew.team.tell_of_writing("The disk is full")
    assert (crew.team.impairment.why, crew.team.impairment.since) == ("The disk is full", since)
    crew.team.tell_of_writing("")
    assert not crew.team.impairment
