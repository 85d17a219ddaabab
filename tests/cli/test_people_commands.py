"""Accounts by the shell: the first admin, and the way back in."""

import re

import pytest
from click.testing import CliRunner

from chargeboard.cli import main
from chargeboard.run.people.passwords import is_right
from chargeboard.store import open_store

PASSWORD = "four words in a row"


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def done(*words, given=None):
        return CliRunner().invoke(main, ["people", *words, "--db", "a.db"], input=given)

    return done


def account(name):
    store = open_store("a.db", read_only=True)
    found = store.account(name)
    store.close()
    return found


def test_the_first_admin_is_made_by_the_shell_and_chooses_a_password_at_an_address(shell):
    made = shell("add", "Ada", "--role", "admin")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/invitation/\S{32}", made.stdout.strip())
    assert "chooses a password at this address, once, within a week" in made.stderr
    assert (account("Ada").role, account("Ada").sites) == ("admin", None)
    listed = shell("list").stdout
    assert "Ada" in listed
    assert "no password yet" in listed


def test_a_first_account_that_can_add_nobody_is_told_so(shell):
    hint = "chargeboard people set --role admin --all-sites Eve"
    assert hint in shell("add", "Eve").stderr
    assert hint.replace("Eve", "Bob") in shell("add", "Bob", "--role", "admin", "--site", "Hafen").stderr
    assert "Nobody is an admin" not in shell("add", "Ada", "--role", "admin").stderr
    assert "Nobody is an admin" not in shell("add", "Zoe").stderr


def test_a_password_is_read_and_never_an_argument(shell):
    assert shell("add", "Ada", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n").exit_code == 0
    assert is_right(account("Ada").password, PASSWORD)
    assert shell("password", "Ada", given="another one, as long\n").exit_code == 0
    assert is_right(account("Ada").password, "another one, as long")
    short = shell("password", "Ada", given="short\n")
    assert (short.exit_code, "12 to 1024 characters" in short.output) == (1, True)


def test_who_lost_everything_gets_back_in_by_the_shell(shell):
    shell("add", "Ada", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n")
    shell("set", "Ada", "--role", "viewer", "--site", "Hafen", "--off")
    assert (account("Ada").role, account("Ada").sites, account("Ada").is_off) == ("viewer", ("Hafen",), True)
    assert shell("set", "Ada", "--role", "admin", "--all-sites", "--on").exit_code == 0
    assert (account("Ada").role, account("Ada").sites, account("Ada").is_off) == ("admin", None, False)
    assert "/invitation/" in shell("invite", "Ada").stdout
    assert shell("log-out", "Ada").exit_code == 0
    assert shell("remove", "Ada").exit_code == 0
    assert "Nobody has an account" in shell("list").output


def test_what_cannot_be_is_told_in_words(shell):
    shell("add", "Ada")
    for words, said in (
        (("add", "Ada"), "There is an account called 'Ada' already"),
        (("set", "Eve", "--off"), "There is no account called 'Eve'"),
        (("invite", "Eve"), "There is no account called 'Eve'"),
        (("set", "Ada", "--site", "x", "--all-sites"), "either --site or --all-sites"),
        (("add", "Bob", "--site", " "), "A site has a name"),
    ):
        done = shell(*words)
        assert done.exit_code != 0
        assert said in done.output
