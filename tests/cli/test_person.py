import json
import re
import sqlite3

import pytest
from one_session import a_session, line

from chargeboard.store import held, open_store

AT = ("--at", "2025-10-13T12:00:00Z")
CARD = "DEADBEEF"


def another_card(text):
    return text.replace(CARD, "CAFE0001").replace('"CP1"', '"CP2"')


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.jsonl"
    local_list = [2, "9", "SendLocalList", {"listVersion": 1, "localAuthorizationList": [
        {"idTag": CARD, "idTagInfo": {"status": "Accepted"}}, {"idTag": "CAFE0001"}]}]  # fmt: skip
    told = [*a_session(), line("09:30:00", local_list, direction="out"), *map(another_card, a_session())]
    path.write_text("\n".join(told))
    return path


def exported(run, database, token=CARD):
    (kept,) = json.loads(run("person", "export", token, "--db", database).stdout)["tokens"].items()
    return kept


def figures(run, database, station="CP1"):
    """What the board says, whoever charged."""
    said = run("board", station, "--db", database, *AT, "--json").output
    return json.loads(re.sub("[tf]:[0-9a-f]{16}", "somebody", said))


def hash_in(run, database, token=CARD):
    return exported(run, database, token)[0]


@pytest.mark.threat("K6")
def test_what_is_kept_of_a_person_is_given_out_without_what_is_kept_of_others(run, database):
    token, (at_charger,) = exported(run, database)
    assert re.fullmatch("t:[0-9a-f]{16}", token)
    assert at_charger["charger"] == "CP1"
    assert [one["energy_wh"] for one in at_charger["sessions"]] == [12000]
    assert [one["outcome"] for one in at_charger["attempts"]] == ["success"]
    start, local_list = at_charger["frames"]
    assert "StartTransaction" in start["text"]
    assert re.findall(r"[tf]:[0-9a-f]{16}", local_list["text"]) == [token]
    assert "***" in local_list["text"]


def test_the_hash_that_a_page_shows_names_the_person_too(run, database):
    token, kept = exported(run, database)
    assert exported(run, database, token) == (token, kept)


def test_tokens_come_from_standard_input_where_no_shell_remembers_them(run, database):
    given = run("person", "export", "-", "--db", database, input=f"{CARD}\n\nCAFE0001\n{CARD.lower()}\n")
    assert len(json.loads(given.stdout)["tokens"]) == 2
    assert "no token was named" in run("person", "export", "-", "--db", database, input="\n", code=2).output


@pytest.mark.threat("K6")
def test_who_is_forgotten_is_found_nowhere_and_every_figure_stays(run, database):
    token, other = hash_in(run, database), hash_in(run, database, "CAFE0001")
    before = figures(run, database), figures(run, database, "CP2")
    said = run("person", "forget", CARD, "--db", database, "--yes")
    assert f"{token}: " in said.stdout
    assert "at CP1" in said.stdout
    assert (figures(run, database), figures(run, database, "CP2")) == before
    assert exported(run, database) == (token, [])
    everywhere = b"".join(path.read_bytes() for path in database.parent.glob("board.db*"))
    assert token.encode() not in everywhere
    assert other.encode() in everywhere
    run("rebuild", "--db", database)
    assert figures(run, database) == before[0]


def test_a_log_that_is_brought_again_does_not_bring_the_person_back(run, database, log):
    before = figures(run, database)
    run("person", "forget", CARD, "--db", database, "--yes")
    again = run("import", log, "--db", database)
    assert "0 new frames of 2 chargers, 29 known already" in again.output
    assert exported(run, database)[1] == []
    assert figures(run, database) == before


def test_a_forgotten_name_is_another_at_each_charger_and_at_each_time(run, database, tmp_path):
    copied = tmp_path / "copy.db"
    run("import", tmp_path / "log.jsonl", "--db", copied)
    names = set()
    for path in (database, copied):
        run("person", "forget", CARD, "--db", path, "--yes")
        store = open_store(path)
        text = "".join(one.frame.text for batch in store.frames_after("CP1", 0, 0) for one in batch)
        store.close()
        found = set(re.findall("f:[0-9a-f]{16}", text))
        assert len(found) == 1
        names |= found
    assert len(names) == 2


def test_it_asks_first_and_does_nothing_where_the_answer_is_no(run, database):
    token, kept = exported(run, database)
    asked = run("person", "forget", CARD, "--db", database, input="n\n", code=1)
    assert "Forget 1 token at all 2 chargers, for good?" in asked.output
    assert exported(run, database) == (token, kept)


def test_who_was_stopped_in_between_goes_on_with_the_same_names(run, database):
    store = open_store(database)
    store.forgetting("the salt of before")
    store.close()
    run("person", "forget", CARD, "--db", database, "--yes")
    assert sqlite3.connect(database).execute("select * from meta where key = 'forgetting'").fetchall() == []


def test_beside_a_server_the_rows_are_clean_and_it_says_what_is_left_to_do(run, database):
    with held(database, "chargeboard serve", "Stop it."):
        said = run("person", "forget", CARD, "--db", database, "--yes")
    assert "chargeboard serve" in said.stderr
    assert "run this again, and they are wiped" in said.stderr
    assert exported(run, database)[1] == []


@pytest.mark.threat("K6")
def test_backups_and_what_else_cannot_be_reached_are_named(run, database, tmp_path):
    (tmp_path / "copies").mkdir()
    run("backup", tmp_path / "copies" / "board-20251013T120000Z.db", "--db", database)
    (tmp_path / "chargeboard.toml").write_text('[backup]\nfolder = "copies"\n')
    said = run("person", "forget", CARD, "--db", database, "--yes").stderr
    assert "copies/board-20251013T120000Z.db" in said
    assert "exported" in said


def test_lines_that_could_not_be_read_forget_too(run, database, tmp_path):
    token = hash_in(run, database)
    (tmp_path / "torn.jsonl").write_text(
        line("10:00:00", [2, "1", "Heartbeat", {}]) + '\nrubbish {"idTag":"DEADBEEF"\nmore rubbish\n'
    )
    run("import", tmp_path / "torn.jsonl", "--db", database)
    rejected = tmp_path / "board.db.rejected.jsonl"
    assert token in rejected.read_text()
    lines = len(rejected.read_text().splitlines())
    run("person", "forget", CARD, "--db", database, "--yes")
    assert token not in rejected.read_text()
    assert [json.loads(one)["line"] for one in rejected.read_text().splitlines()] == [2, 3][:lines]
