"""The list of chargers by the shell: out, a look at what would change, and in."""

import pytest
from click.testing import CliRunner

from chargeboard.cli import main


@pytest.fixture
def run(tmp_path):
    def told(*arguments, fails=False):
        where = ["--db", str(tmp_path / "a.db")]
        result = CliRunner().invoke(main, [*arguments, *where], catch_exceptions=False)
        assert bool(result.exit_code) == fails, result.output
        return result.output

    return told


def test_a_list_is_shown_before_it_is_taken_and_comes_out_as_it_went_in(run, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("charger,name,rated_kw\nCP1,Quay,150\nCP2,,\n")
    shown = run("charger", "import", str(listed), "--dry-run")
    assert "2 new, 0 changed, 0 as they are" in shown
    assert "Quay" in shown
    assert "CP1" not in run("charger", "export")
    assert "2 chargers were set" in run("charger", "import", str(listed), "--yes")
    out = tmp_path / "out.csv"
    run("charger", "export", "--out", str(out))
    assert out.read_text().splitlines()[1:] == ["CP1,Quay,,,150,,,,,", "CP2,,,,,,,,,"]
    assert "0 new, 0 changed, 2 as they are" in run("charger", "import", str(out), "--dry-run")


def test_a_list_with_a_wrong_line_changes_nothing_and_names_it(run, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("charger,name,rated_kw\nCP1,Quay,150\nCP2,x,much\n")
    told = run("charger", "import", str(listed), "--yes", fails=True)
    assert f'{listed}:3: CP2 rated_kw: "much" is not a number' in told
    assert "Nothing was changed: 1 line is refused" in told
    assert "CP1" not in run("charger", "export")
