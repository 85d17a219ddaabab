"""
How is something put on a terminal?

Ids, names and codes are what chargers sent, and a terminal obeys what it is sent. So everything goes through
here, where what would move the cursor, colour or hide text, or begin a line is shown as a sign instead.
"""

from __future__ import annotations

import re
import sys
from typing import TextIO, cast

import click

from chargeboard.capture.log_lines import is_logged
from chargeboard.domain.terminal import visible, visible_lines

_LETTERS_OF_JSON = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def tell(*lines: str, aside: bool = False) -> None:
    """Lines on standard output; `aside` on standard error, for who looks and not for who reads it in."""
    for line in lines:
        if not is_logged(line, aside=aside):
            click.echo(visible(line), err=aside)


def say_json(document: bytes) -> None:
    """A JSON document; what a terminal could obey in it is written as JSON lets it be written."""
    click.echo(_LETTERS_OF_JSON.sub(lambda one: f"\\u{ord(one[0]):04x}", document.decode()))


def stream() -> TextIO:
    """Where a file for programs goes: as it is, but for what a terminal would obey."""
    return cast("TextIO", _Screen()) if sys.stdout.isatty() else sys.stdout


class _Screen:
    """Standard output that is looked at."""

    def write(self, text: str) -> int:
        return sys.stdout.write(visible_lines(text))


def is_there_a_person() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty()


def ask(question: str) -> None:
    """
    Go on only if a person says yes.

    Raises: Abort.
    """
    click.confirm(visible(question), abort=True)


def is_watched() -> bool:
    """Whether somebody sees what is told aside."""
    return sys.stderr.isatty()
