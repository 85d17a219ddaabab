"""Months by official rules, as a store keeps them."""

from chargeboard.domain.records import OfficialMonthRow, Progress


def row(month, station="A", **said):
    values = {"until_at": 100, "rules": "r", "version": "v", "body": b"\x92\x01\x02"} | said
    return OfficialMonthRow(station=station, month=month, **values)


def a_station(store, name="A"):
    store.save_batch([], Progress(station=name))
    return store.progress(name).settled_revision


def test_months_are_kept_by_rules_and_version_and_replaced(store):
    revision = a_station(store)
    for one in (row("2026-01"), row("2026-02"), row("2026-02", body=b"new"), row("2026-03", version="w")):
        store.save_official_month(one, revision)
    assert store.official_months("A", "r", "v", "2026-01", "2026-12") == {
        "2026-01": b"\x92\x01\x02",
        "2026-02": b"new",
    }
    assert store.official_months("A", "r", "v", "2026-02", "2026-02") == {"2026-02": b"new"}
    assert store.official_months("A", "other", "v", "2026-01", "2026-12") == {}


def test_a_month_is_not_kept_where_conclusions_were_replaced_or_there_are_none(store):
    revision = a_station(store)
    store.save_official_month(row("2026-01"), revision + 1)
    store.save_official_month(row("2026-01", station="nobody"), 0)
    assert list(store.official_bodies("r", "2026-01", "2026-12")) == []


def test_months_of_all_stations_are_read_at_once(store):
    for name in ("A", "B"):
        store.save_official_month(row("2026-01", station=name, body=name.encode()), a_station(store, name))
    found = sorted(store.official_bodies("r", "2026-01", "2026-01"))
    assert found == [("A", "2026-01", "v", b"A"), ("B", "2026-01", "v", b"B")]
