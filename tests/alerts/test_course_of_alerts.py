"""What is told of a rule as things go on? Minutes after midnight, UTC, are written as numbers."""

from chargeboard.alerts.course import acknowledged, advanced, group_key, looked, snoozed
from chargeboard.alerts.due import GATHER, Terms, due
from chargeboard.alerts.holding import Holding, holding
from chargeboard.alerts.notice import Group
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.time.instants import MINUTE, NEVER
from chargeboard.time.spans import Span

T0 = 1_760_313_600_000_000  # 2025-10-13T00:00:00Z


def at(minutes):
    return T0 + minutes * MINUTE


def minutes(instant):
    return (instant - T0) / MINUTE


class Told:
    """A rule, its groups, and all that was told of it."""

    def __init__(self, size=1, maintenance=(), **keys):
        self.rule = Rule(**{"name": "r", "kind": Kind.OUT_OF_CONTACT, "after_s": 900} | keys)
        self.terms = Terms(size, lambda station: maintenance)
        self.group = None
        self.notices = []

    def look(self, now, station="CP1", *, since=None, site="", holds=True):
        seen = Seen(
            station=station, at=at(now), site=site, offline_since=None if since is None else at(since)
        )
        self.group = self.group or Group(key=group_key(self.rule, seen))
        found = holding(self.rule, seen) if holds else None
        self.group, told = looked(self.rule, self.group, seen, found, self.terms)
        self.notices += told

    def holds(self, now, *some, station="CP1"):
        seen = Seen(station=station, at=at(now))
        self.group = self.group or Group(key=group_key(self.rule, seen))
        self.group, told = looked(self.rule, self.group, seen, list(some), self.terms)
        self.notices += told

    def wait(self, now):
        self.group, told = advanced(self.rule, self.group, at(now), self.terms)
        self.notices += told

    @property
    def events(self):
        return [(str(one.event), minutes(one.at)) for one in self.notices if one.is_sent]

    @property
    def alert(self):
        return self.group.alerts[-1].id


def test_what_lasts_long_enough_is_told_once_and_then_that_it_is_over():
    told = Told()
    told.look(10, since=0)
    assert told.events == []
    assert due(told.rule, told.group, told.terms) == at(15)
    told.wait(14)
    assert told.events == []
    told.wait(15)
    told.wait(500)
    told.look(501)
    assert told.events == [("fired", 15), ("recovered", 501)]
    assert told.group.is_empty


def test_what_was_known_too_late_is_told_when_it_is_known():
    told = Told()
    told.look(40, since=0)
    assert told.events == [("fired", 40)]
    assert minutes(told.notices[0].since) == 0


def test_what_is_over_before_is_not_told():
    told = Told()
    told.look(10, since=0)
    told.look(14)
    told.wait(100)
    assert told.events == []
    assert told.group.is_empty


def test_contact_that_came_back_unseen_and_was_lost_again_is_another_alert():
    told = Told()
    told.look(20, since=0)
    told.look(60, since=30)
    assert told.events == [("fired", 20), ("recovered", 60), ("fired", 60)]
    assert len({one.alert for one in told.notices}) == 2


def test_nobody_is_told_that_it_is_over_where_nobody_wants_to_know():
    told = Told(recovery=False)
    told.look(20, since=0)
    told.look(30)
    assert told.events == [("fired", 20)]
    assert told.group.is_empty


def test_what_lasts_is_told_again_until_somebody_acknowledges_it():
    told = Told(repeat_s=3600)
    told.look(20, since=0)
    told.wait(150)
    assert told.events == [("fired", 20), ("repeated", 80), ("repeated", 140)]
    told.group = acknowledged(told.group, told.alert, at(150), "on my way")
    told.wait(1000)
    told.look(1001)
    assert told.events[3:] == [("recovered", 1001)]
    assert told.notices[-1].note == "on my way"


def test_what_is_put_off_is_told_again_after_that_if_it_lasts():
    told = Told()
    told.look(20, since=0)
    told.group = snoozed(told.group, told.alert, at(300), "tomorrow")
    told.wait(299)
    assert told.events == [("fired", 20)]
    told.wait(2000)
    assert told.events == [("fired", 20), ("repeated", 300)]


def test_in_quiet_hours_nothing_is_sent_but_afterwards_what_lasts_is():
    told = Told(quiet="00:00-06:00")
    told.look(20, since=0)
    told.wait(359)
    assert told.events == []
    told.wait(360)
    assert told.events == [("fired", 360)]


def test_what_came_and_went_in_quiet_hours_is_only_remembered():
    told = Told(quiet="00:00-06:00")
    told.look(20, since=0)
    told.look(100)
    told.wait(1000)
    assert told.events == []
    assert [str(one.event) for one in told.notices] == ["held_back"]


def test_that_it_is_over_waits_for_the_end_of_quiet_hours_too():
    told = Told(quiet="00:30-06:00")
    told.look(20, since=0)
    told.look(100)
    assert told.events == [("fired", 20)]
    told.wait(1000)
    assert told.events == [("fired", 20), ("recovered", 360)]


def test_while_maintenance_is_declared_nothing_is_told():
    told = Told(maintenance=(Maintenance(Span(at(0), at(120))),))
    told.look(20, since=0)
    told.wait(119)
    assert told.events == []
    told.wait(120)
    assert told.events == [("fired", 120)]
    assert due(told.rule, told.group, told.terms) == NEVER


def test_a_window_that_begins_before_quiet_hours_end_is_waited_for_too():
    told = Told(
        quiet="00:00-06:00",
        repeat_s=3600,
        maintenance=(Maintenance(Span(at(330), at(480))), Maintenance(Span(at(530), at(600)))),
    )
    told.look(20, since=0)
    told.wait(479)
    assert told.events == []
    told.wait(599)
    assert told.events == [("fired", 480)]
    told.wait(600)
    assert told.events == [("fired", 480), ("repeated", 600)]
    told.wait(610)
    told.look(611)
    assert told.events[2:] == [("recovered", 611)]


def test_who_waits_for_others_of_its_site_is_told_in_no_window():
    told = Told(size=12, maintenance=(Maintenance(Span(at(16), at(60))),))
    told.look(5, since=0, site="Harbour")
    told.wait(59)
    assert told.events == []
    told.wait(60)
    assert told.events == [("fired", 60)]


def test_that_it_is_over_is_told_in_no_window():
    told = Told(maintenance=(Maintenance(Span(at(30), at(60))),))
    told.look(20, since=0)
    told.look(40)
    told.wait(59)
    assert told.events == [("fired", 20)]
    told.wait(60)
    assert told.events == [("fired", 20), ("recovered", 60)]


def test_maintenance_of_one_socket_leaves_the_other():
    told = Told(kind=Kind.FAULTED, after_s=0, maintenance=(Maintenance(Span(at(0), at(120)), 1),))
    told.holds(10, Holding(1, at(5)), Holding(2, at(5)))
    assert [member.socket for member in told.notices[0].members] == [2]
    told.wait(120)
    assert [[member.socket for member in one.members] for one in told.notices] == [[2], [1]]


def test_a_site_of_12_out_of_contact_at_once_is_one_alert_of_the_site():
    told = Told(size=12)
    for number in range(12):
        told.look(5 + number / 10, f"CP{number:02}", since=number / 20, site="Harbour")
    told.wait(60)
    (alert,) = told.notices
    assert (alert.site, alert.size, len(alert.chargers)) == ("Harbour", 12, 12)
    assert alert.at == at(15) + GATHER
    for number in range(11):
        told.look(70 + number, f"CP{number:02}", site="Harbour")
    assert told.events == [("fired", 17)]
    told.look(90, "CP11", site="Harbour")
    assert told.events == [("fired", 17), ("recovered", 90)]
    assert told.group.is_empty


def test_a_charger_that_follows_its_site_is_part_of_its_alert():
    told = Told(size=4)
    for number in range(3):
        told.look(5, f"CP{number}", since=0, site="Harbour")
    told.wait(20)
    told.look(40, "CP3", since=22, site="Harbour")
    told.wait(200)
    assert told.events == [("fired", 17)]


def test_few_chargers_of_a_site_are_told_one_by_one():
    told = Told(size=12)
    for number in range(4):
        told.look(5, f"CP{number}", since=0, site="Harbour")
    told.wait(20)
    assert [(one.site, one.chargers) for one in told.notices] == [("", (f"CP{n}",)) for n in range(4)]


def test_single_alerts_become_part_of_their_sites():
    told = Told(size=6)
    told.look(5, "CP0", since=0, site="Harbour")
    told.wait(60)
    for number in (1, 2):
        told.look(65, f"CP{number}", since=60, site="Harbour")
    told.wait(100)
    assert [(one.site, len(one.chargers)) for one in told.notices] == [("", 1), ("Harbour", 3)]
    for number in range(3):
        told.look(110 + number, f"CP{number}", site="Harbour")
    assert told.events == [("fired", 17), ("fired", 77), ("recovered", 112)]


def test_what_is_not_known_while_nothing_is_heard_stays_as_it_was():
    told = Told(kind=Kind.FAULTED, after_s=600)
    told.holds(1, Holding(1, at(0)))
    told.look(5, since=2)
    told.wait(10)
    told.look(30, since=2)
    assert told.events == [("fired", 10)]


def test_a_report_of_a_moment_is_over_by_itself_and_what_is_said_again_meanwhile_is_one():
    told = Told(kind=Kind.ERROR, after_s=0)
    told.holds(10, Holding(1, at(10), "E1", at(25)))
    told.holds(20, Holding(1, at(20), "E1", at(35)))
    told.wait(34)
    assert told.events == [("fired", 10)]
    told.wait(100)
    assert told.events == [("fired", 10), ("recovered", 35)]


def test_sockets_of_a_charger_that_fail_together_are_one_alert():
    told = Told(kind=Kind.FAULTED, after_s=0)
    told.holds(10, Holding(1, at(9)), Holding(2, at(10)))
    assert [len(one.members) for one in told.notices] == [2]
    told.holds(20, Holding(2, at(10)))
    assert told.events == [("fired", 10)]
    told.holds(30)
    assert told.events == [("fired", 10), ("recovered", 30)]


def test_a_notice_has_the_same_id_whenever_it_is_computed():
    once, again = Told(repeat_s=3600), Told(repeat_s=3600)
    for told in (once, again):
        told.look(20, since=0)
        told.wait(200)
        told.look(201)
    ids = [one.id for one in once.notices]
    assert ids == [one.id for one in again.notices]
    assert len(set(ids)) == 5


def test_going_step_by_step_or_at_once_comes_to_the_same():
    slow, fast = Told(repeat_s=3600, quiet="02:00-03:00"), Told(repeat_s=3600, quiet="02:00-03:00")
    for told in (slow, fast):
        told.look(20, since=0)
    for now in range(21, 600):
        slow.wait(now)
    fast.wait(599)
    assert slow.notices == fast.notices
    assert slow.group == fast.group


def test_an_alert_of_somebody_elses_id_changes_nothing():
    told = Told()
    told.look(20, since=0)
    assert acknowledged(told.group, "other", at(30), "") == told.group
