import pytest

from chargeboard.store import STORES, store_at

EMPTY = {
    "sqlite": {"memory": "sqlite://", "file": "sqlite:///{folder}/chargeboard.db"},
    "postgresql": {"server": "{postgres}", "partitions": "{postgres_in_partitions}"},
}
"""By scheme: URLs of every form of a store; a kind that is registered and not here fails."""


LONG = {"partitions"}
"""Forms that only a long run has."""


@pytest.fixture(
    params=[
        pytest.param(f"{scheme} {form}", marks=[pytest.mark.soak] if form in LONG else [])
        for scheme in STORES
        for form in EMPTY[scheme]
    ]
)
def store(request, tmp_path):
    """Every store that is registered, each empty."""
    scheme, form = request.param.split()
    asked = EMPTY[scheme][form]
    if asked.startswith("{postgres"):
        asked = request.getfixturevalue(asked.strip("{}"))
    opened = store_at(asked.replace("{folder}", str(tmp_path)), str(tmp_path)).open()
    yield opened
    opened.close()
