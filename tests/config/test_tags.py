"""Chargers are grouped by tags, which rules of alerts may name."""

import pytest
from click.testing import CliRunner

from chargeboard.alerts.holding import is_meant
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.seen import Seen
from chargeboard.cli import main
from chargeboard.config import SettingsError, load


def settings(tmp_path, text):
    (tmp_path / "chargeboard.toml").write_text(text)
    return load(str(tmp_path / "chargeboard.toml"), {})


@pytest.mark.parametrize("said", ['"motorway, fast"', '["motorway", "fast"]'])
def test_tags_are_a_list_or_text_with_commas(tmp_path, said):
    found = settings(tmp_path, f"[chargers.CP1]\ntags = {said}\n")
    assert found.profile_of("CP1").tags == ("motorway", "fast")
    assert found.profile_of("CP2").tags == ()


def test_what_are_no_tags_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="tags"):
        settings(tmp_path, "[chargers.CP1]\ntags = 5\n")


def test_a_tag_is_set_and_taken_back_by_the_shell_and_is_no_mistake(tmp_path):
    def told(*arguments):
        where = ["--db", str(tmp_path / "a.db")]
        result = CliRunner().invoke(main, [*arguments, *where], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    told("charger", "set", "CP1", "tags=motorway,fast")
    assert "motorway, fast" in told("config", "--charger", "CP1")
    told("charger", "set", "CP1", "tags=")
    assert "motorway" not in told("config", "--charger", "CP1")


@pytest.mark.parametrize(
    ("wanted", "is_one"), [((), True), (("Fast",), True), (("slow", "fast"), True), (("slow",), False)]
)
def test_a_rule_is_for_chargers_with_one_of_its_tags(wanted, is_one):
    rule = Rule(name="r", kind=Kind.FAULTED, tags=wanted)
    assert is_meant(rule, Seen(station="A", at=0, tags=("motorway", "fast"))) is is_one
