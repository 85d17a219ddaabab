"""The tap by its settings, and what is said of certificates before anybody connects."""

import pytest
from click.testing import CliRunner
from test_places import certificate

from chargeboard.capture.csms.certificates import doubt_of
from chargeboard.cli import main
from chargeboard.cli.server.addresses import doubts_of_certificates
from chargeboard.cli.server.tapped import listening_at, routes_of
from chargeboard.config import SettingsError, load
from chargeboard.run.clock import now
from chargeboard.time.instants import HOUR

DAY = 24 * HOUR


def settings(folder, text):
    (folder / "chargeboard.toml").write_text(text)
    return load(str(folder / "chargeboard.toml"), {})


def test_a_certificate_that_is_over_soon_over_or_not_begun_is_told_with_its_day(tmp_path):
    made, key = certificate(tmp_path, "ours", days=30)
    present = now()
    assert doubt_of(made, key, present) == ""
    assert "expires on 20" in doubt_of(made, key, present + 20 * DAY)
    assert "has expired on 20" in doubt_of(made, key, present + 31 * DAY)
    assert "is valid from 20" in doubt_of(made, key, present - DAY)


def test_a_certificate_that_cannot_be_used_is_told_with_why(tmp_path):
    made, key = certificate(tmp_path, "ours")
    _, other = certificate(tmp_path, "other")
    (tmp_path / "none.pem").write_text("nothing")
    assert "is not that of the certificate" in doubt_of(made, other, now())
    assert "holds no certificate" in doubt_of(str(tmp_path / "none.pem"), "", now())
    assert "cannot be read: No such file" in doubt_of(str(tmp_path / "gone.pem"), key, now())


def test_paths_and_sockets_are_read_of_the_settings(tmp_path):
    said = settings(
        tmp_path,
        '[tap]\nlisten = "unix:/run/tap"\nupstream = "ws://c:1"\n[tap.paths]\n"/a" = "unix:/run/a"\n"/a/b" = "ws://b:2"\n',
    ).tap
    routes = routes_of(said)
    assert listening_at(said.listen).path == "/run/tap"
    assert [routes.of(f"GET {path} HTTP/1.1".encode()).shown for path in ("/a/1", "/a/b/1", "/1")] == [
        "unix:/run/a",
        "b:2",
        "c:1",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[tap.paths]\n"a" = "ws://b:2"', "not the beginning of a path"),
        ('[tap]\nproxy_protocol = ["somewhere"]', "somewhere"),
        ('[csms]\nproxy_protocol = ["somewhere"]', "somewhere"),
        ('[tap]\nsend_proxy = true\nupstream = "wss://csms"', "comes before TLS"),
        ('[tap]\nlisen = "x"', "listen"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path, text, why):
    with pytest.raises(SettingsError, match=why):
        settings(tmp_path, text)


def test_doctor_says_what_keeps_the_tap_from_its_system_and_what_is_over(tmp_path):
    made, key = certificate(tmp_path, "ours", days=1)
    text = f'[tap]\nupstream = "ws://127.0.0.1:9"\ntls_certificate = "{made}"\ntls_key = "{key}"\n'
    place = settings(tmp_path, text)
    assert len(list(doubts_of_certificates(place))) == 1
    shell, database = CliRunner(), str(tmp_path / "b.db")
    shell.invoke(main, ["sample", str(tmp_path / "log")])
    shell.invoke(main, ["import", str(tmp_path / "log"), "--db", database], catch_exceptions=False)
    given = ["--db", database, "--config", str(tmp_path / "chargeboard.toml")]
    told = shell.invoke(main, ["doctor", *given], catch_exceptions=False).output
    assert "the management system at 127.0.0.1:9 cannot be tapped" in told
    assert f"the certificate in {made} expires on" in told


def test_what_the_tap_has_to_be_told_is_named(tmp_path):
    told = CliRunner().invoke(main, ["tap", "--db", str(tmp_path / "b.db")]).output
    assert "--listen" in told
    assert "[tap]" in told
