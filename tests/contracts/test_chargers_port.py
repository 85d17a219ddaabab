from chargeboard.domain.records import Charger


def test_an_unknown_charger_is_none(store):
    assert store.charger("A") is None
    assert store.chargers() == []


def test_what_was_set_for_a_charger_comes_back(store):
    given = Charger(
        id="A/1 ü",
        name="Yard",
        site="Depot",
        settings={"timezone": "Europe/Helsinki", "offline_k": 2.5, "sockets": [1, 2], "rated_kw": None},
        merged_into="B",
        deleted=True,
    )
    store.save_charger(given)
    assert store.charger("A/1 ü") == given


def test_saving_again_replaces(store):
    store.save_charger(Charger(id="A", name="old", settings={"offline_k": 3}))
    store.save_charger(Charger(id="A", name="new"))
    store.save_charger(Charger(id="0"))
    assert store.chargers() == [Charger(id="0"), Charger(id="A", name="new")]
