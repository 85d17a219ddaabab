import pytest
from litestar.testing import TestClient
from setting_site import Town


@pytest.fixture
def town():
    one = Town()
    yield one
    one.close()


@pytest.fixture
def client(town):
    with TestClient(town.app(), raise_server_exceptions=False) as one:
        one.follow_redirects = False
        yield one
