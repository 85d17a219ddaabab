"""Which of the settings that a charger took are changes (definitions V7)?"""

from chargeboard.domain.facts import Booted, SettingTaken
from chargeboard.metrics.settings import Settings, advance


def told(*taken):
    settings = Settings()
    for at, fact in enumerate(taken, 1):
        one = Booted(at, at) if fact is None else SettingTaken(at, at, *fact)
        settings = advance(settings, one)
    return [(one.at, one.name, one.was, one.became) for one in settings.changes]


def test_the_first_value_and_each_other_one_are_changes_and_the_same_again_is_none():
    assert told(("A", "30"), ("A", "30"), ("B", "true"), ("B", "True"), ("A", "60")) == [
        (1, "A", None, "30"),
        (3, "B", None, "true"),
        (5, "A", "30", "60"),
    ]


def test_what_waits_for_a_start_is_in_force_from_it_on():
    assert told(("A", "30"), ("A", "60", True), None, None) == [(1, "A", None, "30"), (3, "A", "30", "60")]
    assert told(("A", "60", True), ("A", "30"), None) == [(2, "A", None, "30")]


def test_a_value_that_is_not_shown_is_compared_and_one_that_was_hidden_cannot_be():
    assert told(("K", "#1"), ("K", "#1"), ("K", "#2"), ("H", ""), ("H", "")) == [
        (1, "K", None, None),
        (3, "K", None, None),
        (4, "H", None, None),
        (5, "H", None, None),
    ]


def test_no_more_is_remembered_than_is_bounded():
    settings = Settings()
    for number in range(1000):
        settings = advance(settings, SettingTaken(number, number, f"S{number}", "1"))
    assert len(settings.known) == 200
    assert [one.name for one in settings.changes] == [f"S{number}" for number in range(900, 1000)]
