"""To whom does nobody listen, as a store keeps it?"""


def test_a_charger_is_known_from_logs_alone_until_it_is_said_otherwise(store):
    assert not store.is_log("A")
    store.put_log("A", is_log=True)
    store.put_log("A", is_log=True)
    assert (store.is_log("A"), store.is_log("B")) == (True, False)
    store.put_log("A", is_log=False)
    store.put_log("B", is_log=False)
    assert (store.is_log("A"), store.is_log("B")) == (False, False)


def test_many_chargers_are_said_to_be_heard_at_once(store):
    for station in ("A", "B", "C"):
        store.put_log(station, is_log=True)
    store.are_heard({"A", "B", "never seen"})
    assert [store.is_log(station) for station in ("A", "B", "C")] == [False, False, True]
