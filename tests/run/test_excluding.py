"""What operators may declare, and what is said where they may not."""

from datetime import date

import pytest

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.excluding import ExclusionError, Exclusions, NoSuchExclusionError
from chargeboard.run.exclusion_plan import planned
from chargeboard.store import open_store
from chargeboard.time.instants import text_of

NOW = 1_760_313_600_000_000  # 2025-10-13T00:00:00Z
ASKED = {
    "kind": "planned_maintenance",
    "charger": "CP1",
    "from": "2025-10-14T08:00",
    "until": "2025-10-14T10:30:15",
    "reason": "new cable",
    "note": "crane",
    "by": "ana",
}


@pytest.fixture
def windows():
    store = open_store(":memory:")
    berlin = Policy(timezone="Europe/Berlin")
    yield Exclusions(
        store,
        lambda station: Profile(id=station, site="Yard", policy=berlin),
        {"CP1": "Yard", "CP2": "Yard"},
        lambda: NOW,
    )
    store.close()


def test_a_window_is_kept_by_the_clock_of_the_charger_to_the_second(windows):
    window = windows.declare(ASKED)
    assert (text_of(window.from_at), text_of(window.until_at)) == (
        "2025-10-14T06:00:00Z",
        "2025-10-14T08:30:15Z",
    )
    assert (window.kind, window.reason, window.note, window.by) == (
        ExclusionKind.PLANNED_MAINTENANCE,
        "new cable",
        "crane",
        "ana",
    )
    assert windows.all() == (window,)
    windows.drop(window.id)
    assert windows.all() == ()
    with pytest.raises(NoSuchExclusionError):
        windows.drop(window.id)


def test_a_site_is_named_in_any_case_and_a_time_with_an_offset_means_itself(windows):
    asked = {**ASKED, "charger": "", "site": "yard", "from": "2025-10-14T08:00:00+09:00"}
    assert text_of(windows.declare(asked).from_at) == "2025-10-13T23:00:00Z"


def test_a_window_that_the_clock_skips_is_refused_by_saying_so(windows):
    skipped = {**ASKED, "from": "2026-03-29T02:30", "until": "2026-03-29T03:30"}
    with pytest.raises(ExclusionError, match="is set forward over 2026-03-29T02:30 and never shows it"):
        windows.declare(skipped)
    reversed_ = {**skipped, "from": "2026-03-29T03:30"}
    with pytest.raises(ExclusionError, match="before it begins at 2026-03-29T03:30"):
        windows.declare(reversed_)
    longer = windows.declare({**skipped, "until": "2026-03-29T05:00"})
    assert text_of(longer.from_at) == "2026-03-29T01:30:00Z"


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"until": "2025-10-14T07:00"}, "until", "it would end at 2025-10-14T07:00, before it begins"),
        ({"until": "2025-10-14T08:00"}, "until", "before it begins"),
        ({"until": "2026-12-14T08:00"}, "until", "366 days"),
        ({"from": "tomorrow"}, "from", '"tomorrow" is no time; write it like 2026-11-28T22:00'),
        ({"from": "0001-01-01T00:00+14:00"}, "from", "is no time; write it like"),
        ({"until": "9999-12-31T23:59-11:00"}, "until", "is no time; write it like"),
        ({"from": ""}, "from", "is missing"),
        ({"kind": "vandalsm"}, "kind", 'did you mean "vandalism"'),
        ({"kind": "vandalism"}, "from", "lies in the future"),
        ({"charger": ""}, "charger", "name a charger or a site"),
        ({"site": "Yard"}, "charger", "not both"),
        ({"charger": "CP3"}, "charger", 'there is no charger "CP3"; did you mean'),
        ({"charger": "", "site": "Yrd"}, "site", 'did you mean "yard"'),
        ({"charger": "", "site": "Yard", "socket": "1"}, "socket", "a site has no socket"),
        ({"socket": "left"}, "socket", "is no socket"),
        ({"note": "x" * 501}, "note", "longer than 500"),
        ({"colour": "red"}, "colour", "there is no such field"),
    ],
)
def test_a_wrong_window_is_refused_with_its_field_and_what_to_do(windows, said, field, why):
    with pytest.raises(ExclusionError) as error:
        windows.declare({**ASKED, **said})
    assert error.value.field == field
    assert why in str(error.value)
    assert windows.all() == ()


HEADS = ["kind", "charger", "from", "until", "reason"]


def plan_of(windows, *rows, month=None):
    return planned(windows, [(1, HEADS), *enumerate(map(list, rows), 2)], month, "ana")


def test_a_list_is_looked_at_line_by_line_and_declared_as_a_whole(windows):
    rows = [
        ("vandalism", "CP1", "2025-10-01T08:00", "2025-10-02T08:00", "cut cable"),
        ("planned_maintenance", "CP2", "2025-11-01T08:00:05", "2025-11-01T09:00:10"),
    ]
    plan = plan_of(windows, *rows)
    assert [(row.line, row.window.charger, row.window.by) for row in plan.rows] == [
        (2, "CP1", "ana"),
        (3, "CP2", "ana"),
    ]
    assert plan.may_be_applied
    assert windows.all() == ()
    windows.declare_all(row.window for row in plan.rows)
    assert len(windows.all()) == 2
    again = plan_of(windows, *rows)
    assert (again.rows, again.refused, again.unchanged) == ((), (), 2)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("vandalism", "CP1", "2025-12-01T08:00", "2025-12-02T08:00"), "lies in the future"),
        (("vandalism", "CP1", "2025-10-02T08:00", "2025-10-01T08:00"), "before it begins"),
        (("vandals", "CP1", "2025-10-01T08:00", "2025-10-02T08:00"), 'did you mean "vandalism"?'),
        (("other", "CP9", "2025-10-01T08:00", "2025-10-02T08:00"), "no charger"),
        (("other", "CP1", "yesterday", "2025-10-02T08:00"), "is no time"),
        (("other", "CP1", "2025-10-01T08:00", "2025-10-02T08:00", "a", "b"), "more cells"),
        (("other", "CP1", "2025-09-01T08:00", "2025-09-02T08:00"), "is not in 2025-10"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number_and_nothing_is_declared(windows, row, said):
    good = ("vandalism", "CP1", "2025-10-01T08:00", "2025-10-02T08:00")
    plan = plan_of(windows, good, row, month=date(2025, 10, 1))
    assert [one.line for one in plan.refused] == [3]
    assert said in plan.refused[0].why
    assert not plan.may_be_applied


def test_a_list_without_lines_or_with_an_unknown_column_is_refused(windows):
    assert "empty" in planned(windows, []).refused[0].why
    assert "colour" in planned(windows, [(1, ["kind", "colour"])]).refused[0].why


def test_a_column_that_stands_there_twice_is_refused(windows):
    rows = [
        (1, ["Kind", "kind", "charger", "from", "until"]),
        (2, ["other", "vandalism", "CP1", "2025-10-01T08:00", "2025-10-02T08:00"]),
    ]
    (refused,) = planned(windows, rows).refused
    assert (refused.line, "kind stands there twice" in refused.why) == (1, True)


def test_a_long_list_asks_for_a_charger_once_and_looks_for_few_neighbours():
    store, asked = open_store(":memory:"), []
    windows = Exclusions(
        store,
        lambda station: asked.append(station) or Profile(id=station, site="Yard"),
        {"CP1": "Yard", "CP2": "Yard"},
        lambda: NOW,
    )
    times = ("2025-10-01T08:00", "2025-10-02T08:00")
    plan_of(windows, *[("other", "CP1", *times)] * 3)
    assert asked == ["CP1"]
    plan = plan_of(windows, *[("other", f"CP{n}", *times) for n in range(100, 200)])
    assert len(plan.refused) == 100
    assert sum("did you mean" in one.why for one in plan.refused) == 20
    store.close()
