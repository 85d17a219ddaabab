"""What the shell changes is written down: merges, alerts, channels, exclusions, passwords, the forgotten."""

from getpass import getuser

import pytest
from one_session import line

from chargeboard.store import open_store
from chargeboard.time.instants import NEVER

WINDOW = ("--kind", "planned_maintenance", "--from", "2025-11-01T08:00", "--until", "2025-11-01T10:00")
WEBHOOK = ("webhook", "url=https://ops.example/hook")


@pytest.fixture
def noted(run, database):
    """Runs a command, and gives what was written down meanwhile."""
    seen = []

    def done(*words, code=0):
        run(*words, "--db", database, code=code)
        store = open_store(database)
        entries = store.audit(since=0, until=NEVER, who="", about="", most=100, skipped=0)
        store.close()
        new = entries[: len(entries) - len(seen)]
        seen.extend(new)
        assert {(one.who, one.by, one.address) for one in new} <= {(getuser(), "shell", "")}
        return [(one.what, one.about, one.before, one.after) for one in reversed(new)]

    return done


@pytest.mark.threat("P8")
def test_a_merge_and_what_takes_it_back(tmp_path, run, database, noted):
    (tmp_path / "later.jsonl").write_text(line("10:00:05", [2, "9", "Heartbeat", {}], "NEW"))
    run("import", "later.jsonl", "--db", database)
    ((what, about, _, after),) = noted("charger", "merge", "CP1", "NEW")
    assert (what, about, after["merged_into"]) == ("charger_merged", "CP1", "NEW")
    assert noted("charger", "merge", "CP1", "NEW") == [], "nothing was changed"
    ((what, about, before, after),) = noted("charger", "unmerge", "CP1")
    assert (what, about, before["merged_into"], after) == ("charger_unmerged", "CP1", "NEW", None)
    assert noted("charger", "unmerge", "CP1", code=1) == []


@pytest.mark.threat("P8")
def test_rules_and_channels_of_alerts(noted):
    ((what, about, before, after),) = noted("alerts", "add", "fault", "faulted", "after_s=0", "--no-test")
    assert (what, about, before, after["after_s"]) == ("rule_kept", "fault", None, 0)
    ((_, _, before, after),) = noted("alerts", "add", "fault", "faulted", "after_s=60", "--no-test")
    assert (before["after_s"], after["after_s"]) == (0, 60)
    ((what, _, before, after),) = noted("alerts", "remove", "fault")
    assert (what, before["after_s"], after) == ("rule_removed", 60, None)
    assert noted("alerts", "remove", "fault", code=1) == []
    assert noted("alerts", "ack", "nothing-lasts", code=1) == []
    ((what, about, before, after),) = noted("alerts", "channel", "add", "ops", *WEBHOOK)
    assert (what, about, before, after["secrets"]) == ("channel_kept", "ops", None, ["url"])
    assert "ops.example" not in repr(after)
    ((what, about, _, after),) = noted("alerts", "channel", "remove", "ops")
    assert (what, about, after) == ("channel_removed", "ops", None)


@pytest.mark.threat("P8")
def test_an_exclusion_with_all_that_was_said_of_it(noted):
    ((what, about, before, after),) = noted("exclusion", "add", "CP1", *WINDOW, "--by", "ana")
    assert (what, before, after["charger"], after["by"]) == ("exclusion_declared", None, "CP1", "ana")
    assert (after["from"], after["until"]) == ("2025-11-01T08:00:00Z", "2025-11-01T10:00:00Z")
    assert noted("exclusion", "remove", about) == [("exclusion_removed", about, after, None)]
    assert noted("exclusion", "remove", about, code=1) == []


@pytest.mark.threat("P8")
def test_passwords_of_many_chargers_one_by_one_and_never_what_they_are(tmp_path, noted):
    (tmp_path / "list.csv").write_text("id\nA\nB\n")
    told = noted("charger", "onboard", str(tmp_path / "list.csv"), "--out", str(tmp_path / "out.csv"))
    assert [(what, about) for what, about, _, _ in told] == [
        ("charger_password", "A"),
        ("charger_password", "B"),
    ]
    passwords = [row.split(",")[1] for row in (tmp_path / "out.csv").read_text().split()[1:]]
    assert not [one for one in passwords if one in repr(told)]


@pytest.mark.threat("P8")
def test_that_somebody_was_given_out_or_forgotten_and_never_who(noted):
    assert noted("person", "export", "DEADBEEF") == [("person_exported", "", None, None)]
    assert noted("person", "forget", "DEADBEEF", "--yes") == [("person_forgotten", "", None, None)]
