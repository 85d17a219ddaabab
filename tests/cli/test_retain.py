import json
from datetime import timedelta

import pytest
from one_session import a_session, line

from chargeboard.run.clock import now
from chargeboard.time.instants import datetime_of

DAY = timedelta(days=1)
NOW = datetime_of(now())


def days_ago(lines, days):
    """The same log so many days before now."""
    on = NOW.date() - days * DAY
    return [line.replace("2025-10-13", on.isoformat()) for line in lines]


@pytest.fixture
def database(tmp_path, run):
    (tmp_path / "log.jsonl").write_text(
        "\n".join(one for days in (30, 20, 10, 1) for one in days_ago(a_session(), days))
    )
    run("import", "log.jsonl", "--db", "board.db")
    return tmp_path / "board.db"


def keep(tmp_path, **days):
    (tmp_path / "chargeboard.toml").write_text(
        "[retention]\n" + "".join(f"{kind}_days = {number}\n" for kind, number in days.items())
    )


def window():
    return ("--at", NOW.isoformat(), "--from", str(NOW.date() - 40 * DAY), "--to", str(NOW.date()))


@pytest.mark.threat("K7")
def test_what_is_older_than_the_settings_say_goes_and_the_days_stay(tmp_path, run, database):
    before = json.loads(run("board", "CP1", "--db", database, "--json", *window()).output)
    keep(tmp_path, frames=15, evidence=15, sessions=25)
    said = run("retain", "--db", database).output
    assert "CP1" in said
    assert "the first" not in said
    after = json.loads(run("board", "CP1", "--db", database, "--json", *window()).output)
    for figure in ("sessions_per_day", "energy_per_day_wh", "utilization", "success", "uptime"):
        assert after[figure] == before[figure], figure
    assert (len(before["sessions"]), len(after["sessions"])) == (4, 3)
    assert before["kept_since"] is None
    assert set(after["kept_since"]) == {"frames", "evidence", "sessions"}
    run("rebuild", "--db", database)
    again = json.loads(run("board", "CP1", "--db", database, "--json", *window()).output)
    assert {**again, "sessions": []} == {**after, "sessions": []}


@pytest.mark.threat("K7")
def test_a_log_with_what_was_let_go_of_adds_nothing(tmp_path, run, database):
    keep(tmp_path, frames=15)
    run("retain", "--db", database)
    assert "0 new frames of 1 charger" in run("import", "log.jsonl", "--db", database).output


def test_without_settings_everything_is_kept(run, database):
    assert run("retain", "--db", database).output.count("the first") == 3


def test_a_moment_of_which_the_evidence_is_gone_is_refused_in_words(tmp_path, run, database):
    keep(tmp_path, frames=5, evidence=5)
    run("retain", "--db", database)
    then = (NOW - 25 * DAY).isoformat()
    said = run("board", "CP1", "--db", database, "--at", then, code=1).output
    assert "no longer kept" in said
    assert "the earliest moment is 20" in said.replace("\n", " ")


@pytest.mark.parametrize(
    ("days", "complaint"),
    [
        ({"frames": 1}, "1 is out of range; use 2 days or more, or 0 to keep it forever"),
        ({"frames": 30, "evidence": 20}, "set frames_days to 20 or less"),
        ({"evidence": 20}, "kept forever by frames_days"),
        ({"weeks": 3}, "unknown key"),
    ],
)
def test_settings_that_cannot_hold_are_refused(tmp_path, run, days, complaint):
    keep(tmp_path, **days)
    assert complaint in run("doctor", "--db", "none.db", code=1).output.replace("\n", " ")


def test_doctor_names_who_holds_evidence_back(tmp_path, run):
    *session, close = a_session()
    calm = [line(f"09:{minute:02}:00", [2, f"h{minute}", "Heartbeat", {}]) for minute in range(1, 60)]
    whole = [*session, *calm, close.replace("09:10:00", "10:00:00")]
    away = [one for days in (30, 20) for one in days_ago(whole, days)]
    (tmp_path / "log.jsonl").write_text("\n".join(away))
    run("import", "log.jsonl", "--db", "board.db")
    database = tmp_path / "board.db"
    keep(tmp_path, frames=15, evidence=15)
    assert (
        "Evidence that names people is kept longer than [retention] says: CP1"
        in run("doctor", "--db", database).output
    )
    run("retain", "--db", database)
    assert "that names people" not in run("doctor", "--db", database).output


def fault(days, code, until):
    """A fault of socket 1, which clears after `until` days; 0: it lasts."""
    said = [(days, code, "Faulted")] + ([(days - until, "NoError", "Available")] if until else [])
    for ago, error, status in said:
        at = f"{NOW.date() - ago * DAY}T20:00:00Z"
        payload = {"connectorId": 1, "errorCode": error, "status": status, "timestamp": at}
        frame = [2, f"{code}{ago}", "StatusNotification", payload]
        yield line("20:00:00", frame).replace("2025-10-13", at[:10], 1)


def test_errors_of_dates_whose_evidence_is_gone_are_those_of_the_dates(tmp_path, run, database):
    log = [*fault(29, "HighTemperature", 2), *fault(12, "GroundFailure", 0)]
    (tmp_path / "faults.jsonl").write_text("\n".join(log))
    run("import", "faults.jsonl", "--db", "board.db")

    def rows(first, through):
        dates = (str(NOW.date() - first * DAY), str(NOW.date() - through * DAY))
        text = run(
            "board", "CP1", "--db", database, "--json", "--from", dates[0], "--through", dates[1]
        ).output
        return [(row["code"], row["active"], row["last_seen"]) for row in json.loads(text)["errors"]]

    asked = [(29, 27), (29, 28), (28, 28), (26, 15)]
    before = [rows(*dates) for dates in asked]
    seen = f"{NOW.date() - 29 * DAY}T20:00:00Z"
    lasting, over = ("HighTemperature", True, seen), ("HighTemperature", False, seen)
    assert before == [[over], [lasting], [lasting], []]
    keep(tmp_path, frames=5, evidence=5)
    run("retain", "--db", database)
    assert [rows(*dates) for dates in asked] == before
