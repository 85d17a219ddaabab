"""A service that knows people, and our page that trusts it."""

import pytest
import ready_desk
import sample_boards as sample
from fake_issuer import CLIENT, SECRET, FakeIssuer
from litestar.testing import TestClient
from staff import PASSWORD, staff

from chargeboard.domain.people import Role
from chargeboard.run.clock import now
from chargeboard.run.people.vouching import Terms, Vouching
from chargeboard.web.app import create_app
from chargeboard.web.oidc.issuer import Client, Issuer
from chargeboard.web.oidc.oidc import Oidc
from chargeboard.web.oidc.pending import Pendings


@pytest.fixture
def clock():
    """What is added to the time, in microseconds."""
    return [0]


@pytest.fixture
def people(clock):
    found = staff(lambda: now() + clock[0], is_open=False)
    found.accounts.add("Root", Role.ADMIN, None, PASSWORD)
    return found


@pytest.fixture
def joined(people, clock):
    """Our page, and the service whose people may log in there."""

    def made(issuer, terms=None, *, title="Example ID", secret=SECRET, claims=("", ""), **client):
        store = people.accounts._store

        def moment():
            return now() + clock[0]

        oidc = Oidc(
            Issuer(
                Client(
                    issuer=issuer,
                    title=title,
                    client_id=CLIENT,
                    client_secret=secret,
                    **{"scopes": ("openid", "profile", "email")} | client,
                ),
                moment,
            ),
            Pendings(b"k" * 32, moment),
            Vouching(store, people.accounts, people.audit, terms or Terms()),
            store,
            *claims,
        )
        return create_app(
            ready_desk.ReadyDesk(sample.town()), token=None, now=moment, people=people, oidc=oidc
        )

    return made


@pytest.fixture
def fake():
    found = FakeIssuer()
    yield found
    found.close()


@pytest.fixture
def browser_of():
    """Browsers, each with cookies of its own."""
    opened = []

    def made(app):
        async def reached(scope, receive, send):
            if scope["type"] != "lifespan":  # one app for several browsers begins and ends once
                await app(scope, receive, send)
                return
            for what in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{what}.complete"})

        client = TestClient(reached, raise_server_exceptions=False)
        opened.append(client.__enter__())
        return client

    yield made
    for one in opened:
        one.__exit__(None, None, None)
