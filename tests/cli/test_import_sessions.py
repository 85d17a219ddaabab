"""`chargeboard import` of sessions that another portal exported: shown, confirmed, and on the page."""

import json
import random
from contextlib import closing

import pytest

from chargeboard.store import open_store
from chargeboard.time.instants import BEGINNING, NEVER
from chargeboard.time.spans import Span

HEADING = "Session ID,Charger,Connector,Start,End,Energy (kWh),RFID"
NOW = "2025-06-30T00:00:00Z"


def line(number, *, charger="CP-1", connector=1, day=1, hour=8, minutes=30, kwh=9.5, card="04A1B2"):
    end = f"2025-06-{day:02} {hour + minutes // 60:02}:{minutes % 60:02}"
    return f"{number},{charger},{connector},2025-06-{day:02} {hour:02}:00,{end},{kwh},{card}"


@pytest.fixture
def written(tmp_path):
    def writes(*lines, name="sessions.csv"):
        (tmp_path / name).write_text("\n".join((HEADING, *lines)))
        return name

    return writes


@pytest.fixture
def figures(run):
    """What a board says of its sessions."""

    def asks(charger="CP-1", db="board.db"):
        dates = ("--at", NOW, "--from", "2025-06-01", "--to", "2025-06-30")
        board = json.loads(run("board", charger, "--json", *dates, "--db", db).stdout)
        sessions = [
            (one["start"], one["end"], one["socket"], one["energy_wh"], one["transaction_ids"])
            for one in board["sessions"]
        ]
        return board["overview"], sorted(sessions), board["sessions_per_day"], board["energy_per_day_wh"]

    return asks


def taken(run, *arguments, db="board.db"):
    return run("import", *arguments, "--tz", "UTC", "--yes", "--db", db).stdout


def test_a_file_of_sessions_is_shown_and_nothing_taken_in_until_somebody_confirms(run, written, tmp_path):
    file = written(line(1), line(2, day=2))
    shown = run("import", file, "--tz", "Europe/Berlin", "--db", "my board.db", code=1).stdout
    assert "sessions.csv holds sessions" in shown
    for role, column in (("start", "Start"), ("energy", "Energy (kWh)"), ("token", "RFID")):
        assert any(text.split()[:2] == [role, column.split()[0]] for text in shown.splitlines())
    assert "2025-06-01T06:00:00Z" in shown
    assert not (tmp_path / "my board.db").exists()
    command = shown.splitlines()[-1].partition(": ")[2]
    assert command == f"chargeboard import {file} --tz Europe/Berlin --db 'my board.db' --yes"
    said = run(*command.replace("'my board.db'", "board.db").split()[1:]).stdout
    assert "2 new sessions of 1 charger, 0 known already" in said


def test_what_was_told_needs_no_confirmation(run, written):
    roles = {
        "id": "Session ID",
        "charger": "Charger",
        "socket": "Connector",
        "start": "Start",
        "end": "End",
        "energy": "Energy (kWh)",
        "token": "",
    }
    told = [word for role, column in roles.items() for word in ("--map", f"{role}={column}")]
    said = run("import", written(line(1)), *told, "--tz", "UTC", "--db", "board.db").stdout
    assert "1 new session of 1 charger" in said


def test_what_is_asked_is_not_taken_in_by_yes(run, written):
    said = run("import", written(line(1)), "--yes", "--db", "board.db", code=1).stdout
    assert "--tz" in said
    assert "Nothing was taken in." in said


def test_the_zone_of_a_charger_that_was_set_is_that_of_its_times(run, written, figures):
    taken(run, written(line(1)))
    run("charger", "set", "CP-1", "timezone=Asia/Tokyo", "--db", "board.db")
    run("import", written(line(2, day=2), name="later.csv"), "--yes", "--db", "board.db")
    assert [one[0] for one in figures()[1]] == ["2025-06-01T08:00:00Z", "2025-06-01T23:00:00Z"]


def test_sessions_stand_on_the_page_with_what_the_file_says_and_the_rest_is_unknown(run, written, figures):
    taken(run, written(line("A-7", kwh=9.5), line("A-8", connector=2, day=2, kwh="")))
    overview, sessions, per_day, energy = figures()
    assert sessions == [
        ("2025-06-01T08:00:00Z", "2025-06-01T08:30:00Z", 1, 9500, ["A-7"]),
        ("2025-06-02T08:00:00Z", "2025-06-02T08:30:00Z", 2, None, ["A-8"]),
    ]
    assert (overview["total_sessions"], overview["total_consumption_wh"]) == (2, 9500)
    assert (per_day["2025-06-01"], energy["2025-06-01"]) == (1, 9500)


def test_what_a_file_of_sessions_cannot_tell_is_not_known(run, written):
    # the second ends first, so that what is untold is known from there on
    taken(run, written(line(1, hour=7, minutes=120), line(2, connector=2)))
    dates = ("--at", NOW, "--from", "2025-06-01", "--to", "2025-06-30")
    board = json.loads(run("board", "CP-1", "--json", *dates, "--db", "board.db").stdout)
    assert board["success_headline"]["denominator"] == 0
    assert set(board["untold"]) == {"attempts", "links", "statuses"}
    assert board["errors_coverage_pct"] is None
    assert not {"I06", "I10"} & {insight["id"] for insight in board["insights"]}


def test_the_same_file_again_adds_nothing_and_a_later_export_what_is_new(run, written, figures):
    taken(run, written(line(1), line(2, day=2)))
    before = figures()
    assert "0 new sessions of 1 charger, 2 known already" in taken(run, "sessions.csv")
    assert figures() == before
    assert "1 new session of 1 charger, 2 known already" in taken(
        run, written(line(2, day=2), line(1), line(3, day=3), name="later.csv")
    )
    assert len(figures()[1]) == 3


@pytest.mark.parametrize(
    "changed",
    [line(1, kwh=11), line(1, minutes=20), line(1, minutes=50), line(1, day=2), line(1, connector=2)],
    ids=["energy", "earlier end", "later end", "other start", "other socket"],
)
def test_a_session_that_a_later_export_tells_otherwise_is_replaced(run, written, figures, changed):
    taken(run, written(line(1), line(2, hour=5)))
    figures()
    later = written(changed, line(2, hour=5), name="later.csv")
    assert "1 new session of 1 charger, 1 known already" in taken(run, later)
    taken(run, later, db="other.db")
    assert figures() == figures(db="other.db")
    run("rebuild", "--db", "board.db")
    assert figures() == figures(db="other.db")
    assert "0 new sessions of 1 charger, 2 known already" in taken(run, "sessions.csv")
    assert figures() == figures(db="other.db")


def test_over_postgresql_it_is_the_same(run, written, figures, postgres_server, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    first = written(line(1), line(2, day=2), name="first.csv")
    later = written(line(1, minutes=20), line(2, day=2), line(3, day=3), name="later.csv")
    with postgres_server.database() as url:
        for db in (url, "board.db"):
            taken(run, first, db=db)
            assert "2 new sessions of 1 charger, 1 known already" in taken(run, later, db=db)
        assert figures(db=url) == figures()


def test_the_order_of_rows_their_files_and_a_second_import_change_no_figure(run, written, figures):
    random_ = random.Random(7)
    lines = [
        line(n, charger=f"CP-{n % 2 + 1}", connector=n % 3 + 1, day=n % 28 + 1, hour=n % 20, kwh=n / 7)
        for n in range(120)
    ]
    taken(run, written(*lines))
    random_.shuffle(lines)
    parts = [written(*lines[n::3], name=f"part-{n}.csv") for n in range(3)]
    for part in (parts[2], parts[0]):
        taken(run, part, db="parts.db")
    taken(run, *parts, db="parts.db")
    for charger in ("CP-1", "CP-2"):
        assert figures(charger) == figures(charger, db="parts.db")


def test_sessions_without_an_id_are_known_by_their_start_and_socket(run, tmp_path, figures):
    lines = ["Charger,Connector,Start,End,kWh"]
    lines += [f"CP-1,{n},2025-06-01 08:00,2025-06-01 08:30,{n}" for n in (1, 2, 2)]
    (tmp_path / "plain.csv").write_text("\n".join(lines))
    assert "2 new sessions of 1 charger, 1 known already" in taken(run, "plain.csv")
    lines[-2:] = ["CP-1,2,2025-06-01 08:00,2025-06-01 08:40,3"]
    (tmp_path / "plain.csv").write_text("\n".join(lines))
    assert "1 new session of 1 charger, 1 known already" in taken(run, "plain.csv")
    assert [one[3] for one in figures()[1]] == [1000, 3000]


def test_a_row_that_is_no_session_is_listed_and_kept_without_the_card(run, written, tmp_path):
    said = taken(run, written(line(1), line(2, minutes=-60), line(3, day=3), line(4, day=4), ",,,,,27,"))
    assert "1 line that could not be read" in said
    assert "sessions.csv:3: ends before it starts" in said
    assert "1 row holds no session but a sum" in said
    kept = (tmp_path / "board.db.rejected.jsonl").read_text()
    assert ("2025-06-01 08:00" in kept, "04A1B2" in kept) == (True, False)


def test_sessions_that_overlap_on_a_socket_are_counted_and_told_with_the_line(run, written):
    others = line(4, connector=2), line(5, charger="CP-2"), line(6, hour=9)
    path = written(
        line(1, minutes=50), line(2, hour=9, minutes=20), *others, line(3, hour=10), line(3, hour=10)
    )
    said = taken(run, path)
    assert "1 session begins before another one on its socket is over (line 6)" in said


def test_sessions_that_only_touch_or_name_no_socket_overlap_nobody(run, written):
    nameless = line(3, connector=""), line(4, connector="")
    said = taken(run, written(line(1, minutes=60), line(2, hour=9), *nameless))
    assert "before another" not in said


def test_cards_are_hidden_before_anything_is_kept(run, written, tmp_path):
    taken(run, written(line(1, card="04A1B2")))
    with closing(open_store(str(tmp_path / "board.db"))) as store:
        ((stored,),) = store.frames_in("CP-1", Span(BEGINNING, NEVER))
    system, table, columns = json.loads(stored.frame.text)
    assert (system, table, columns["id"]) == ("session_file", "session", "1")
    assert columns["id_tag"] not in {"", "04A1B2"}


def test_a_log_beside_it_is_read_as_a_log(run, written, log):
    said = taken(run, written(line(1)), log)
    assert "new frames of 2 chargers" in said


def test_what_this_exports_can_be_taken_in_again(run, written, figures, tmp_path):
    taken(run, written(line(1), line(2, day=2, connector=2)))
    dates = ("--from", "2025-06-01", "--to", "2025-06-30")
    exported = run("export", "sessions", "--charger", "CP-1", *dates, "--db", "board.db").stdout
    (tmp_path / "exported.csv").write_text(exported)
    assert "2 new sessions of 1 charger" in run("import", "exported.csv", "--yes", "--db", "other.db").stdout
    first, again = figures(), figures(db="other.db")
    assert [one[:4] for one in again[1]] == [one[:4] for one in first[1]]


@pytest.mark.parametrize(
    ("pair", "words"),
    [("begin=Start", "begin is nothing"), ("start", "KEY=VALUE"), ("unit=J", "unit is not J")],
)
def test_a_map_that_makes_no_sense_is_said(run, written, pair, words):
    assert words in run("import", written(line(1)), "--map", pair, code=2).stderr
