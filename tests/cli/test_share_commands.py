"""Links by the shell: made, listed and revoked, and each change written down."""

import re

import pytest

from chargeboard.run.people.accounts import digest_of
from chargeboard.run.people.passwords import is_right
from chargeboard.store import open_store


@pytest.fixture
def shell(run, log):
    run("import", log, "--db", "a.db")
    (station,) = kept(lambda store: store.fleet_stations())

    def done(*words, **options):
        return run("share", *(station if one is ... else one for one in words), "--db", "a.db", **options)

    return done


def kept(asked):
    store = open_store("a.db", read_only=True)
    found = asked(store)
    store.close()
    return found


def test_a_link_is_printed_once_and_only_its_digest_is_kept(shell):
    made = shell(
        "add", "owner", "--charger", ..., "--page", "days?from=2026-01-01&through=2026-01-31", "--only"
    )
    address = re.fullmatch(r"http://127\.0\.0\.1:8000/s/(\S{43})", made.stdout.strip())
    assert "not shown again" in made.stderr
    (share,) = kept(lambda store: store.all_shares())
    assert share.digest == digest_of(address[1])
    assert (share.below, share.query, share.is_only) == ("days", "from=2026-01-01&through=2026-01-31", True)
    listed = shell("list").stdout
    assert "owner" in listed
    assert "created by the command line or an API token" in " ".join(listed.split())


def test_it_ends_after_its_days_or_never_and_may_have_a_password(shell):
    shell("add", "short", "--charger", ..., "--days", "3")
    shell("add", "long", "--charger", ..., "--no-end", "--password-stdin", input="four words in a row\n")
    long, short = kept(lambda store: store.all_shares())
    assert (short.until - short.created_at, long.until) == (3 * 86_400_000_000, None)
    assert is_right(long.password, "four words in a row")


def test_what_cannot_be_shared_is_told_in_words(shell):
    shell("add", "x", "--charger", ..., "--site", "Hafen", code=2)
    assert "no site called Hafen" in shell("add", "x", "--site", "Hafen", code=1).output
    assert "There is no page" in shell("add", "x", "--charger", ..., "--page", "frames", code=1).output
    assert (
        "does not name a site" in shell("add", "x", "--charger", ..., "--origin", "x.example", code=1).output
    )
    assert kept(lambda store: store.all_shares()) == []


def test_a_revoked_link_is_gone_and_both_are_in_the_audit_trail(shell):
    shell("add", "owner", "--charger", ...)
    shell("revoke", "owner")
    assert kept(lambda store: store.all_shares()) == []
    assert "There is no share called 'owner'" in shell("revoke", "owner", code=1).output
    told = kept(lambda store: store.audit(since=0, until=2**62, who="", about="owner", most=9, skipped=0))
    assert [one.what for one in told] == ["share_revoked", "share_made"]
