import csv
import io
import json
import logging
import shlex
import subprocess
import tempfile
from pathlib import Path
from unicodedata import category

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from one_session import a_session, line
from rich.rule import Rule
from rich.text import Text

from chargeboard.capture.log_lines import begin_log
from chargeboard.cli import COMMANDS, main
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.terminal import say_json, stream
from chargeboard.documents.sheets import cell
from chargeboard.domain.terminal import command, shell_word, visible
from chargeboard.store import open_store

LONG_RUNNING = {"serve", "follow", "tap", "demo", "load", "simulate"}
"""They say where they listen, and log."""
OTHERS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of Unicode: all that is no letter, sign or blank."""
OBEYED = "\x1b\x07\x08\r\t\n\x7f\x85\x9b\u200b\u202e\u2028\u2066\ufeff"
HOSTILE = 'A\x1b[2J\x1b]0;t\x07\r\n=B\x9b31m\u202eC\';$(id)`id` "D" -x'
HOSTILE_TEXT = st.text(st.sampled_from(f"{OBEYED}ab1 -'\"$;=é"), min_size=1, max_size=12).filter(str.strip)


def hostile_log(text):
    boot = {
        "chargePointVendor": text,
        "chargePointModel": text,
        "firmwareVersion": text,
        "chargePointSerialNumber": text,
    }
    fault = {
        "connectorId": 1,
        "errorCode": text,
        "vendorErrorCode": text,
        "info": text,
        "status": "Faulted",
        "timestamp": "2025-10-13T09:05:00Z",
    }
    return [
        *a_session(text),
        line("09:04:00", [2, "b", "BootNotification", boot], text),
        line("09:05:00", [2, "f", "StatusNotification", fault], text),
        line("09:06:00", [2, text, text, {}], text),
        f"rubbish {text.splitlines()[0] if text.splitlines() else ''}",
    ]


def commands(station):
    """Every command that ends by itself, and what else is told of a mistake."""
    end_options = ["--", station]
    yield ["charger", "set", *end_options, f"name={station}", f"site={station}"]
    yield ["board", "--at", "2025-10-13T09:30:00Z", *end_options]
    yield ["board", "--at", "2025-10-13T09:30:00Z", "--json", *end_options]
    yield ["board", "--", f"{station}?"]
    yield ["charger", "list"]
    yield ["config"]
    yield ["config", "--charger", station]
    yield ["doctor"]
    yield ["backfill", "--again", "--jobs", "1", "log.jsonl"]
    yield ["backfill", "--station", station, *end_options]
    yield ["archive", "--once", *end_options]
    yield ["rejected"]
    yield ["rebuild"]
    yield ["retain"]
    yield ["sample", "sample.log"]
    yield ["export", "sessions", "--from", "2025-10-13", "--to", "2025-10-14", "--charger", station]
    yield ["charger", "waiting"]
    yield ["charger", "approve", *end_options]
    yield ["charger", "dismiss", *end_options]
    yield ["charger", "password", *end_options]
    yield ["alerts", "add", "--", "heat", "danger", f"chargers={station}", f"sites={station}"]
    yield ["alerts", "add", "--", station, "danger"]
    yield ["alerts", "add", "--", "heat", station, f"{station}={station}"]
    yield ["alerts", "back-test", "heat"]
    yield ["alerts", "list"]
    yield ["alerts", "channel", "add", "--", station, "webhook", f"url={station}"]
    yield ["alerts", "snooze", "--", station, station]
    yield ["alerts", "test", *end_options]
    yield ["alerts", "remove", *end_options]
    window = ["--from", "2025-10-13T08:00", "--until", "2025-10-13T09:00", f"--note={station}"]
    yield ["exclusion", "add", "--kind", "other", *window, *end_options]
    yield ["exclusion", "add", "--kind", "other", *window, "--", f"{station}?"]
    yield ["exclusion", "add", f"--kind={station}", *window, *end_options]
    yield ["exclusion", "list"]
    yield ["exclusion", "remove", *end_options]
    yield ["charger", "merge", "--", station, station]
    yield ["charger", "merge", "--", f"{station}?", station]
    yield ["charger", "delete", "--yes", *end_options]
    yield ["charger", "set", *end_options, station]
    yield ["person", "export", *end_options]
    yield ["person", "forget", "--yes", *end_options]
    yield from commands_about_people(station)
    yield ["backup", "copy.db"]
    yield ["hide"]
    yield ["restore", "copy.db"]
    yield ["copy", "board.db", "other.db"]
    yield from commands_about_what_is_set(station)
    yield from commands_about_others(station)


def commands_about_others(station):
    yield from commands_about_other_systems(station)
    yield ["share", "add", f"--charger={station}", "--", station]
    yield ["share", "add", f"--site={station}", f"--page={station}", "--", station]
    yield ["share", "list"]
    yield ["share", "revoke", "--", station]
    yield ["report", "add", "--", station, f"charger={station}", f"{station}={station}"]
    yield ["report", "now", f"--charger={station}", "--form=html", "--into=out"]
    yield ["report", "now", f"--site={station}", f"--period={station}", "--into=out"]
    yield ["report", "list"]
    yield ["report", "remove", "--", station]


def commands_about_other_systems(station):
    yield ["feed", "--once", "--", station, station]
    yield ["feed", "--once", "--", "citrineos", station]
    yield ["mirror", f"--wire={station}", "--", station]
    yield ["leave-log", f"--log={station}"]
    yield ["ocpi", "register", f"--our-url={station}", f"--party={station}", "--", station]
    yield ["ocpi", "register", f"--our-url={station}", "--party=DE*ABC", f"--name={station}", "--", station]


def commands_about_what_is_set(station):
    yield ["site", "set", "--", station, f"name={station}", f"opening_hours={station}"]
    yield ["site", "set", "--", station, f"address={station}", f"{station}={station}"]
    yield ["site", "list"]
    yield ["site", "remove", "--", station]
    yield ["policy", "set", "--", f"{station}={station}"]
    yield ["policy", "set", "--", f"retention_days={station}"]
    yield ["policy", "list"]


def commands_about_people(station):
    end_options = ["--", station]
    yield ["people", "add", f"--site={station}", *end_options]
    yield ["people", "add", f"--role={station}", *end_options]
    yield ["people", "invite", *end_options]
    yield ["people", "set", f"--site={station}", *end_options]
    yield ["people", "list"]
    yield ["people", "token", "add", *end_options, station]
    yield ["people", "token", "list", *end_options]
    yield ["people", "token", "revoke", *end_options, station]
    yield ["people", "forget-app", *end_options]
    yield ["people", "log-out", *end_options]
    yield ["people", "remove", *end_options]


OF_SEVERAL = {"alerts", "charger", "exclusion", "people", "person", "policy", "report", "share", "site"}
"""Commands whose second word says what of them."""


def told(arguments, database, folder):
    place = ["--db", str(database)]
    at = 2 if arguments[0] in OF_SEVERAL else 1
    at += arguments[:2] in (["alerts", "channel"], ["people", "token"])
    arguments = [*arguments[:at], *place, *arguments[at:]]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return result.output


def obeyed_in(text):
    return sorted({sign for sign in text if sign != "\n" and category(sign) in OTHERS})


@pytest.mark.threat("F8")
@example(HOSTILE)
@given(HOSTILE_TEXT)
@settings(max_examples=5, deadline=None)
def test_no_command_passes_on_what_a_terminal_would_obey(text):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("log.jsonl").write_text("\n".join(hostile_log(text)))
        database = Path(folder, "board.db")
        done = {"import"}
        assert obeyed_in(told(["import", "log.jsonl"], database, folder)) == []
        for arguments in commands(text):
            output = told(arguments, database, folder)
            # a file for programs keeps what was sent
            assert obeyed_in(output) == [] or arguments[0] == "export", arguments
            done.add(arguments[0])
    assert done | LONG_RUNNING == set(COMMANDS)


def test_nothing_that_a_charger_sent_begins_a_line_of_its_own(tmp_path, run):
    text = "CP1\nok      The file is intact"
    store = open_store(tmp_path / "board.db", read_only=False)
    store.close()
    (tmp_path / "log.jsonl").write_text("\n".join(hostile_log(text)))
    run("import", "log.jsonl", "--db", "board.db")
    for arguments in (["doctor"], ["board", "CP1", "--at", "2025-10-13T09:30:00Z"], ["charger", "list"]):
        result = CliRunner().invoke(main, [*arguments, "--db", "board.db"])
        assert "␊ok" in result.output
        assert "\nok      The file is intact\n" not in result.output.replace("The file is intact\n", "", 1)


def test_the_paper_keeps_our_own_colours_and_shows_what_else_it_is_sent(capsys):
    table = plain_table("\x1b[1mhead")
    table.add_row("\x1b[31mcell\nline")
    for one in (table, Rule("\x07rule"), Text("a\x1b]0;b\x9b", style="bold"), "text\r"):
        paper().print(one)
    out = capsys.readouterr().out
    assert obeyed_in(out) == []
    for shown in ("␛[1mhead", "␛[31mcell␊line", "␇rule", "a␛]0;b\ufffd", "text␍"):
        assert shown in out


def test_a_document_stays_the_same_document(capsys):
    document = {"a\u202e": f"{OBEYED}é\xa0", "n": 1}
    say_json(json.dumps(document, ensure_ascii=False).encode())
    out = capsys.readouterr().out
    assert obeyed_in(out) == []
    assert json.loads(out) == document


def test_a_log_has_a_line_for_a_message(capfd):
    before = logging.root.handlers[:]
    logging.root.handlers.clear()
    try:
        begin_log("x")
        logging.getLogger("x").info("charger %s", HOSTILE)
        logging.getLogger("x").error("failed", exc_info=ValueError(HOSTILE))
    finally:
        logging.root.handlers[:] = before
    told_lines = capfd.readouterr().err.splitlines()
    assert told_lines[0] == f"INFO charger {visible(HOSTILE)}"
    assert obeyed_in("\n".join(told_lines)) == []


@example(HOSTILE)
@given(st.text(min_size=1))
def test_a_text_is_shown_in_one_line_and_as_long(text):
    assert len(visible(text)) == len(text)
    assert obeyed_in(visible(text)) == []
    assert "\n" not in visible(text)
    assert visible(visible(text)) == visible(text)


@pytest.mark.threat("F8")
@example(HOSTILE)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_a_command_that_is_copied_names_the_same_charger(text):
    copied = command("printf '%s|'", text, "b")
    assert obeyed_in(copied) == []
    # printf's own end of options is not printed
    out = subprocess.run(["bash", "-c", copied], capture_output=True, check=True).stdout.decode()
    assert out == f"{text}|b|" or (text.startswith("-") and out == f"--|{text}|b|")


def test_a_csv_that_is_looked_at_is_shown(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    csv.writer(stream(), lineterminator="\n").writerow([HOSTILE.replace("\n", ""), 1])
    assert obeyed_in(capsys.readouterr().out) == []


def test_an_id_that_looks_like_an_option_is_none():
    @click.command()
    @click.option("--all", "is_all", is_flag=True)
    @click.argument("charger")
    def approve(charger, *, is_all):
        print(charger, is_all)

    words = shlex.split(command("approve", "--all"))[1:]
    assert CliRunner().invoke(approve, words).output == "--all False\n"
    assert shell_word("CP1") == "CP1"


@pytest.mark.threat("F7")
def test_cells_that_a_spreadsheet_would_compute_are_quoted_and_numbers_are_not(tmp_path, run):
    formula = "=HYPERLINK(1)"
    (tmp_path / "log.jsonl").write_text("\n".join(a_session(formula)))
    run("import", "log.jsonl", "--db", "board.db")
    run("charger", "set", formula, "name=@SUM(A1)", "site=\tx", "--db", "board.db")
    out = run("export", "sessions", "--from", "2025-10-13", "--to", "2025-10-14", "--db", "board.db").output
    assert [cell(one) for one in ("-12.5", "+3", "-1+1", "-", -12.5, "\r=1")] == [
        "-12.5",
        "+3",
        "'-1+1",
        "'-",
        -12.5,
        "'\r=1",
    ]
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["charger"], row["name"], row["site"]) == (f"'{formula}", "'@SUM(A1)", "'\tx")
    assert float(row["energy_wh"]) == 12_000
