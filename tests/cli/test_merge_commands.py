import json

import pytest
from one_session import a_session, line

from chargeboard.store import open_store

AT = ("--at", "2025-10-13T12:00:00Z")
DAY = ("--from", "2025-10-13", "--to", "2025-10-14")


@pytest.fixture
def with_new(tmp_path, run, database):
    later = [line("10:00:00", ["open", "B"], "NEW", "ws"), line("10:00:05", [2, "9", "Heartbeat", {}], "NEW")]
    (tmp_path / "later.jsonl").write_text("\n".join(later))
    run("import", "later.jsonl", "--db", database)
    return database


def board(run, station, database):
    return json.loads(run("board", station, "--db", database, *AT, *DAY, "--json").output)


def own(database, station):
    store = open_store(database)
    count = sum(map(len, store.frames_after(station, 0, 0)))
    store.close()
    return count


def test_a_merge_says_what_it_did_and_how_to_take_it_back(run, with_new):
    said = run("charger", "merge", "CP1", "NEW", "--db", with_new).output
    assert "14 frames of CP1 count as NEW's now (2025-10-13 07:00 – 2025-10-13 09:10 UTC), with " in said
    assert " facts and 1 session; later ones will too" in said
    assert "chargeboard charger unmerge CP1" in said
    # what is said of a merged charger counts for nothing, so nothing is missing there
    assert (
        "1 charger has no time zone, so its days are days of UTC: NEW"
        in run("doctor", "--db", with_new).output
    )
    assert "nothing was moved" in run("charger", "merge", "CP1", "NEW", "--db", with_new).output


def test_what_is_merged_and_taken_back_gives_the_answers_of_before(tmp_path, run, with_new):
    before = {one: board(run, one, with_new) for one in ("CP1", "NEW")}
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    (tmp_path / "more.jsonl").write_text(line("10:30:00", [2, "10", "Heartbeat", {}], "CP1"))
    assert "1 new frame of" in run("import", "more.jsonl", "log.jsonl", "--db", with_new).output
    assert board(run, "NEW", with_new)["charger"]["last_contact"] == "2025-10-13T10:30:00Z"
    assert (own(with_new, "CP1"), own(with_new, "NEW")) == (15, 17)
    said = run("charger", "unmerge", "CP1", "--db", with_new).output
    assert "15 frames of CP1 count as their own again (2025-10-13 07:00 – 2025-10-13 10:30 UTC)" in said
    assert "1 session" in said
    assert board(run, "NEW", with_new) == before["NEW"]
    after = board(run, "CP1", with_new)
    assert after["charger"]["last_contact"] == "2025-10-13T10:30:00Z"
    assert after["sessions"] == before["CP1"]["sessions"]
    assert "merged into no other charger" in run("charger", "unmerge", "CP1", "--db", with_new, code=1).output


def test_a_merge_into_an_id_that_nobody_knows_asks_first(run, database, monkeypatch):
    merge = ["charger", "merge", "CP1", "CP-1", "--db", database]
    refused = run(*merge, code=1).output
    assert "No frame of a charger 'CP-1' was ever received. Did you mean CP1?" in refused
    assert "add --yes" in refused
    monkeypatch.setattr("chargeboard.cli.chargers.merge_commands.is_there_a_person", lambda: True)
    assert "Merge into CP-1 anyway?" in run(*merge, input="n\n", code=1).output
    assert "merged" not in run("charger", "list", "--db", database).output
    assert "count as CP-1's now" in run(*merge, input="y\n").output
    run("charger", "unmerge", "CP1", "--db", database)
    assert "CP-1" not in run("charger", "list", "--db", database).output
    assert "No frame of a charger 'CP-1'" in run("board", "CP-1", "--db", database, code=1).output
    assert "count as CP-1's now" in run(*merge, "--yes").output


def test_an_id_that_was_declared_or_described_is_known(tmp_path, run, database):
    (tmp_path / "c.toml").write_text('[chargers."CP-1"]\nname = "Yard"\n')
    run("charger", "merge", "CP1", "CP-1", "--db", database, "--config", "c.toml")
    run("charger", "unmerge", "CP1", "--db", database)
    run("charger", "set", "CP-2", "name=Gate", "--db", database)
    run("charger", "merge", "CP1", "CP-2", "--db", database)


def test_what_is_said_about_a_merged_charger_is_told_to_wait(run, with_new):
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    said = run("charger", "set", "CP1", "name=Old yard", "--db", with_new).output
    assert "CP1 is merged into NEW: what was set for it applies once it is unmerged" in said
    assert "chargeboard charger set NEW 'name=Old yard'" in said
    refused = run("charger", "delete", "CP1", "--yes", "--db", with_new, code=1).output
    assert "CP1 is merged into NEW; to hide that one: chargeboard charger delete NEW" in refused
    run("charger", "unmerge", "CP1", "--db", with_new)
    assert board(run, "CP1", with_new)["charger"]["name"] == "Old yard"


def test_two_chargers_that_were_heard_at_once_are_doubted(tmp_path, run, database):
    (tmp_path / "other.jsonl").write_text("\n".join(a_session("CP2")))
    run("import", "other.jsonl", "--db", database)
    said = run("charger", "merge", "CP1", "CP2", "--db", database).output
    assert "Both sent frames 2025-10-13 07:00 – 2025-10-13 09:10 UTC: if they are two chargers" in said


def test_a_charger_counts_for_one_other_and_never_for_itself(tmp_path, run, with_new):
    (tmp_path / "third.jsonl").write_text("\n".join(a_session("THIRD")))
    run("import", "third.jsonl", "--db", with_new)
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    for old, new, why in (
        ("CP1", "THIRD", "merged into NEW already; unmerge it first"),
        ("NEW", "CP1", "CP1 counts as NEW already"),
    ):
        assert why in run("charger", "merge", old, new, "--db", with_new, code=1).output
    # through a charger that is merged itself
    assert "count as THIRD's now" in run("charger", "merge", "NEW", "THIRD", "--db", with_new).output
    # the same frames came under CP1 and THIRD: they are one charger's now
    assert own(with_new, "THIRD") == 2 + 14
    run("charger", "unmerge", "NEW", "--db", with_new)
    assert (own(with_new, "THIRD"), own(with_new, "NEW")) == (14, 16)


def test_a_merge_by_an_older_version_can_be_taken_back(run, with_new):
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    store = open_store(with_new)
    with store._db.writing() as connection:
        connection.execute("delete from copied; update charger set merged_at = null")
    store.close()
    before = own(with_new, "NEW")
    assert "14 frames of CP1" in run("charger", "unmerge", "CP1", "--db", with_new).output
    assert own(with_new, "NEW") == before - 14 == 2


def test_what_was_cut_off_is_finished_by_doing_it_again(run, with_new):
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    store = open_store(with_new)
    with store._db.writing() as connection:
        connection.execute("delete from charger where id = 'CP1'")
    store.close()
    assert "14 frames of CP1" in run("charger", "unmerge", "CP1", "--db", with_new).output
    assert own(with_new, "NEW") == 2


def boot(at, serial, station="CP1"):
    plate = {"chargePointVendor": "V", "chargePointModel": "M", "chargePointSerialNumber": serial}
    return line(at, [2, f"b{serial}", "BootNotification", plate], station)


def test_what_a_charger_was_before_is_told_on_its_board(tmp_path, run, with_new):
    (tmp_path / "new.jsonl").write_text(
        "\n".join([boot("10:40:00", "A-1", "NEW"), boot("11:00:00", "B-2", "NEW")])
    )
    run("import", "new.jsonl", "--db", with_new)
    run("charger", "merge", "CP1", "NEW", "--db", with_new)
    run("charger", "set", "NEW", "name=Yard", "--db", with_new)
    run("charger", "set", "NEW", "name=Gate", "--db", with_new)
    changes = board(run, "NEW", with_new)["charger"]["changes"]
    assert changes == [
        {
            "at": "2025-10-13T11:00:00Z",
            "kind": "hardware",
            "was": "V M, serial number A-1",
            "became": "V M, serial number B-2",
        },
        {"at": "2025-10-13T09:10:00Z", "kind": "id", "was": "CP1", "became": "NEW"},
    ]
    text = run("board", "NEW", "--db", with_new, *AT, *DAY).output
    assert "Its id was CP1 until 09:10." in text
    assert "Hardware replaced 11:00. Before: V M, serial number A-1." in text
    # the name was given after the moment that is looked at
    named = json.loads(run("board", "NEW", "--db", with_new, "--json").output)["charger"]["changes"][0]
    assert (named["kind"], named["was"], named["became"]) == ("name", "Yard", "Gate")
    earlier = ("--at", "2025-10-13T10:50:00Z")
    then = json.loads(run("board", "NEW", "--db", with_new, *earlier, "--json").output)["charger"]["changes"]
    assert [one["kind"] for one in then] == ["id"]
    run("charger", "unmerge", "CP1", "--db", with_new)
    assert [one["kind"] for one in board(run, "NEW", with_new)["charger"]["changes"]] == ["hardware"]
