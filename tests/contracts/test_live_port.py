"""Who may connect, as a store keeps it."""

import pytest

from chargeboard.domain.records import Credential


def test_a_credential_comes_back_as_it_was_kept(store):
    given = Credential(
        station="A/1 ü",
        approved=False,
        salt=b"s",
        digest=b"",
        asked_at=3,
        withdrawn_at=4,
        certificates_after=5,
    )
    store.save_credential(given)
    assert store.credential("A/1 ü") == given
    assert store.credential("B") is None


def test_what_changed_is_found_by_its_number_also_where_rows_have_gone_since(store):
    assert (store.credential_changes(), store.changed_credentials(0)) == (0, [])
    store.save_credential(Credential(station="A", approved=True))
    store.save_waiting(Credential(station="STRANGER", approved=False, asked_at=1), 1)
    seen = store.credential_changes()
    assert store.changed_credentials(seen) == []
    store.save_waiting(Credential(station="OTHER", approved=False, asked_at=2), 1)
    after = store.credential_changes()
    assert store.changed_credentials(seen) == [(after, "OTHER")]
    store.save_credential(Credential(station="OTHER", approved=False))
    store.save_waiting(Credential(station="THIRD", approved=False, asked_at=3), 1)
    assert [one.station for one in store.credentials()] == ["A", "THIRD"]
    store.save_credential(Credential(station="A", approved=False))
    assert store.changed_credentials(after)[-1] == (store.credential_changes(), "A")
    assert store.credential_changes() > after


@pytest.mark.threat("C5")
def test_who_asks_overwrites_nothing_that_was_said_meanwhile(store):
    mine = Credential(station="A", approved=True, salt=b"s", digest=b"d")
    store.save_credential(mine)
    store.save_waiting(Credential(station="A", approved=False, asked_at=1), 5)
    assert store.credential("A") == mine
    assert store.waiting_credentials() == []


@pytest.mark.threat("C5")
def test_who_was_sent_away_is_forgotten_for_no_stranger(store):
    store.save_credential(Credential(station="OUT", approved=False, withdrawn_at=1))
    for number in range(9):
        asks = Credential(station=f"N{number}", approved=False, asked_at=number + 2)
        store.save_waiting(asks, 3)
    assert store.credential("OUT").withdrawn_at == 1
    assert [one.station for one in store.waiting_credentials()] == ["N6", "N7", "N8"]
