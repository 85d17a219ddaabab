import pytest

from chargeboard.store import STORES, store_at

EMPTY = {
    "sqlite": {"memory": "sqlite://", "file": "sqlite:///{folder}/chargeboard.db"},
    "postgresql": {"server": "{postgres}"},
}
"""By scheme: URLs of every form of a store; a kind that is registered and not here fails."""


@pytest.fixture(params=[f"{scheme} {form}" for scheme in STORES for form in EMPTY[scheme]])
def store(request, tmp_path):
    """Every store that is registered, each empty."""
    scheme, form = request.param.split()
    asked = EMPTY[scheme][form]
    if "{postgres}" in asked:
        asked = asked.replace("{postgres}", request.getfixturevalue("postgres"))
    opened = store_at(asked.replace("{folder}", str(tmp_path)), str(tmp_path)).open()
    yield opened
    opened.close()
