"""Under which id is a charger found, how was it called, and in which months is it known?"""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from chargeboard.domain.codes import ChangeKind
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Called, Charger
from chargeboard.history.months import months_known
from chargeboard.history.names import former, new_name, renamings
from chargeboard.time.instants import instant_of


def merged(**into):
    chargers = {old: Charger(id=old, merged_into=new) for old, new in into.items()}
    return SimpleNamespace(charger=chargers.get)


def test_a_charger_that_was_merged_is_found_under_the_last_of_its_ids():
    assert new_name(merged(A="B", B="C"), "A") == "C"
    assert new_name(merged(A="B", B="C"), "C") == "C"
    assert new_name(merged(A=None), "A") == "A"
    assert new_name(merged(), "A") == "A"


def test_ids_that_were_merged_in_a_circle_end_somewhere():
    assert new_name(merged(A="B", B="A"), "A") == "B"
    assert new_name(merged(A="A"), "A") == "A"


def test_the_former_ids_are_those_whose_frames_count_for_it():
    heads = {"B": "X", "A": "X", "X": None, "Y": "Z"}
    assert former(SimpleNamespace(heads=lambda: heads), "X") == ["A", "B"]


def store(called, heads=None, heard=None):
    return SimpleNamespace(
        heads=lambda: heads or {},
        newest_frame_at=(heard or {}).get,
        charger=lambda _: None if called is None else Charger(id="X", called=called),
    )


def changes(known, name="now"):
    return [(one.at, one.kind, one.was, one.became) for one in renamings(known, Profile(id="X", name=name))]


def test_each_name_became_the_next_one_and_the_last_became_the_present():
    called = (Called("first", 10), Called("second", 20))
    assert changes(store(called)) == [
        (10, ChangeKind.NAME, "first", "second"),
        (20, ChangeKind.NAME, "second", "now"),
    ]
    assert changes(store(called[:1]), name="") == [(10, ChangeKind.NAME, "first", "X")]
    assert changes(store(None)) == changes(store(())) == []


def test_another_id_is_told_since_its_last_frame_if_it_ever_sent_one():
    known = store((), {"old": "X", "silent": "X", "other": "Y"}, {"old": 5, "other": 7})
    assert changes(known) == [(5, ChangeKind.ID, "old", "X")]


def months(*moments, at=None, most=36, zone="UTC"):
    instants = sorted(instant_of(datetime(*moment, tzinfo=UTC)) for moment in moments)

    def last_fact_at(_, before):
        return max((instant for instant in instants if instant < before), default=None)

    known = SimpleNamespace(last_fact_at=last_fact_at)
    now = instants[-1] if at is None else instant_of(datetime(*at, tzinfo=UTC))
    return months_known(known, "C", zone, now, most)


def test_the_months_in_which_something_happened_are_told_the_latest_first():
    told = ((2025, 12, 31, 23), (2026, 1, 1), (2026, 1, 31), (2026, 3, 5))
    assert months(*told) == [date(2026, 3, 1), date(2026, 1, 1), date(2025, 12, 1)]
    assert months(*told, at=(2026, 3, 4)) == [date(2026, 1, 1), date(2025, 12, 1)]
    assert months(*told, at=(2025, 1, 1)) == []
    assert months(*told, most=2) == [date(2026, 3, 1), date(2026, 1, 1)]


def test_a_month_is_one_of_the_chargers_zone():
    assert months((2025, 12, 31, 23), zone="Europe/Berlin") == [date(2026, 1, 1)]
    assert months((2025, 12, 31, 22, 59), zone="Europe/Berlin") == [date(2025, 12, 1)]


def test_what_happens_at_this_very_instant_counts():
    assert months((2026, 3, 1)) == [date(2026, 3, 1)]
