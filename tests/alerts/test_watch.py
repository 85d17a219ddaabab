"""Who is told, as chargers speak and fall silent?"""

import json

import msgspec
import pytest

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.saying import Message
from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.frame import Frame
from chargeboard.run.alerting import watch as watch_module
from watching import Yard, at

CONTACT = Rule(name="contact", kind=Kind.OUT_OF_CONTACT, after_s=1800)


@pytest.fixture
def yard():
    made = []

    def make(*rules, **options):
        made.append(Yard(*rules, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def letters(yard):
    return [msgspec.json.decode(one.body, type=Message) for one in yard.store.letters("ops", 2**60, 1000)]


def test_a_charger_that_falls_silent_is_told_and_when_it_is_back(yard):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(120)
    assert one.told == [("fired", 30, "CP0")]
    one.beat(121)
    assert one.told == [("fired", 30, "CP0"), ("recovered", 121, "CP0")]
    fired, recovered = letters(one)
    assert fired.title == "Berth CP0 (CP0): out of contact"
    assert fired.lines[0] == "Since Mon 13 Oct 2025 00:00, UTC."
    assert fired.lines[1] == "Last contact: Mon 13 Oct 2025 00:00, UTC."
    assert fired.lines[2].startswith("What to do: See whether it has power")
    assert fired.url == "https://board.example.org/chargers/CP0?at=2025-10-13T00:30:00.000001Z"
    assert recovered.title == "Over: Berth CP0 (CP0): out of contact"
    document = json.loads(bytes(fired.document))
    told = (document["event"], document["chargers"][0]["charger"], document["since"])
    assert told == ("fired", "CP0", "2025-10-13T00:00:00Z")


def test_a_site_of_12_that_falls_silent_is_one_alert_that_says_so(yard):
    one = yard(CONTACT, number=12)
    one.status(0, "Available")
    one.until(120)
    assert one.told == [("fired", 32, "Harbour")]
    (message,) = letters(one)
    assert message.title == "Site Harbour: 12 of 12 chargers out of contact"
    assert "Berth CP0 (CP0), Berth CP1 (CP1), Berth CP10 (CP10)" in message.text
    assert message.url.startswith("https://board.example.org/?text=Harbour&at=2025-10-13T00:32:00")
    assert message.standing.group == "site Harbour"
    one.beat(121, one.stations[:11])
    assert len(one.told) == 1
    one.beat(122, one.stations[11:])
    assert one.told[1:] == [("recovered", 122, "Harbour")]


def test_a_fault_is_told_of_its_socket_and_a_danger_at_once(yard):
    one = yard(
        Rule(name="fault", kind=Kind.FAULTED, after_s=300),
        Rule(name="danger", kind=Kind.DANGER),
        Rule(name="heat", kind=Kind.DANGER, dangers=("heat",)),
        Rule(name="code", kind=Kind.ERROR, codes=("groundfailure",)),
    )
    one.status(0, "Available")
    one.status(10, "Faulted", "GroundFailure")
    assert {(told.notice.rule, told.notice.members[0].socket) for told in one.book.told(9)} == {
        ("danger", 1),
        ("code", 1),
    }
    one.beat(14)
    one.beat(16)
    assert {told.notice.rule for told in one.book.told(9)} == {"danger", "code", "fault"}
    titles = {message.title for message in letters(one)}
    assert titles == {
        "Berth CP0 (CP0), socket 1: danger: leakage to earth",
        "Berth CP0 (CP0), socket 1: error GroundFailure",
        "Berth CP0 (CP0), socket 1: faulted",
    }
    one.status(20, "Available")
    assert {told[0] for told in one.told} == {"fired", "recovered"}


def test_what_is_declared_as_maintenance_tells_nobody(yard):
    one = yard(CONTACT, exclusions=[("2025-10-13T00:00:00Z", "2025-10-13T02:00:00Z", "works")])
    one.status(0, "Available")
    one.until(119)
    assert one.told == []
    one.until(300)
    assert one.told == [("fired", 120, "CP0")]


def test_a_charger_out_of_the_rules_scope_is_not_told(yard):
    one = yard(
        Rule(name="there", kind=Kind.OUT_OF_CONTACT, sites=("harbour",), by_site=False),
        Rule(name="elsewhere", kind=Kind.OUT_OF_CONTACT, sites=("Depot",)),
        Rule(name="other", kind=Kind.OUT_OF_CONTACT, chargers=("CP1",), by_site=False),
        Rule(name="off", kind=Kind.OUT_OF_CONTACT, is_off=True),
        number=2,
    )
    one.status(0, "Available")
    one.until(120)
    told = {(told.notice.rule, told.notice.chargers[0]) for told in one.book.told(99)}
    assert told == {("there", "CP0"), ("there", "CP1"), ("other", "CP1")}


def test_what_is_not_understood_yet_alerts_nobody(yard):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.watch.is_understood = lambda _: False
    one.now = at(120)
    one.projector.tell("CP0")
    one.work()
    assert one.told == []
    one.watch.is_understood = lambda _: True
    one.projector.tell("CP0")
    assert one.told == [("fired", 120, "CP0")]


def test_who_came_back_a_moment_ago_is_looked_at_before_anybody_is_told(yard):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(29)
    one.now = at(29.5)
    one.desk.store.append([Frame("CP0", one.now, "in", '[2, "x", "Heartbeat", {}]', "A", "ocpp1.6")])
    one.projector.fold("CP0")
    one.now = at(30) + 1
    one.work()
    assert one.told == []


def test_an_acknowledged_alert_is_not_told_again(yard):
    one = yard(Rule(name="contact", kind=Kind.OUT_OF_CONTACT, repeat_s=3600))
    one.status(0, "Available")
    one.until(90)
    assert [event for event, *_ in one.told] == ["fired", "repeated"]
    (lasting,) = one.book.lasting()
    one.book.acknowledge(lasting.alert.id, "on my way")
    one.until(1000)
    one.beat(1001)
    assert [event for event, *_ in one.told] == ["fired", "repeated", "recovered"]
    assert "Noted: on my way" in letters(one)[-1].lines


def test_what_was_put_off_comes_again(yard):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(40)
    (lasting,) = one.book.lasting()
    one.book.snooze(lasting.alert.id, at(200), "later")
    one.until(300)
    assert one.told == [("fired", 30, "CP0"), ("repeated", 200, "CP0")]


def test_what_lasts_is_known_to_the_process_that_comes_after(yard, tmp_path):
    one = yard(CONTACT, path=tmp_path / "a.db")
    one.status(0, "Available")
    one.until(60)
    again = yard(path=tmp_path / "a.db")
    again.now = at(61)
    again.beat(62)
    assert again.told == [("fired", 30, "CP0"), ("recovered", 62, "CP0")]


def test_who_takes_a_charger_over_knows_what_lasts_of_it(yard, tmp_path):
    other, one = yard(CONTACT, path=tmp_path / "a.db"), yard(path=tmp_path / "a.db")
    other.status(0, "Available")
    one.until(60)
    assert one.told == [("fired", 30, "CP0")]
    other.now = at(61)
    other.watch.read_again()
    other.desk.store.append([Frame("CP0", other.now, "in", '[2,"b","Heartbeat",{}]', "A", "ocpp1.6")])
    other.now += 1
    other.projector.refresh("CP0")
    other.work()
    assert other.told == [("fired", 30, "CP0"), ("recovered", 61, "CP0")]


def test_what_is_due_of_another_processs_charger_is_told_and_not_forgotten(yard, tmp_path):
    other, one = yard(CONTACT, path=tmp_path / "a.db"), yard(path=tmp_path / "a.db")
    other.status(0, "Available")
    one.until(20)
    assert one.told == []
    other.now = at(31)
    assert other.watch.work(other.projector.look)
    assert [told[0] for told in other.told] == ["fired"]


def test_a_rule_that_is_gone_is_told_of_no_more(yard):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(60)
    one.book.drop_rule("contact")
    one.until(90)
    one.beat(91)
    assert one.told == [("fired", 30, "CP0")]
    assert one.store.alert_groups() == []


def test_state_notice_and_letter_are_one_commit(yard, monkeypatch):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(29)

    def breaks(*_):
        raise RuntimeError

    monkeypatch.setattr(watch_module, "message_of", breaks)
    one.now = at(31)
    with pytest.raises(RuntimeError):
        one.watch.work(one.projector.tell)
    assert one.told == []
    monkeypatch.undo()
    one.work()
    assert [event for event, *_ in one.told] == ["fired"]
    assert len(letters(one)) == 1


def test_a_look_that_fails_leaves_the_list_as_it_is(yard, monkeypatch, caplog):
    one = yard(CONTACT)

    def breaks(*_):
        raise RuntimeError

    monkeypatch.setattr(watch_module, "seen_of", breaks)
    one.status(0, "Available")
    assert one.store.fleet_next_due(one.now) > one.now
    assert "alert rules could not be applied to charger 'CP0'" in caplog.text


def window(yard, start, end, **said):
    return DeclaredExclusion(
        id="w",
        kind=ExclusionKind.PLANNED_MAINTENANCE,
        from_at=at(start),
        until_at=at(end),
        kept_at=yard.now,
        **said,
    )


def test_nothing_is_told_in_a_window_that_was_declared_and_what_lasts_is_told_behind_it(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=60))
    one.store.save_exclusion(window(one, 5, 60, site="Harbour"))
    one.status(10, "Faulted", "GroundFailure")
    one.until(59)
    assert one.told == []
    one.until(61)
    assert one.told == [("fired", 60, "CP0")]


def test_a_window_that_is_declared_while_something_is_about_to_be_told_keeps_nobody_busy(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=600))
    one.status(0, "Faulted", "GroundFailure")
    one.now = at(9)
    one.store.save_exclusion(window(one, 5, 60, charger="CP0"))
    one.now = at(10)
    assert one.watch.work(one.projector.tell)
    assert not one.watch.work(one.projector.tell)
    assert one.store.alert_due(at(60) - 1, 9) == []
    one.until(61)
    assert one.told == [("fired", 60, "CP0")]


def test_who_is_never_understood_keeps_nobody_else_waiting(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=600), number=40)
    one.status(0, "Faulted", "GroundFailure")
    one.watch.is_understood = lambda station: station == "CP39"
    one.now = at(11)
    for _ in range(3):
        one.watch.work(one.projector.tell)
    assert [told[2] for told in one.told] == ["CP39"]
    one.watch.is_understood = lambda _: True
    one.now = at(12)
    one.work()
    assert len(one.told) == 40


def test_a_rule_that_is_new_tells_what_lasts_already_and_another_rule_looks_at_nobody(yard):
    one = yard(number=3)
    one.status(0, "Available")
    one.status(1, "Faulted", "GroundFailure", ["CP0", "CP1"])
    one.beat(3)
    assert one.watch.unlooked() == []
    one.book.save_rule(Rule(name="fault", kind=Kind.FAULTED, after_s=60, chargers=("cp1", "CP2")))
    asked = one.watch.unlooked()
    assert asked == ["CP1", "CP2"]
    assert one.watch.unlooked() == []
    one.projector.tell(*asked)
    one.work()
    assert one.told == [("fired", 3, "CP1")]


def test_a_rule_that_is_changed_keeps_what_lasts_and_that_somebody_sees_to_it(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=60, repeat_s=3600), number=2)
    one.status(0, "Available")
    one.status(10, "Faulted", "GroundFailure")
    one.until(20)
    first = one.book.lasting()[0].alert.id
    one.book.acknowledge(first, "on my way")
    one.book.save_rule(Rule(name="fault", kind=Kind.FAULTED, after_s=60, repeat_s=7200, quiet="00:00-00:05"))
    one.projector.tell(*one.watch.unlooked())
    one.until(200)
    assert [(event, minute) for event, minute, _ in one.told] == [
        ("fired", 11),
        ("fired", 11),
        ("repeated", 131),
    ]
    one.book.save_rule(Rule(name="fault", kind=Kind.FAULTED, chargers=("elsewhere",)))
    one.beat(201)
    # of whom it is no more, it is over
    assert sorted(event for event, minute, _ in one.told if minute == 201) == ["recovered"] * 2


def withdrawn(yard):
    return [
        (message.standing.site, sorted(message.standing.chargers), message.standing.is_gone)
        for message in letters(yard)
        if message.event == "withdrawn"
    ]


def test_what_a_rule_told_that_is_gone_is_withdrawn_once_from_where_it_is_shown(yard, tmp_path):
    one = yard(CONTACT, number=3, path=tmp_path / "a.db")
    one.status(0, "Available")
    one.until(60)
    one.beat(61)
    assert withdrawn(one) == []
    one.book.drop_rule("contact")
    one.work()
    told = [("", ["CP0", "CP1", "CP2"], True), ("Harbour", [], True)]
    assert withdrawn(one) == told
    again = yard(path=tmp_path / "a.db", number=3)
    again.now = at(70)
    again.book.save_rule(CONTACT)
    again.work()
    again.book.drop_rule("contact")
    again.work()
    assert withdrawn(again) == told


@pytest.mark.parametrize(
    ("later", "is_withdrawn"),
    [
        ({"after_s": 60}, False),
        ({"is_off": True}, False),
        ({"recovery": False}, True),
        ({"kind": Kind.NO_SESSION}, True),
    ],
)
def test_so_it_is_where_a_rule_is_another_one_now(yard, later, is_withdrawn):
    one = yard(CONTACT)
    one.status(0, "Available")
    one.until(60)
    one.book.save_rule(msgspec.structs.replace(CONTACT, **later))
    one.work()
    assert bool(withdrawn(one)) == is_withdrawn


def test_of_another_kind_nothing_lasts(yard):
    one = yard(Rule(name="r", kind=Kind.FAULTED, after_s=60))
    one.status(0, "Faulted", "GroundFailure")
    one.until(10)
    one.book.save_rule(Rule(name="r", kind=Kind.FLAPPING))
    one.beat(11)
    assert [event for event, *_ in one.told] == ["fired"]
    assert one.book.lasting() == []


def test_a_socket_is_told_by_its_number_and_by_what_is_written_on_it(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=0), sockets=((2, "left"),))
    one.status(0, "Faulted", "GroundFailure")
    one.status(1, "Faulted", "GroundFailure", socket=2)
    titles = [message.title for message in letters(one)]
    assert titles == ["Berth CP0 (CP0), socket 1: faulted", "Berth CP0 (CP0), socket 2 (left): faulted"]
    named = json.loads(bytes(letters(one)[1].document))["chargers"][0]
    assert (named["socket"], named["socket_name"]) == (2, "left")


def test_a_window_that_is_taken_back_holds_nobody_back(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=60))
    one.store.save_exclusion(window(one, 5, 600, charger="CP0"))
    one.status(10, "Faulted", "GroundFailure")
    one.until(20)
    assert one.told == []
    one.store.drop_exclusion("w")
    one.until(21)
    # as a back-test without that window has it
    assert one.told == [("fired", 11, "CP0")]


def test_a_window_of_another_charger_or_socket_holds_nobody_back(yard):
    one = yard(Rule(name="fault", kind=Kind.FAULTED, after_s=60))
    one.store.save_exclusion(window(one, 5, 60, charger="CP0", socket=2))
    one.status(10, "Faulted", "GroundFailure")
    one.until(20)
    assert one.told == [("fired", 11, "CP0")]


def test_each_change_of_a_state_is_told_as_it_begins_and_ends(yard):
    one = yard(Rule(name="changes", kind=Kind.STATE))
    one.status(0, "Available")
    one.status(5, "Preparing")
    one.status(9, "Preparing")
    one.status(10, "Available")
    documents = [json.loads(bytes(letter.document)) for letter in letters(one)]
    assert [(told["event"], told["chargers"][0]["what"], told["since"]) for told in documents] == [
        ("fired", "available", "2025-10-13T00:00:00Z"),
        ("recovered", "available", "2025-10-13T00:00:00Z"),
        ("fired", "preparing", "2025-10-13T00:05:00Z"),
        ("recovered", "preparing", "2025-10-13T00:05:00Z"),
        ("fired", "available", "2025-10-13T00:10:00Z"),
    ]
    assert [told["kind"] for told in documents] == ["state"] * 5
    assert len({told["alert"] for told in documents}) == 3
    assert documents[2]["title"] == "Berth CP0 (CP0), socket 1: state preparing"
    assert "What to do" not in documents[2]["text"]


def test_of_states_that_are_named_only_these_are_told_and_silence_is_none(yard):
    one = yard(Rule(name="busy", kind=Kind.STATE, states=("preparing",), recovery=False))
    one.status(0, "Available")
    one.status(5, "Preparing")
    one.until(600)
    assert [(event, at) for event, at, _ in one.told if event != "recovered"] == [("fired", 5)]
    assert [letter.event for letter in letters(one)] == ["fired"]
