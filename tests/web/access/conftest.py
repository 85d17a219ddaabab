"""Somebody with an account, and browsers at addresses."""

import pytest
import ready_desk
import sample_boards as sample
from litestar.testing import TestClient
from staff import PASSWORD, staff

from chargeboard.domain.people import Role
from chargeboard.web.access.front import Front
from chargeboard.web.app import create_app


@pytest.fixture
def clock():
    return [sample.NOW]


@pytest.fixture
def people(clock):
    found = staff(lambda: clock[0])
    found.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    return found


@pytest.fixture
def visitor(people, clock):
    """A browser at an address; each has cookies of its own."""
    opened = []

    def made(address="192.0.2.1", token=None):
        app = create_app(
            ready_desk.ReadyDesk(sample.town()),
            token=token,
            now=lambda: clock[0],
            people=people,
            front=Front(),
        )

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
