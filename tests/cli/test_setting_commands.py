"""Sites and what holds for all chargers, by the shell."""

import pytest
from click.testing import CliRunner

from chargeboard.cli import main


@pytest.fixture
def run(tmp_path):
    def told(*arguments, fails=False):
        where = ["--db", str(tmp_path / "a.db")]
        result = CliRunner().invoke(main, [*arguments, *where], catch_exceptions=False)
        assert bool(result.exit_code) == fails, result.output
        return " ".join(result.output.split())

    return told


def test_a_site_is_set_renamed_listed_and_removed(run):
    run("charger", "set", "CP1", "site=Harbour")
    run("site", "set", "harbour", "timezone=Europe/Lisbon", "opening_hours=Mo-Fr 06:00-22:00; Sa 08:00-12:00")
    assert "Harbour 1" in run("site", "list")
    assert "Mo-Fr 06:00-22:00; Sa 08:00-12:00" in run("site", "list")
    assert '"Europe/Lisbon" Harbour' in run("config", "--charger", "CP1")
    run("site", "set", "Harbour", "name=Quay")
    assert "CP1 Quay Europe/Lisbon" in run("charger", "list")
    assert "there is no time zone" in run("site", "set", "Quay", "timezone=x", fails=True)
    assert "no page can have the name" in run("site", "set", "..", "timezone=UTC", fails=True)
    assert "there is no site" in run("site", "remove", "Nowhere", "--yes", fails=True)
    run("site", "remove", "Quay", "--yes")
    assert "Quay" not in run("charger", "list")


def test_what_holds_for_all_is_set_and_said_with_its_origin(run):
    run("charger", "set", "CP1", "name=a")
    run("policy", "set", "min_success_energy_wh=250", "success_excludes=user_cancelled,charger_fault")
    assert "min_success_energy_wh 250 page or shell" in run("policy", "list")
    assert "success_excludes user_cancelled, charger_fault page or shell" in run("policy", "list")
    assert "offline_k 2 default" in run("policy", "list")
    assert "min_success_energy_wh 250 chargeboard policy set" in run("config")
    assert 'did you mean "offline_k"' in run("policy", "set", "ofline_k=1", fails=True)
    run("policy", "set", "min_success_energy_wh=")
    assert "min_success_energy_wh 100 default" in run("policy", "list")
