"""A harbour for each test that asks for one."""

import pytest
from harbour import Harbour


@pytest.fixture
def harbour(tmp_path):
    made = Harbour(tmp_path / "chargeboard.db")
    yield made
    made.close()
