from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_reader import Reader

from chargeboard.cli import main

DATA = Path(__file__).parents[3] / "shared" / "data" / "ocpp-logs"


def run(*arguments):
    result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="session")
def logs():
    """Where the logs are that nobody here wrote."""
    if not DATA.is_dir():
        pytest.skip("the real logs lie in ../shared/data, which is not here")
    return DATA


@pytest.fixture(scope="session")
def board_of(tmp_path_factory):
    """The board of a charger, in a database that holds one file."""
    databases = {}

    def board(path, charger, at, how=(), **spans):
        if path not in databases:
            databases[path] = tmp_path_factory.mktemp("real") / "board.db"
            run("import", path, *how, "--db", databases[path])
        asked = []
        for key, value in spans.items():
            asked += [f"--{key.strip('_').replace('_', '-')}", value]
        return json.loads(run("board", charger, "--json", "--at", at, *asked, "--db", databases[path]))

    return board


@pytest.fixture(scope="session")
def shared(logs):
    """The folder with all the real inputs."""
    return logs.parent


@pytest.fixture
def reader(tmp_path):
    """A desk that takes logs and frames in."""
    one = Reader(tmp_path)
    yield one
    one.store.close()
