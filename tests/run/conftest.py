"""A store that is empty."""

import pytest

from chargeboard.store import open_store


@pytest.fixture
def store():
    opened = open_store(":memory:")
    yield opened
    opened.close()
