import pytest
from click.testing import CliRunner
from one_session import a_session

from chargeboard.cli import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Commands run in an empty folder, without the settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ("DB", "CONFIG", "HOST", "PORT", "TOKEN"):
        monkeypatch.delenv(f"CHARGEBOARD_{name}", raising=False)


@pytest.fixture
def run():
    def runs(*arguments, code=0, **options):
        result = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False, **options)
        assert result.exit_code == code, result.output
        return result

    return runs


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(a_session()))
    return path


@pytest.fixture
def database(tmp_path, run, log):
    path = tmp_path / "board.db"
    run("import", log, "--db", path)
    return path
