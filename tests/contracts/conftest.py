import pytest

from chargeboard.store import open_sqlite


@pytest.fixture(params=["memory", "file"])
def store(request, tmp_path):
    """Every store that exists, each empty."""
    opened = open_sqlite(":memory:" if request.param == "memory" else tmp_path / "chargeboard.db")
    yield opened
    opened.close()
