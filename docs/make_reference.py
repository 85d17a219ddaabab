"""
What do the reference pages say?

They are made from the code: `.venv/bin/python docs/make_reference.py`. A test fails where they are stale.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args, get_origin

import click
import msgspec

from chargeboard.cli import main
from chargeboard.config import ABOUT_FIELDS, Csms, Server
from chargeboard.domain.policy import Policy

FOLDER = Path(__file__).parent / "reference"


def command_line() -> str:
    """Every command with its help, as the shell prints it."""
    lines = ["# The command line", "", "What `chargeboard COMMAND --help` prints.", ""]
    for path, command in _commands(main, ("chargeboard",)):
        name = " ".join(path)
        context = click.Context(
            command, info_name=name, terminal_width=100, **{**main.context_settings, "max_content_width": 100}
        )
        lines += [f"## {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its default and its meaning."""
    lines = [
        "# Settings",
        "",
        "A TOML file (`--config`, `CHARGEBOARD_CONFIG`, or `chargeboard.toml` here), then the environment,",
        "then the shell; the later one wins. `chargeboard config` prints what is in force and who set it.",
        "",
        "## For the installation",
        "",
        "At the top of the file, or as `CHARGEBOARD_` and the key in capitals.",
        "",
        *_table(Server, documented(Server)),
        "",
        "## For chargers that connect",
        "",
        "Under `[csms]`, or as `CHARGEBOARD_CSMS_` and the key in capitals.",
        "",
        *_table(Csms, documented(Csms)),
        "",
        "## For the figures of chargers",
        "",
        "Under `[policy]` for all chargers, or as `CHARGEBOARD_POLICY_` and the key in capitals; under",
        '`[chargers."ID"]`, or by `chargeboard charger set ID KEY=VALUE`, for one. Numbers in brackets are',
        "paragraphs of the definitions.",
        "",
        *_table(Policy, documented(Policy)),
        "",
        "## For one charger only",
        "",
        "| key | meaning |",
        "|---|---|",
        *(f"| `{key}` | {meaning} |" for key, meaning in ABOUT_FIELDS.items()),
        "",
        "## Exclusions",
        "",
        "```toml",
        '[[chargers."ID".exclusions]]',
        "from = 2025-10-13T08:00:00Z   # a date, or a time without a zone, is the charger's own",
        "to = 2025-10-14",
        'reason = "utility"',
        'note = "work on the grid"     # may be left out, like the next',
        "socket = 1",
        "```",
        "",
    ]
    return "\n".join(lines)


PAGES: Mapping[str, Callable[[], str]] = {"cli.md": command_line, "settings.md": settings}


def documented(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The docstring under each field."""
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    found: dict[str, str] = {}
    for field, below in pairwise(getattr(body, "body", [])):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
    return found


def _commands(group: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                yield from _commands(command, (*path, name))


def _table(struct: type[msgspec.Struct], meanings: Mapping[str, str]) -> Iterator[str]:
    yield from ("| key | default | meaning |", "|---|---|---|")
    for field in msgspec.structs.fields(struct):
        choices = _choices(field.type)
        meaning = meanings[field.name] + (f" One of {choices}." if choices else "")
        yield f"| `{field.name}` | {_shown(field.default)} | {meaning} |"


def _choices(kind: object) -> str:
    return ", ".join(f"`{one}`" for one in get_args(kind)) if get_origin(kind) is Literal else ""


def _shown(default: object) -> str:
    if default is None or default in {(), ""}:
        return "–"
    return f"`{msgspec.json.encode(default).decode()}`"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())
