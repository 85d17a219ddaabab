import importlib.util
from pathlib import Path

import msgspec
import pytest

from chargeboard.config import Csms, Metrics, Privacy, Server
from chargeboard.config.oidc import OidcSettings
from chargeboard.domain.policy import Policy

DOCS = Path(__file__).parents[2] / "docs"


def made():
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "page", ["cli.md", "codes.md", "error-codes.md", "metrics.md", "panels.md", "settings.md"]
)
def test_a_reference_page_says_what_the_code_says(page):
    written = (DOCS / "reference" / page).read_text()
    assert written == made().PAGES[page](), "stale: .venv/bin/python docs/make_reference.py"


def test_the_page_on_security_says_what_is_hidden_and_what_is_not():
    reference = made()
    assert reference.SECURITY_PAGE.read_text() == reference.security()
    assert "`additionalIdToken`" in reference.security()
    assert "`techInfo`" in reference.security()


@pytest.mark.parametrize("struct", [Policy, Server, Csms, Metrics, Privacy, OidcSettings])
def test_every_setting_says_what_it_means(struct):
    meanings = made().documented(struct)
    assert [field.name for field in msgspec.structs.fields(struct)] == list(meanings)


def test_every_option_of_every_command_says_what_it_does():
    reference = made()
    silent = [
        f"{' '.join(path)} {option.name}"
        for path, command in reference._commands(reference.main, ("chargeboard",))
        for option in command.params
        if option.param_type_name == "option" and not option.help
    ]
    assert not silent
