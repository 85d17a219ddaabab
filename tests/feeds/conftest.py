import pytest
from citrine import Citrine

from chargeboard.store import open_store


@pytest.fixture
def citrine(postgres_server):
    with postgres_server.database() as url:
        system = Citrine(url)
        yield system
        system.close()


@pytest.fixture
def store(tmp_path):
    opened = open_store(str(tmp_path / "board.db"))
    yield opened
    opened.close()
