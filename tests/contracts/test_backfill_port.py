def test_what_was_noted_is_known_by_its_word_until_it_is_dropped(store):
    assert store.backfilled(["a", "b"]) == {}
    store.note_backfilled({"a": "logs/ä%.gz", "part.é": ""})
    assert store.backfilled(["a", "b", "part.é"]) == {"a": "logs/ä%.gz", "part.é": ""}
    store.note_backfilled({"a": "moved.gz", "b": ""})
    store.drop_backfilled(["part.é", "never"])
    assert store.backfilled(["a", "b", "part.é"]) == {"a": "moved.gz", "b": ""}


def test_no_names_are_nothing(store):
    store.note_backfilled({})
    store.drop_backfilled([])
    assert store.backfilled([]) == {}
