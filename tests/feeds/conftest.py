import pytest
from citrine import Citrine
from steve_tables import SteVe

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


@pytest.fixture
def steve(mariadb_server, request):
    """A SteVe of its newest schema, unless a test asks for another."""
    with mariadb_server.database() as name:
        system = SteVe(mariadb_server, name, is_new=getattr(request, "param", "since 3.13") == "since 3.13")
        yield system
        system.close()
