"""What may be set about another service by which people log in, and what is said of what cannot be."""

import pytest

from chargeboard.cli.server.oidc_at import terms_of
from chargeboard.config import SettingsError, load
from chargeboard.config.oidc import secret_of
from chargeboard.domain.people import Role
from chargeboard.run.people.vouching import Terms

USUAL = 'issuer = "https://id.example.org/realms/fleet"\nclient_id = "chargeboard"\n'


@pytest.fixture
def settings(tmp_path):
    def of(text, **environment):
        (tmp_path / "a.toml").write_text(f"[oidc]\n{text}")
        return load(str(tmp_path / "a.toml"), environment).oidc

    return of


def test_a_service_is_named_in_two_lines_and_lets_in_whom_we_know(settings):
    oidc = settings(USUAL)
    assert (oidc.title, oidc.scopes) == ("id.example.org", ("openid", "profile", "email"))
    assert terms_of(oidc) == Terms()


def test_roles_and_sites_are_mapped_in_tables(settings):
    oidc = settings(
        USUAL
        + 'admit = "anybody"\ndefault_role = ""\nroles_claim = "groups"\nsites_claim = "groups"\n'
        + '[oidc.roles]\nlead = "admin"\n[oidc.sites]\n"site h" = "Hafen"\nall = "*"\n'
    )
    assert terms_of(oidc) == Terms(
        is_for_anybody=True,
        default_role=None,
        roles={"lead": Role.ADMIN},
        sites={"site h": "Hafen", "all": "*"},
    )


def test_a_secret_comes_of_a_file_or_the_environment(settings, tmp_path):
    assert secret_of(settings(USUAL, CHARGEBOARD_OIDC_CLIENT_SECRET="from outside")) == "from outside"
    (tmp_path / "secret").write_text("in a file\n")
    assert secret_of(settings(f'{USUAL}client_secret_file = "{tmp_path}/secret"')) == "in a file"
    assert settings(
        USUAL, CHARGEBOARD_OIDC_ROLES='{ crew = "operator" }', CHARGEBOARD_OIDC_ROLES_CLAIM="g"
    ).roles == {"crew": "operator"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('issuer = "http://id.example.org"\nclient_id = "x"', "is read by whoever is on the way; use https"),
        ('issuer = "id.example.org"\nclient_id = "x"', "is not an address"),
        ('issuer = "https://[bad/"\nclient_id = "x"', "is not an address"),
        ('issuer = "https://a.example/?x=1"\nclient_id = "x"', "is not an address"),
        ('issuer = "https://a.example"', "client_id is missing"),
        ('client_id = "x"', "but not by which: set issuer"),
        (f'{USUAL}client_secret = "a"\nclient_secret_file = "b"', "leave one out"),
        (f'{USUAL}scopes = ["email"]', "without it the service says nothing of who logs in"),
        (f'{USUAL}admit = "all"', "admit"),
        (f'{USUAL}roles_claim = "groups"', "needs both roles_claim and roles"),
        (f'{USUAL}roles = {{ a = "admin" }}', "needs both roles_claim and roles"),
        (f'{USUAL}roles_claim = "g"\nroles = {{ a = "king" }}', "king"),
        (f'{USUAL}sites = {{ a = "b" }}', "has sites but no sites_claim"),
        (f'{USUAL}admit = "anybody"\ndefault_role = ""', "gives nobody a role"),
        (f'{USUAL}isuer = "x"', 'did you mean "issuer"'),
    ],
)
def test_what_cannot_be_meant_is_told_in_words(settings, text, said):
    with pytest.raises(SettingsError) as refused:
        settings(text)
    assert said in str(refused.value)


def test_on_this_machine_it_may_be_in_clear(settings):
    assert settings('issuer = "http://localhost:9400"\nclient_id = "x"').title == "localhost"
