import pytest

from chargeboard.store import STORES, open_store

EMPTY = {"sqlite": {"memory": "sqlite://", "file": "sqlite:///{folder}/chargeboard.db"}}
"""By scheme: URLs of every form of a store; a kind that is registered and not here fails."""


@pytest.fixture(params=[f"{scheme} {form}" for scheme in STORES for form in EMPTY[scheme]])
def store(request, tmp_path):
    """Every store that is registered, each empty."""
    scheme, form = request.param.split()
    opened = open_store(EMPTY[scheme][form].format(folder=tmp_path))
    yield opened
    opened.close()
