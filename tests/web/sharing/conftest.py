"""Two sites with chargers that were used, people who work there, and strangers who were given links."""

import pytest
from litestar.testing import TestClient
from shared_town import NAMES, NOON, SITES, told
from staff import PASSWORD, staff

from chargeboard.domain.people import Role
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.shares import Share, ShareKind
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.app import create_app


@pytest.fixture(scope="module")
def clock():
    return [NOON]


@pytest.fixture(scope="module")
def desk(clock):
    store = open_store(":memory:")
    made = Desk(
        store,
        lambda name: Profile(
            id=name, name=NAMES.get(name, ""), site=SITES.get(name, ""), policy=Policy(timezone="UTC")
        ),
        lambda: clock[0],
    )
    for station in SITES:
        told(made, station, NOON)
    yield made
    store.close()


@pytest.fixture(scope="module")
def people(desk, clock):
    found = staff(lambda: clock[0], "the one token of all", store=desk.store)
    found.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    found.accounts.add("Olga of the north", Role.OPERATOR, ["Nordhafen"], PASSWORD)
    found.accounts.add("Otto of the south", Role.OPERATOR, ["Südmarkt"], PASSWORD)
    found.accounts.add("Vera", Role.VIEWER, None, PASSWORD)
    return found


@pytest.fixture
def visitor(desk, people, clock):
    """A browser at an address of its own; each has its own cookies."""
    opened = []

    def made(address="192.0.2.1"):
        app = create_app(desk, token="the one token of all", now=lambda: clock[0], people=people)

        async def reached(scope, receive, send):
            if scope["type"] == "http":
                scope["client"] = (address() if callable(address) else address, 5)
            await app(scope, receive, send)

        client = TestClient(reached, raise_server_exceptions=False)
        opened.append(client.__enter__())
        return client

    yield made
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture
def share(people):
    """The bare address of a new share; it is revoked in the end."""
    names = []

    def made(charger="", site="", **how):
        names.append(f"share {len(names)}")
        kind = ShareKind.CHARGER if charger else ShareKind.SITE
        terms = {key: how.pop(key) for key in ("days", "password") if key in how}
        asked = Share(name=names[-1], kind=kind, about=charger or site, **how)
        return f"/s/{people.shares.make(asked, **terms)}"

    yield made
    for one in names:
        if any(share.name == one for share in people.shares.all()):
            people.shares.drop(one)
