"""
Is every command of the manual one that chargeboard takes?

Each is read as a shell and chargeboard would, and nothing is carried out: that is done by the long run beside
this, by the test of the first steps, and for the API by tests/web/api/test_examples_of_the_manual.py.
"""

import re
import shlex
from pathlib import Path

import click
import pytest

from chargeboard.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
ENDS = {"|", "||", "&&", "&", ";", "<", ">", ">>", "+"}
BEFORE = ENDS | {"sudo", "-exec"}
"""Behind these, or what is set for it alone, stands a command."""
IN_PLACE_OF = {"$LOG": "file:ocpp.log", "$LOG?tz=Europe/Berlin": "file:ocpp.log", "...": "", "{}": "FILE"}
"""What a reader puts there."""


def commands(text):
    """The words behind `chargeboard` of each command of a block."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        for place, word in enumerate(words):
            is_begun = all("=" in one for one in words[:place]) or words[place - 1] in BEFORE
            if is_begun and word.rsplit("/", 1)[-1] == "chargeboard":
                behind = words[place + 1 :]
                end = next((at for at, one in enumerate(behind) if one in ENDS), len(behind))
                yield [IN_PLACE_OF.get(one, one) for one in behind[:end]]


def _of(page):
    text = page.read_text(encoding="utf-8")
    return [words for block in BLOCK.findall(text) for words in commands(block) if words]


COMMANDS = [(page.relative_to(ROOT).as_posix(), words) for page in PAGES for words in _of(page)]


@pytest.fixture
def take(monkeypatch):
    """A function that has words read and each value checked that is no file; nothing is carried out."""
    for kind in (click.Path, click.File):
        monkeypatch.setattr(kind, "convert", lambda _, value, *__: value)

    def taken(words):
        # whoever asks a command for its options first decides what its --help is called
        command, context = main, click.Context(main, **main.context_settings)
        rest = [word for word in words if word]
        while isinstance(command, click.Group):
            name, inner, rest = command.resolve_command(context, rest)
            command, context = inner, click.Context(inner, parent=context, info_name=name)
        command.make_context(command.name, rest, parent=context.parent)

    return taken


@pytest.mark.parametrize(
    ("page", "words"), COMMANDS, ids=lambda one: one if isinstance(one, str) else " ".join(one)
)
def test_a_command_of_the_manual_is_one_that_is_taken(take, page, words):
    take(words)


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["charger", "no-such-command"],
        ["charger", "list", "--no-such-option"],
        ["serve", "--port", "http"],
        ["charger", "password"],
    ],
    ids=" ".join,
)
def test_what_is_none_is_not(take, words):
    with pytest.raises(click.UsageError):
        take(words)


def test_the_manual_is_full_of_commands():
    assert len(COMMANDS) > 80
    assert len({page for page, _ in COMMANDS}) > 25
