"""`chargeboard alerts`, from the shell."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.time.instants import MINUTE, text_of
from receiver import receiving
from watching import T0

NOW = T0 + 40 * 24 * 60 * MINUTE


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DB", "CONFIG", "HOST", "PORT", "TOKEN"):
        monkeypatch.delenv(f"CHARGEBOARD_{name}", raising=False)
    for module in ("alert_commands", "channel_commands"):
        monkeypatch.setattr(f"chargeboard.cli.alerts.{module}.now", lambda: NOW)
    monkeypatch.setattr("chargeboard.cli.place.now", lambda: NOW)


def run(*arguments, code=0, **options):
    # a command has a loop of its own, which a process with a browser cannot have beside the browser's
    with ThreadPoolExecutor(1) as thread:
        told = ["alerts", *map(str, arguments)]
        result = thread.submit(CliRunner().invoke, main, told, catch_exceptions=False, **options).result()
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def database(tmp_path):
    """A charger that was faulted three times in the last 30 days, once for two minutes."""
    lines = []

    def say(at, status, error):
        told = {"connectorId": 1, "status": status, "errorCode": error, "timestamp": text_of(at)}
        frame = [2, str(len(lines)), "StatusNotification", told]
        lines.append({"received_at": text_of(at), "station": "CP1", "direction": "in", "frame": frame})

    for day, lasted in ((20, 2), (25, 120), (30, 60)):
        at = T0 + day * 24 * 60 * MINUTE
        say(at, "Faulted", "GroundFailure")
        say(at + lasted * MINUTE, "Available", "NoError")
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = CliRunner().invoke(main, ["import", "log.jsonl"])
    assert done.exit_code == 0, done.output


def test_a_rule_is_tried_on_the_past_before_it_is_kept(database):
    said = run("add", "fault", "faulted", "after_s=0")
    assert "2025-11-02" in said or "2 Nov" in said
    assert "“fault” would have fired 3 times in 30 days, 1 of them over within 5 minutes." in said
    assert "The rule “fault” is kept" in said
    assert "There is no channel yet, so nothing is sent" in said
    listed = run("list")
    assert "socket faulted" in listed
    assert "database" in listed


def test_a_rule_that_is_not_kept_can_be_tried_too(database):
    said = run("back-test", "x", "danger", "dangers=leakage", "--days", "12")
    assert "“x” would have fired once in 12 days." in said
    assert "danger: leakage to earth" in said
    assert run("list").splitlines()[1:] == []


def test_a_rule_is_forgotten_by_name(database):
    run("add", "fault", "faulted", "--no-test")
    assert "gone" in run("remove", "fault")
    assert "there is no rule “fault”" in run("remove", "fault", code=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "r", "faultd"), "rule “r”: kind: 'faultd' is none of"),
        (("add", "r", "faulted", "after_s=soon"), "rule “r”: after_s: 'soon' is no whole number of seconds"),
        (("add", "r", "faulted", "after_s"), "'after_s' is not of the form KEY=VALUE"),
        (("add", "r", "faulted", "channels=ops"), 'there is no channel "ops"'),
        (("channel", "add", "ops", "smoke"), 'there is no kind of channel "smoke"; there are'),
        (("channel", "add", "ops", "webhook"), "channel “ops”: url: is missing"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(database, arguments, said):
    assert said in run(*arguments, code=2).replace("\n", " ")


def test_a_rule_of_the_settings_file_is_listed_and_changed_there_alone(database, tmp_path):
    (tmp_path / "chargeboard.toml").write_text(
        "[alerts.rules.contact]\nkind = 'out_of_contact'\nsites = ['Harbour']\n"
    )
    assert "settings file" in run("list")
    assert "is in the settings file; change it there" in run("add", "contact", "faulted", "--no-test", code=1)
    assert "is in the settings file; change it there" in run("remove", "contact", code=1)
    assert "would not have fired" in run("back-test", "contact")


def test_a_wrong_rule_of_the_settings_file_is_named_with_its_place(database, tmp_path):
    (tmp_path / "chargeboard.toml").write_text("[alerts.rules.contact]\nkind = 'offline'\n")
    said = run("list", code=1)
    assert "chargeboard.toml: [alerts.rules].contact: kind: 'offline' is none of" in said


def test_a_channel_is_kept_tried_and_forgotten_and_its_secrets_are_shown_nowhere(database, tmp_path):
    with receiving() as receiver:
        url = f"{receiver.url}/hooks/hush-4711"
        said = run("channel", "add", "ops", "webhook", "url=-", input=f"{url}\n")
        assert "chargeboard alerts test ops" in said
        listed = run("channel", "list")
        assert "shape=json" in listed
        assert "url (sealed)" in listed
        assert "took the test message" in run("test", "ops")
        assert json.loads(receiver.took[0][2])["event"] == "test"
        receiver.answers = [500]
        failed = run("test", "ops", code=1)
    assert "did not take the test message: it answered 500" in failed
    assert not any("hush" in text for text in (said, listed, failed))
    assert b"hush-4711" not in b"".join(file.read_bytes() for file in tmp_path.glob("chargeboard.db*"))
    assert "Nothing is sent" in run("channel", "remove", "ops")
    assert "there is no channel “ops”" in run("test", "ops", code=1)


def test_alerts_that_last_are_listed_and_acknowledged_by_their_id(database):
    assert "no alert “x” lasts" in run("ack", "x", code=1)
    assert '"soon" is no duration' in run("snooze", "x", "soon", code=2)
    assert run("now").splitlines()[1:] == []
    assert run("log").splitlines()[1:] == []


def test_a_window_is_declared_listed_and_forgotten(database):
    def exclusion(*arguments, code=0):
        result = CliRunner().invoke(main, ["exclusion", *arguments], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result.output

    when = ("--from", "2025-11-01T08:00", "--until", "2025-11-01T10:00")
    told = exclusion(
        "add", "CP1", "--kind", "vandalism", *when, "--socket", "1", "--note", "glass", "--by", "ana"
    )
    name = told.split()[1]
    listed = exclusion("list")
    assert name in listed
    assert "CP1, socket 1" in listed
    assert "glass · ana" in listed
    wrong = exclusion("add", "CP1", "--kind", "vandalsm", *when, code=2)
    assert 'kind: "vandalsm" is none of' in wrong
    assert 'there is no charger "CP9"' in exclusion("add", "CP9", "--kind", "other", *when, code=2)
    exclusion("remove", name)
    assert f"there is no window “{name}”" in exclusion("remove", name, code=1)


def test_what_is_declared_is_left_out_of_uptime(database):
    def board():
        shown = ["board", "CP1", "--json", "--from", "2025-11-01", "--to", "2025-11-08"]
        told = CliRunner().invoke(main, shown, catch_exceptions=False).output
        days = {day["date"]: day["nevi_pct"] for day in json.loads(told)["uptime"]}
        return days["2025-11-07"]

    before = board()
    when = ("--from", text_of(T0 + 25 * 24 * 60 * MINUTE), "--until", text_of(T0 + 26 * 24 * 60 * MINUTE))
    told = CliRunner().invoke(main, ["exclusion", "add", "CP1", "--kind", "other", *when])
    assert told.exit_code == 0, told.output
    assert board() > before
