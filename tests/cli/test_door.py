"""What is said of settings that let in too many, or nobody?"""

import pytest

from chargeboard.config import SettingsError, load


@pytest.mark.threat("W1")
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HOST": "0.0.0.0", "TOKEN": "fifteen letters"}, "a token of 15 characters can be guessed"),  # noqa: S104
        ({"HOST": "::", "TOKEN": "short"}, "openssl rand -hex 24"),
        ({"ROOT_PATH": "chargeboard"}, "root_path: 'chargeboard' is not a path; write it like /chargeboard"),
        ({"ROOT_PATH": "/api"}, "root_path: '/api' collides with the page's own addresses"),
        ({"ROOT_PATH": "/a b"}, "root_path: '/a b' is not a plain path"),
        ({"TRUSTED_PROXIES": "10.0.0.1,proxy"}, "trusted_proxies: 'proxy' is not an address"),
    ],
)
def test_serve_refuses_what_would_not_hold(run, database, environment, words):
    told = {f"CHARGEBOARD_{key}": value for key, value in environment.items()}
    assert words in run("serve", "--db", database, env=told, code=1).output
    if "HOST" not in environment:
        assert words in run("doctor", "--db", database, env=told, code=1).output


def test_doctor_warns_of_what_lets_in_too_many(run, database):
    careless = {
        "CHARGEBOARD_TOKEN": "short",
        "CHARGEBOARD_HOSTS": "*",
        "CHARGEBOARD_TRUSTED_PROXIES": "0.0.0.0/0",
        "CHARGEBOARD_CSMS_AUTHORIZE": "accept_all",
        "CHARGEBOARD_CSMS_ORIGINS": "*",
    }
    text = run("doctor", "--db", database, env=careless).output
    for words in (
        "The token has 5 characters, and can be guessed",
        "hosts has *",
        "csms.origins has *",
        "trusted_proxies has every address",
    ):
        assert words in text
    text = run("doctor", "--db", database, env={"CHARGEBOARD_HOSTS": "board.example.org"}).output
    assert "but no token: anyone who reaches it can look" in text
    careful = {"CHARGEBOARD_HOSTS": "board.example.org", "CHARGEBOARD_TOKEN": "a token that is long enough"}
    text = run("doctor", "--db", database, env=careful).output
    assert "token" not in text.replace("id tokens", "")


def test_lists_are_written_with_commas_or_as_toml(tmp_path):
    ours = load(
        None, {"CHARGEBOARD_HOSTS": "a.example, b.example", "CHARGEBOARD_TRUSTED_PROXIES": '["10.0.0.1"]'}
    )
    assert ours.server.hosts == ("a.example", "b.example")
    assert ours.server.trusted_proxies == ("10.0.0.1",)
    assert (
        load(None, {"CHARGEBOARD_TOKEN": "[1] is a strange token"}).server.token == "[1] is a strange token"
    )
    file = tmp_path / "c.toml"
    file.write_text('hosts = ["x.example"]\n[csms]\norigins = []\n')
    ours = load(str(file), {})
    assert (ours.server.hosts, ours.csms.origins) == (("x.example",), ())
    file.write_text("hosts = [1]\n")
    with pytest.raises(SettingsError, match="hosts: should be text"):
        load(str(file), {})
