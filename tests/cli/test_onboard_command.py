"""Passwords for many chargers at once, or for none of them."""

import csv
import io
import stat

import pytest
from click.testing import CliRunner

from chargeboard.capture.csms.admission import new_password
from chargeboard.cli import main
from chargeboard.domain.records import Credential
from chargeboard.store import open_store


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, text="", **options):
        (tmp_path / "list.csv").write_text(text)
        return CliRunner().invoke(main, ["charger", "onboard", "list.csv", *arguments], **options)

    return run


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "chargeboard.db")
    yield opened
    opened.close()


def kept(store):
    return {one.station: one for one in store.credentials()}


@pytest.mark.threat("K4")
def test_each_charger_of_a_list_is_approved_with_a_password_of_its_own_that_is_shown_once(
    shell, store, tmp_path
):
    done = shell(text="id\nA\nB\n")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["id"] for row in rows] == ["A", "B"]
    keys = {row["password"] for row in rows}
    assert len(keys) == 2
    for one in kept(store).values():
        assert one.approved
        assert one.digest
    for file in tmp_path.glob("chargeboard.db*"):
        assert not any(
            form in file.read_bytes() for key in keys for form in (key.encode(), bytes.fromhex(key))
        )


@pytest.mark.threat("C18")
def test_passwords_go_into_a_file_that_only_the_owner_may_read(shell, store, tmp_path):
    done = shell("--out", "keys.csv", text="A\n")
    assert done.exit_code == 0
    assert done.stdout == ""
    file = tmp_path / "keys.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith("id,password\nA,")
    again = shell("--out", "keys.csv", "--replace", text="A\n")
    assert again.exit_code == 1
    assert "keys.csv: File exists" in again.output
    assert kept(store)["A"].digest
    assert file.read_text().startswith("id,password\nA,"), "and is not written over"


@pytest.mark.threat("C18")
def test_one_line_that_cannot_be_taken_leaves_everything_as_it_was(shell, store, tmp_path):
    store.save_credential(new_password("HAS")[1])
    store.save_credential(Credential(station="OUT", approved=False, withdrawn_at=1))
    before = kept(store)
    done = shell("--out", "keys.csv", text="id\nNEW\nHAS\nOUT\nB:1\nNEW\n")
    assert done.exit_code == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines[:4]] == [f"list.csv:{line}:" for line in (3, 4, 5, 6)]
    assert "--replace" in lines[0]
    assert "chargeboard charger approve OUT" in lines[1]
    assert "Nothing was done: 4 lines" in lines[4]
    assert kept(store) == before
    assert not (tmp_path / "keys.csv").exists()


def test_who_waits_is_approved_and_who_has_a_password_gets_a_new_one_where_that_is_asked_for(shell, store):
    store.save_waiting(Credential(station="WAITS", approved=False, asked_at=1), 9)
    store.save_credential(new_password("HAS")[1])
    old = kept(store)["HAS"].digest
    assert shell("--replace", text="WAITS\nHAS\n").exit_code == 0
    assert kept(store)["WAITS"].approved
    assert kept(store)["HAS"].digest not in {old, None}
    assert store.waiting_credentials() == []


@pytest.mark.threat("C18")
def test_where_the_passwords_cannot_be_written_none_is_kept(shell, store, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chargeboard.cli.chargers.onboard_command.os.fsync", full)
    done = shell("--out", "keys.csv", text="A\n")
    assert done.exit_code == 1
    assert "No space left" in done.output
    assert kept(store) == {}


def test_who_was_faster_is_not_overwritten_and_the_passwords_are_said_to_be_void(
    shell, store, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "chargeboard.cli.chargers.onboard_command.os.fsync",
        lambda _: store.save_credential(new_password("B")[1]),
    )
    done = shell("--out", "keys.csv", text="A\nB\n")
    assert done.exit_code == 1
    assert "the passwords are void" in done.output
    assert list(kept(store)) == ["B"]
    assert not (tmp_path / "keys.csv").exists()
