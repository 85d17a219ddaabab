"""Another service, as the shell has it: before it is served, and whose address is whose."""

import pytest

from chargeboard.store import open_store

ISSUER = '[oidc]\nissuer = "https://id.example.org"\nclient_id = "us"\nclient_secret_file = "secret"\n'


@pytest.fixture
def served(run, tmp_path):
    (tmp_path / "a.toml").write_text(ISSUER)

    def told():
        return run("serve", "--config", "a.toml", "--db", "a.db", "--port", "1", code=1).output

    return told


def test_what_is_missing_is_said_before_anything_is_served(served, tmp_path, monkeypatch):
    assert "[oidc] client_secret_file: secret: No such file" in served()
    (tmp_path / "secret").write_text("s")
    with monkeypatch.context() as patch:
        patch.setattr("chargeboard.cli.server.oidc_at.find_spec", lambda name: None)
        assert "pip install 'chargeboard[oidc]'" in served()


def test_a_secret_is_told_to_nobody(run, tmp_path):
    (tmp_path / "a.toml").write_text(
        ISSUER.replace("secret_file", "secret").replace('"secret"', '"hidden words"')
    )
    told = run("config", "--config", "a.toml", "--db", "a.db").output
    assert "hidden words" not in told
    assert "(set)" in told


def test_an_address_is_given_by_the_shell_and_is_one_accounts_alone(run):
    def people(*words, code=0):
        return run("people", *words, "--db", "a.db", code=code).output

    def account(name):
        store = open_store("a.db", read_only=True)
        found, known = store.account(name), store.identities_of(name)
        store.close()
        return found.email, known

    people("add", "Ada", "--role", "admin", "--email", " Ada@Example.org ")
    assert account("Ada")[0] == "ada@example.org"
    assert "is the e-mail address of 'Ada' already" in people(
        "add", "Bob", "--email", "ADA@example.org", code=1
    )
    assert "is not an e-mail address" in people("set", "Ada", "--email", "ada at home", code=1)
    people("set", "Ada", "--role", "viewer")
    assert account("Ada")[0] == "ada@example.org"
    store = open_store("a.db")
    store.save_identity("https://id.example.org", "1", "Ada")
    store.close()
    assert "No other service logs in as Ada" in people("unlink", "Ada")
    people("set", "Ada", "--email", "")
    assert account("Ada") == ("", [])
