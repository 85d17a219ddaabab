"""Those who work with a site of the tests."""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.run.people.people import People, people_of
from chargeboard.store import OwnedStore, open_store
from chargeboard.time.instants import Instant

PASSWORD = "four words in a row"
OTHER = "another one, as long"


def staff(
    now: Callable[[], Instant],
    token: str | None = None,
    *,
    is_open: bool = True,
    store: OwnedStore | None = None,
) -> People:
    """Nobody yet, in a store of their own where none is named."""
    store = store or open_store(":memory:")
    return people_of(store, store, now, token=token, is_open=is_open)


def log_in(client, name="Ada", password=PASSWORD, **fields):
    """The answer to the form."""
    return client.post("/login", data={"name": name, "password": password} | fields, follow_redirects=False)
