"""Who may serve as one of several."""

import pytest
from click.testing import CliRunner

from chargeboard.cli import main


@pytest.mark.sqlite
@pytest.mark.parametrize("role", ["gateway", "projector", "web"])
def test_a_file_is_served_by_one_process_that_does_all(tmp_path, role):
    done = CliRunner().invoke(main, ["serve", "--role", role, "--db", str(tmp_path / "b.db")])
    assert done.exit_code == 1
    assert "A SQLite file is served by one process" in done.output
    assert "leave --role out, or move to PostgreSQL" in done.output
    assert not (tmp_path / "b.db").exists()


def test_there_are_four_roles():
    done = CliRunner().invoke(main, ["serve", "--role", "king"])
    assert done.exit_code == 2
    for role in ("gateway", "projector", "web", "all"):
        assert role in done.output
