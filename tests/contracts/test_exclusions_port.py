"""Windows by which outages are excused, as a store keeps them."""

from chargeboard.alerts.notice import Group, Member
from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import DeclaredExclusion, with_exclusions
from chargeboard.domain.policy import Exclusion, Policy, Profile
from chargeboard.time.instants import SECOND


def window(name, start, **said):
    return DeclaredExclusion(
        id=name,
        kind=ExclusionKind.VANDALISM,
        from_at=start * SECOND,
        until_at=(start + 60) * SECOND,
        kept_at=5,
        **said,
    )


LATER, EARLIER = window("a", 600, charger="A", socket=2, note="ü"), window("b", 60, site="Yard", by="ana")


def test_windows_are_kept_by_time_and_each_is_replaced_by_its_id(store):
    for one in (LATER, EARLIER):
        store.save_exclusion(one)
    assert store.exclusions() == (EARLIER, LATER)
    assert store.exclusions() is store.exclusions()
    store.save_exclusion(window("a", 0, charger="A"))
    assert [one.from_at for one in store.exclusions()] == [0, 60 * SECOND]
    assert store.drop_exclusion("a")
    assert not store.drop_exclusion("a")
    assert store.exclusions() == (EARLIER,)


def test_what_alerts_wait_for_is_looked_at_again_when_a_window_changes(store):
    group = Group(key="charger A", members=(Member(station="A", since=5, known_at=6),))
    store.save_alert_group("r", group, 1_000)
    before = store.alert_changes()
    store.save_exclusion(LATER)
    assert store.alert_due(0, 10) == [("r", "charger A")]
    assert store.alert_changes() > before
    store.save_alert_group("r", group, 1_000)
    store.drop_exclusion("a")
    assert store.alert_due(0, 10) == [("r", "charger A")]


def test_a_charger_has_its_own_windows_and_those_of_its_site_beside_its_settings():
    set_before = Exclusion("2025-01-01", "2025-01-02", "works")
    profile = Profile(id="A", site="yard", policy=Policy(exclusions=(set_before,)))
    found = with_exclusions(profile, (LATER, EARLIER, window("c", 0, charger="B"))).policy.exclusions
    assert found == (
        set_before,
        Exclusion("1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z", "vandalism", kind=ExclusionKind.VANDALISM),
        Exclusion(
            "1970-01-01T00:10:00Z", "1970-01-01T00:11:00Z", "vandalism", "ü", 2, ExclusionKind.VANDALISM
        ),
    )
    assert with_exclusions(profile, ()) is profile
