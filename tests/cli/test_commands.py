import csv
import json
import re
import socket
import sqlite3

import click
import pytest
from one_session import a_session, line

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.cli import COMMANDS, main
from chargeboard.cli.logs import bringing
from chargeboard.domain.records import Credential
from chargeboard.store import open_store
from free_ports import free_port

AT = ("--at", "2025-10-13T12:00:00Z")
DAY = ("--from", "2025-10-13", "--to", "2025-10-14")


def test_import_counts_and_says_what_it_could_not_read(tmp_path, run, log):
    log.write_text("\n".join([*a_session(), "rubbish", *["more rubbish"] * 8]))
    result = run("import", log, "--db", "board.db")
    assert "14 new frames of 1 charger, 0 known already, 9 lines that could not be read" in result.output
    assert f"{log.name}:15: " in result.output
    assert "and 4 more" in result.output
    kept = [json.loads(one) for one in (tmp_path / "board.db.rejected.jsonl").read_text().splitlines()]
    assert [(one["file"], one["line"]) for one in kept] == [("log.jsonl", n) for n in range(15, 24)]
    listed = run("rejected", "--db", "board.db").output
    assert f"{kept[0]['file']}:{kept[0]['line']}: {kept[0]['reason']}" in listed
    assert f"{len(kept)} lines could not be read" in listed
    assert "0 lines" in run("rejected", "--file", "other", "--db", "board.db").output


def test_an_empty_file_is_said_to_be_one_and_is_no_failure(run, log, database):
    for text in ("", "\n\n"):
        (empty := log.parent / "empty.jsonl").write_text(text)
        said = run("import", empty, log, "--db", database).output
        assert f"{empty}: nothing in it to import" in said
        assert "14 known already" in said


def test_importing_twice_changes_nothing(run, log, database):
    before = run("board", "CP1", "--db", database, *AT, "--json").output
    again = run("import", log, "--db", database)
    assert "0 new frames of 1 charger, 14 known already" in again.output
    assert run("board", "CP1", "--db", database, *AT, "--json").output == before


def test_behind_the_end_of_an_imported_log_nothing_is_known_and_nobody_is_needed(run, log, database):
    said = run("import", log, "--db", "other.db").output
    assert "CP1 has data from 2025-10-13 to 2025-10-13" in said

    def board(*more):
        return json.loads(run("board", "CP1", "--db", "other.db", *more, "--json").output)

    behind = board("--at", "2025-10-15T12:00:00Z", "--from", "2025-10-13", "--through", "2025-10-14")
    assert (behind["charger"]["is_history"], behind["charger"]["is_online"]) == (True, None)
    assert [day["nevi_pct"] is None for day in behind["uptime"]] == [False, True]
    assert behind["utilization_headline"]["observed_days"] == 1
    assert behind["overview"]["observed_days"] == 1
    assert [one["need"] for one in behind["insights"]] == [""] * len(behind["insights"])
    within = board("--at", "2025-10-13T08:30:00Z")
    assert not within["charger"]["is_history"]
    store = open_store(log.parent / "other.db")
    store.put_log("CP1", is_log=False)
    store.close()
    heard = board("--at", "2025-10-15T12:00:00Z")
    assert (heard["charger"]["is_history"], heard["charger"]["is_online"]) == (False, False)
    assert any(one["need"] == "out_of_service" for one in heard["insights"])


def test_an_import_that_was_broken_off_and_done_again_tells_of_a_log_all_the_same(run, log, monkeypatch):
    class BrokenOffError(Exception):
        pass

    class Broken(JournalKeeper):
        def keep(self, station, frames):
            super().keep(station, frames)
            raise BrokenOffError

    with monkeypatch.context() as patched:
        patched.setattr(bringing, "JournalKeeper", Broken)
        with pytest.raises(BrokenOffError):
            run("import", log, "--db", "other.db")
    assert "0 new frames of 1 charger, 14 known already" in run("import", log, "--db", "other.db").output
    board = json.loads(
        run("board", "CP1", "--db", "other.db", "--at", "2025-10-15T12:00:00Z", "--json").output
    )
    assert (board["charger"]["is_history"], board["charger"]["is_online"]) == (True, None)


def test_the_file_of_days_leaves_empty_what_is_not_known(run, log):
    run("import", log, "--db", "days.db")
    text = run("export", "days", "--db", "days.db", "--from", "2025-10-13", "--through", "2025-10-14").output
    known, unknown = csv.DictReader(text.splitlines())
    assert known["utilization_pct"]
    assert (unknown["coverage_pct"], unknown["utilization_pct"]) == ("0.0", "")


def test_an_error_at_the_end_of_a_log_is_not_called_active_today(run, tmp_path):
    stamp = "2025-10-13T08:00:00Z"
    fault = {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted", "timestamp": stamp}
    line = {
        "received_at": stamp,
        "station": "CP9",
        "direction": "in",
        "frame": [2, "1", "StatusNotification", fault],
    }
    (tmp_path / "fault.jsonl").write_text(json.dumps(line))
    run("import", tmp_path / "fault.jsonl", "--db", "fault.db")
    text = run("board", "CP9", "--db", "fault.db").output
    assert "Errors  last 7 days and today, and all that were open at the last message" in text
    assert "open at the end" in text
    assert "active" not in text
    assert "Latest errors  last 7 days" in run("board", "CP9", "--db", "fault.db", "--at", stamp).output


def test_a_file_that_cannot_be_read_fails_the_import_but_not_the_others(tmp_path, run, log):
    (tmp_path / "strange").write_text("dear diary\n")
    result = run("import", "strange", "absent", log, "--db", "board.db", code=1)
    assert "strange: not a known log: name its format with --format" in result.output
    assert "absent: No such file or directory" in result.output
    assert "14 new frames" in result.output


def test_the_board_gives_the_figures_as_json(run, database):
    board = json.loads(run("board", "CP1", "--db", database, *AT, *DAY, "--json").output)
    assert board["sessions_per_day"] == {"2025-10-13": 1}
    assert board["energy_per_day_wh"] == {"2025-10-13": 12000}
    assert [row["duration_s"] for row in board["sessions"]] == [3600]
    assert board["at"] == "2025-10-13T12:00:00Z"


def test_the_board_is_readable_with_all_eight_panels(run, database):
    text = run("board", "CP1", "--db", database, *AT, *DAY).output
    for panel in (
        "Socket events",
        "Ongoing sessions",
        "Utilization rate",
        "Success rate",
        "Errors",
        "Sessions per day",
        "Energy per day",
        "Sessions overview",
    ):
        assert panel in text
    assert "12.0 kWh" in text
    assert "█" in text
    assert "chargeboard charger set CP1 timezone=" in text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("board", "CP2"), 1, "Did you mean CP1?"),
        (("board", "nothing like it"), 1, "Known: CP1."),
        (("board", "CP1", "--at", "yesterday"), 2, "2026-11-21T13:00:00Z"),
        (("board", "CP1", "--from", "2025-10-13"), 2, "from and through come together"),
        (("board", "CP1", "--from", "2025-10-13", "--to", "2025-10-13"), 2, "must be after"),
        (("board", "CP1", "--timeline-from", "2025-10-13T00:00:00Z"), 2, "--timeline-to"),
        (("import", "log.jsonl", "--tz", "Europe/Amsterdm"), 2, 'no time zone "Europe/Amsterdm"'),
        (("import", "log.jsonl", "--format", "csv"), 2, "'kwwhat'"),
        (("import",), 2, "FILE"),
        (("charger", "set", "CP1", "timezon=UTC"), 2, 'did you mean "timezone"?'),
        (("charger", "set", "CP1", "timezone=Mars/Base"), 2, "IANA name"),
        (("charger", "set", "CP1", "rated_kw=-1"), 2, "use 0 or more"),
        (("charger", "set", "CP1", "name"), 2, "KEY=VALUE"),
        (("charger", "merge", "CP9", "CP1"), 1, "Did you mean CP1?"),
        (("charger", "merge", "CP1", "CP1"), 1, "counts as CP1 already"),
        (("export", "days", "--from", "13.10.2025"), 2, "--from: from='13.10.2025' is not a date"),
        (("export", "days", "--from", "2025-10-13", "--to", "2025-10-13"), 2, "must not be before"),
        (("backup", "log.jsonl"), 1, "exists already"),
        (("serve", "--host", "0.0.0.0"), 1, "CHARGEBOARD_TOKEN"),  # noqa: S104 - it is refused
        (("serve", "--port", "70000"), 2, "65535"),
        (("demo",), 1, "name another file"),
        (("config", "--config", "absent.toml"), 1, "name an existing file with --config"),
    ],
)
def test_a_mistake_gets_one_message_that_says_what_to_do(run, database, arguments, code, message):
    if arguments[0] == "demo":
        arguments = (*arguments, "--port", str(free_port()))
    result = run(*arguments, "--db", database, code=code)
    assert message in result.output
    assert "Traceback" not in result.output


def test_the_board_of_dates_that_have_passed_says_nothing_of_the_present(run, database):
    later = ("--at", "2025-10-20T12:00:00Z")
    text = run(
        "board", "CP1", "--db", database, *later, "--from", "2025-10-13", "--through", "2025-10-13"
    ).output
    assert "Utilization rate" in text
    assert "Socket events" not in text
    assert "Ongoing sessions" not in text


def test_a_database_that_is_absent_or_none_is_named(tmp_path, run):
    assert "There is no database absent.db" in run("board", "X", "--db", "absent.db", code=1).output
    (tmp_path / "text.db").write_text("this is no database, whatever its name says" * 100)
    assert "not a SQLite database" in run("board", "X", "--db", "text.db", code=1).output
    assert not (tmp_path / "absent.db").exists()


def test_settings_come_from_the_file_the_environment_and_the_shell(tmp_path, run, database):
    (tmp_path / "c.toml").write_text('db = "board.db"\n[policy]\ntimezone = "Asia/Tokyo"\n')
    zone = ["board", "CP1", "--json", *AT]
    in_file = json.loads(run(*zone, "--config", "c.toml").output)
    assert in_file["charger"]["timezone"] == "Asia/Tokyo"
    by_environment = {"CHARGEBOARD_CONFIG": "c.toml", "CHARGEBOARD_POLICY_TIMEZONE": "Europe/Lisbon"}
    assert json.loads(run(*zone, env=by_environment).output)["charger"]["timezone"] == "Europe/Lisbon"
    run("charger", "set", "CP1", "timezone=Europe/Rome", "name=Hafen", "sockets=[1, 2]", "--db", database)
    by_shell = json.loads(run(*zone, "--config", "c.toml").output)["charger"]
    assert (by_shell["timezone"], by_shell["name"], by_shell["sockets"]) == ("Europe/Rome", "Hafen", [1, 2])
    run("charger", "set", "CP1", "timezone=", "sockets=", "--db", database)
    assert json.loads(run(*zone, "--config", "c.toml").output)["charger"]["timezone"] == "Asia/Tokyo"


def test_a_changed_setting_changes_the_figures_at_once(run, database):
    run("charger", "set", "CP1", "min_success_energy_wh=20000", "--db", database)
    board = json.loads(run("board", "CP1", "--db", database, *AT, *DAY, "--json").output)
    assert board["sessions_per_day"] == {"2025-10-13": 0}


def test_config_prints_each_value_with_its_origin(tmp_path, run, database):
    (tmp_path / "chargeboard.toml").write_text('port = 8123\n[chargers.CP1]\nsite = "Hall"\n')
    text = run("config", "--db", database, env={"CHARGEBOARD_TOKEN": "hidden"}).output
    rows = {row.split()[0]: row.split() for row in text.splitlines()}
    assert rows["port"] == ["port", "8123", "chargeboard.toml"]
    assert rows["language"] == [
        "language",
        "browser",
        "default",
        "browser,",
        "de,",
        "en,",
        "es,",
        "fr,",
        "nl",
    ]
    assert rows["csms.new_chargers"][3:] == ["accept,", "wait,", "refuse"]
    assert " ".join(text.split("('password'", 1)[1].split()[3:6]) == "password, certificate, approval,"
    assert rows["success_excludes"][3:5] == ["auth_rejected,", "start_rejected,"]
    assert rows["token"] == ["token", "(set)", "CHARGEBOARD_TOKEN"]
    assert rows["offline_k"] == ["offline_k", "2", "default"]
    assert "hidden" not in text
    run("charger", "set", "CP1", "rated_kw=50", "--db", database)
    text = run("config", "--charger", "CP1", "--db", database).output
    assert 'chargeboard.toml [chargers."CP1"]' in text
    assert "chargeboard charger set CP1" in text


def test_a_merged_charger_gives_its_history_and_its_future_to_the_other(tmp_path, run, database):
    later = [line("10:00:00", ["open", "B"], "NEW", "ws"), line("10:00:05", [2, "9", "Heartbeat", {}], "NEW")]
    (tmp_path / "later.jsonl").write_text("\n".join(later))
    run("import", "later.jsonl", "--db", database)
    assert (
        "14 frames of CP1 count as NEW's now"
        in run("charger", "merge", "CP1", "NEW", "--db", database).output
    )
    board = ["board", "NEW", "--db", database, *AT, *DAY, "--json"]
    merged = json.loads(run(*board).output)
    assert merged["sessions_per_day"] == {"2025-10-13": 1}
    assert json.loads(run("board", "CP1", "--db", database, *AT, "--json").output)["charger"]["id"] == "NEW"
    (tmp_path / "more.jsonl").write_text(line("10:30:00", [2, "10", "Heartbeat", {}], "CP1"))
    assert "1 new frame of" in run("import", "more.jsonl", "log.jsonl", "--db", database).output
    assert json.loads(run(*board).output)["charger"]["last_contact"] == "2025-10-13T10:30:00Z"
    listed = run("charger", "list", "--db", database).output
    assert "merged into NEW" in listed
    assert "1 charger was computed again" in run("rebuild", "--db", database).output
    assert json.loads(run(*board).output)["sessions_per_day"] == {"2025-10-13": 1}
    assert "14 frames" not in run("charger", "merge", "CP1", "NEW", "--db", database).output
    store = open_store(database)
    assert sum(map(len, store.frames_after("CP1", 0, 0))) == 15
    store.close()


def test_a_hidden_charger_leaves_the_list_and_comes_back(run, database):
    run("charger", "delete", "CP1", "--db", database, "--yes")
    assert "hidden" in run("charger", "list", "--db", database).output
    assert run("export", "sessions", "--db", database).output.count("\n") == 1
    run("charger", "set", "CP1", "name=Back", "--db", database)
    assert "hidden" not in run("charger", "list", "--db", database).output


def test_a_rebuild_gives_the_same_figures(run, database):
    before = run("board", "CP1", "--db", database, *AT, "--json").output
    run("rebuild", "--db", database)
    assert run("board", "CP1", "--db", database, *AT, "--json").output == before


def test_a_backup_is_a_whole_database_with_its_key(tmp_path, run, database):
    run("backup", "copy.db", "--db", database)
    original = run("board", "CP1", "--db", database, *AT, "--json").output
    assert run("board", "CP1", "--db", "copy.db", *AT, "--json").output == original
    assert (tmp_path / "copy.db.key").read_bytes() == (tmp_path / "board.db.key").read_bytes()


def test_a_backup_and_a_restore_take_a_url_as_every_database(tmp_path, run, database):
    original = run("board", "CP1", "--db", database, *AT, "--json").output
    assert "copy.db holds what board.db held" in run(
        "backup", "sqlite:///copy.db", "--db", "sqlite:///board.db"
    ).output.replace(f"{tmp_path}/", "")
    assert (tmp_path / "copy.db.key").is_file()
    (tmp_path / "board.db").unlink()
    assert "holds what copy.db held" in run("restore", "sqlite:///copy.db", "--db", database).output
    assert run("board", "CP1", "--db", database, *AT, "--json").output == original
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "newest.db").touch()
    for folder in ("folder", "sqlite:///folder"):
        refused = run("restore", folder, "--db", database, code=1)
        assert "folder is a folder: name a backup; the newest in it is folder/newest.db" in refused.output
    assert "Known: sqlite://" in run("backup", "mysql://x/y", "--db", database, code=1).output


@pytest.mark.parametrize("place", ["sqlite://", ":memory:", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_for_it_would_be_lost(tmp_path, run, place):
    (tmp_path / "log.jsonl").write_text(line("10:00:00", [2, "9", "Heartbeat", {}], "CP1"))
    for given in (["import", "log.jsonl"], ["serve"], ["doctor"], ["demo"]):
        refused = run(*given, "--db", place, code=1)
        assert f"gone when the command ends: {place}\nName a file" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


def test_export_writes_sessions_and_days_as_csv(run, database):
    sessions = list(csv.DictReader(run("export", "sessions", *DAY, "--db", database).output.splitlines()))
    assert [(row["charger"], row["start"], row["energy_wh"]) for row in sessions] == [
        ("CP1", "2025-10-13T08:00:00.000000Z", "12000.0")
    ]
    assert (sessions[0]["completed"], sessions[0]["end_inferred"]) == ("true", "false")
    days = list(csv.DictReader(run("export", "days", *DAY, "--db", database).output.splitlines()))
    assert [(row["date"], row["in_use_s"], row["sessions"], row["attempts"]) for row in days] == [
        ("2025-10-13", "3600", "1", "1")
    ]


def test_an_export_of_days_that_passed_has_nothing_of_a_session_that_began_later(tmp_path, run, database):
    rows = (
        ["BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}],
        [
            "StartTransaction",
            {"connectorId": 1, "idTag": "CARD", "meterStart": 0, "timestamp": "2025-10-20T08:00:00Z"},
        ],
    )
    lines = [
        {
            "received_at": f"2025-10-20T08:00:{second:02}Z",
            "station": "CP1",
            "direction": direction,
            "frame": frame,
        }
        for place, (action, payload) in enumerate(rows)
        for second, direction, frame in (
            (2 * place, "in", [2, f"late-{place}", action, payload]),
            (
                2 * place + 1,
                "out",
                [3, f"late-{place}", {"transactionId": 99, "idTagInfo": {"status": "Accepted"}}],
            ),
        )
    ]
    (tmp_path / "late.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert "4 new frames" in run("import", "late.jsonl", "--db", database).output

    def starts(*dates):
        output = run("export", "sessions", *dates, "--db", database).output
        return [row["start"][:10] for row in csv.DictReader(output.splitlines())]

    assert starts(*DAY) == ["2025-10-13"]
    assert starts("--from", "2025-10-13", "--through", "2025-10-20") == ["2025-10-13", "2025-10-20"]


def test_an_export_names_who_it_is_and_needs_no_end(tmp_path, run, database):
    (tmp_path / "chargeboard.toml").write_text(
        '[chargers.CP1]\nname = "East"\nsite = "Harbour"\ntimezone = "Asia/Tokyo"\n'
    )
    for asked, count in (
        (("--from", "2025-10-13"), 1),
        (("--to", "2025-10-14"), 1),
        (("--from", "2025-10-15"), 0),
    ):
        rows = list(csv.DictReader(run("export", "sessions", *asked, "--db", database).output.splitlines()))
        assert [(row["name"], row["site"], row["timezone"]) for row in rows] == [
            ("East", "Harbour", "Asia/Tokyo")
        ] * count
    days = list(
        csv.DictReader(run("export", "days", "--from", "2025-10-13", "--db", database).output.splitlines())
    )
    assert (days[0]["date"], days[0]["site"]) == ("2025-10-13", "Harbour")


def test_doctor_finds_what_is_wrong(tmp_path, run, database):
    (tmp_path / "chargeboard.toml").write_text('[chargers.CP7]\nname = "?"\n')
    text = run("doctor", "--db", database, env={"CHARGEBOARD_PROT": "1"}).output
    assert "The file is intact" in text
    assert "1 charger has no time zone" in text
    assert '[chargers."CP7"]' in text
    assert "CHARGEBOARD_PROT is set, but there is no such setting" in text


@pytest.mark.parametrize(
    ("command", "what_to_do"),
    [("serve", r"--port \1\n"), ("demo", r"--port \1, or make demo PORT=\1\n")],
)
def test_a_busy_port_gets_a_message_that_names_a_free_one(run, tmp_path, command, what_to_do):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        text = run(command, "--db", tmp_path / "new.db", "--port", port, code=1).output
    assert re.search(rf"Port {port} of 127.0.0.1 is in use; (\d+) is free: {what_to_do}", text), text
    assert not (tmp_path / "new.db").exists()


def paths_of(command, path=()):
    """What is typed behind a command for each that there is below it."""
    if not isinstance(command, click.Group):
        return [path]
    return [one for name, below in command.commands.items() for one in paths_of(below, (*path, name))]


def test_every_command_takes_a_database_and_settings(run):
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        for path in paths_of(command):
            text = run(name, *path, "--help").output
            assert "--db PATH" in text
            assert "--config TOML" in text


@pytest.mark.threat("K4")
def test_no_token_reaches_the_database(database):
    assert b"DEADBEEF" not in database.read_bytes()
    wal = database.with_name("board.db-wal")
    assert not wal.exists() or b"DEADBEEF" not in wal.read_bytes()


def test_an_old_log_is_packed_when_it_is_imported(run, database):
    packed = sqlite3.connect(database).execute("select sum(frames) from journal_block").fetchone()
    assert packed == (14,)


@pytest.fixture
def asking(database):
    store = open_store(database)
    for n, name in enumerate(("SITE-1", "SITE-2", "DC [1]", "other")):
        store.save_credential(Credential(station=name, approved=False, asked_at=n + 1))
    store.close()
    return database


def approved(database):
    store = open_store(database)
    found = {one.station for one in store.credentials() if one.approved}
    store.close()
    return found


@pytest.mark.parametrize(
    ("named", "met"),
    [
        (["SITE-*"], {"SITE-1", "SITE-2"}),
        (["SITE-?", "other", "SITE-1"], {"SITE-1", "SITE-2", "other"}),
        (["DC [1]"], {"DC [1]"}),
        (["--all"], {"SITE-1", "SITE-2", "DC [1]", "other"}),
        (["not yet here"], {"not yet here"}),
    ],
)
def test_many_chargers_are_approved_at_once(run, asking, named, met):
    said = run("charger", "approve", *named, "--db", asking).output
    assert approved(asking) == met
    assert all(f"{one} may connect" in said for one in met)


def test_who_is_meant_by_nothing_is_not_approved(run, asking):
    for named, code, why in (
        (["SITE-*", "AC-*"], 1, "no waiting charger matches 'AC-*'; 4 waiting"),
        ([], 2, "name chargers, or --all"),
        (["SITE-1", "--all"], 2, "name chargers, or --all"),
    ):
        assert why in run("charger", "approve", *named, "--db", asking, code=code).output
    assert approved(asking) == set()
    assert "2 dismissed" in run("charger", "dismiss", "SITE-*", "--db", asking).output
    assert "2 wait" in run("charger", "waiting", "--db", asking).output
    assert "is not waiting" in run("charger", "dismiss", "SITE-1", "--db", asking, code=1).output
