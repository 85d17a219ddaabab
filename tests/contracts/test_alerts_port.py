"""Rules, channels, what is remembered, what was told and what waits to be sent, as a store keeps them."""

import pytest

from chargeboard.alerts.channel import Delivered, Letter, StoredChannel, Undelivered, Unshown
from chargeboard.alerts.notice import Alert, Event, Group, Member, Notice
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.time.instants import NEVER

MEMBER = Member(
    station="A", socket=1, what="E1", since=5, known_at=6, name="Yard", zone="Europe/Berlin", alert="x"
)
GROUP = Group(
    key="charger A",
    members=(MEMBER,),
    alerts=(Alert(id="x", fired_at=7, members=(MEMBER,), told_at=7, note="n"),),
)


def notice(number, at=7):
    return Notice(
        id=f"x-{number}", alert="x", rule="r", kind=Kind.FAULTED, event=Event.FIRED, at=at, members=(MEMBER,)
    )


def letter(number, channel="ops", kept_at=7):
    return Letter(
        id=f"x-{number}", channel=channel, body=b'{"a":"\xc3\xa9"}', kept_at=kept_at, next_at=kept_at
    )


def test_rules_are_kept_by_name_and_each_change_is_counted(store):
    before = store.alert_changes()
    rules = [Rule(name=name, kind=Kind.ERROR, codes=("E1",), quiet="22:00-06:00") for name in "ba"]
    for rule in rules:
        store.save_alert_rule(rule)
    assert store.alert_rules() == rules[::-1]
    assert store.drop_alert_rule("b")
    assert not store.drop_alert_rule("b")
    assert store.alert_rules() == rules[1:]
    assert store.alert_changes() > before + 2


def test_a_rule_that_is_changed_keeps_what_lasts_unless_it_is_of_another_kind(store):
    for later, known in (
        (Rule(name="r", kind=Kind.OUT_OF_CONTACT), GROUP),
        (Rule(name="r", kind=Kind.OUT_OF_CONTACT, after_s=5), GROUP),
        (Rule(name="r", kind=Kind.OUT_OF_CONTACT, by_site=False), None),
        (Rule(name="r", kind=Kind.FAULTED), None),
    ):
        store.save_alert_rule(Rule(name="r", kind=Kind.OUT_OF_CONTACT))
        store.save_alert_group("r", GROUP, 9)
        store.save_alert_rule(later)
        assert store.alert_group("r", "charger A") == known


def test_what_is_remembered_is_what_was_kept_until_nothing_is_left(store):
    store.save_alert_group("r", GROUP, 9)
    assert store.alert_group("r", "charger A") == GROUP
    assert store.alert_groups() == [("r", GROUP)]
    store.save_alert_group("r", Group(key="charger A"), NEVER)
    assert store.alert_group("r", "charger A") is None
    assert store.alert_groups() == []


def test_what_is_due_comes_the_longest_first(store):
    for number, due in enumerate((30, 10, 20, NEVER)):
        store.save_alert_group("r", Group(key=f"charger {number}", members=(MEMBER,)), due)
    assert store.alert_due(9, 10) == []
    assert store.alert_due(20, 10) == [("r", "charger 1"), ("r", "charger 2")]
    assert store.alert_due(NEVER - 1, 1) == [("r", "charger 1")]


def test_what_is_remembered_of_a_rule_that_is_gone_goes_too(store):
    for rule in ("r", "s"):
        store.save_alert_group(rule, GROUP, 9)
    store.forget_alert_groups(["s"])
    assert [rule for rule, _ in store.alert_groups()] == ["s"]


def test_channels_are_kept_by_name_and_what_waits_for_one_goes_with_it(store):
    channel = StoredChannel(name="ops", kind="webhook", settings={"shape": "json"}, secrets={"url": "x"})
    store.save_alert_channel(channel)
    store.keep_notice(notice(0), [letter(0), letter(0, "other")])
    assert store.alert_channels() == [channel]
    assert store.drop_alert_channel("ops")
    assert not store.drop_alert_channel("ops")
    assert store.letters("ops", 100, 10) == []
    assert store.letters("other", 100, 10) == [letter(0, "other")]


def test_a_notice_is_kept_once_with_its_letters(store):
    store.keep_notice(notice(0), [letter(0)])
    store.keep_notice(notice(0, at=99), [letter(0), letter(0, "late")])
    assert store.notices(10) == [notice(0)]
    assert store.letters("late", 100, 10) == []


def test_letters_come_in_order_and_those_that_failed_when_it_is_time(store):
    for number in range(3):
        store.keep_notice(notice(number), [letter(number, kept_at=7 + number)])
    assert store.letters("ops", 6, 10) == []
    assert [one.id for one in store.letters("ops", 9, 10)] == ["x-0", "x-1", "x-2"]
    store.letter_failed(letter(0), 50, "busy")
    assert [one.id for one in store.letters("ops", 49, 10)] == ["x-1", "x-2"]
    (last,) = [one for one in store.letters("ops", 50, 10) if one.id == "x-0"]
    assert (last.tries, last.next_at, last.body) == (1, 50, letter(0).body)
    assert store.next_letter_at() == 8
    assert store.undelivered(0) == Undelivered(1, 0, "ops", "busy")


@pytest.mark.parametrize("end", ["sent", "given up"])
def test_what_is_sent_or_given_up_waits_no_more(store, end):
    store.keep_notice(notice(0), [letter(0)])
    store.letter_failed(letter(0), 8, "busy")
    if end == "sent":
        store.letter_sent(letter(0), 60)
        wanted = Delivered(id="x-0", channel="ops", sent_at=60, tries=2)
    else:
        store.letter_given_up(letter(0), 60, "gone")
        wanted = Delivered(id="x-0", channel="ops", given_up_at=60, tries=2, why="gone")
        assert store.undelivered(60) == Undelivered(0, 1, "ops", "gone")
    assert store.letters("ops", 100, 10) == []
    assert store.next_letter_at() == NEVER
    assert store.delivered(["x-0", "none"]) == [wanted]
    assert store.undelivered(61) == Undelivered()


def test_old_notices_are_forgotten_unless_one_waits(store):
    for number, at in enumerate((1, 2, 30)):
        store.keep_notice(notice(number, at), [letter(number)])
    store.letter_sent(letter(0), 8)
    assert store.tidy_alerts(20) == 1
    assert [one.id for one in store.notices(10)] == ["x-2", "x-1"]
    assert store.delivered(["x-0"]) == []


def test_what_a_rule_told_is_found_by_its_name_and_kind_and_letters_of_no_notice_are_let_go(store):
    for number, at in ((0, 7), (1, 9)):
        store.keep_notice(notice(number, at), [])
    assert store.told_by() == [("r", "faulted")]
    assert [one.id for one in store.notices_of("r", "faulted")] == ["x-1", "x-0"]
    assert store.notices_of("r", "danger") == store.notices_of("s", "faulted") == []
    store.keep_letters([letter(7), letter(8)])
    store.keep_letters([letter(7)])
    first, second = store.letters("ops", 7, 9)
    store.letter_sent(first, 20)
    store.tidy_alerts(20)
    assert store.delivered(["x-7"])
    store.tidy_alerts(21)
    assert store.delivered(["x-7"]) == []
    assert store.letters("ops", 7, 9) == [second]


def test_in_which_channels_nothing_can_be_shown_is_kept_until_it_is_others(store):
    assert store.unshown() == {}
    wrong = {"home": Unshown(5, "the broker is away"), "yard": Unshown(6, "ä")}
    store.put_unshown(wrong)
    assert store.unshown() == wrong
    store.put_unshown({})
    assert store.unshown() == {}
