"""What is asked of every command that reads logs, and what those say that bring them in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from chargeboard.cli.logs.bringing import Brought
from chargeboard.cli.logs.words import say
from chargeboard.cli.terminal import tell
from chargeboard.time.days import zone_of

F = TypeVar("F", bound=Callable[..., Any])


class Zone(click.ParamType[ZoneInfo]):
    """An IANA time zone."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """The zone of that name."""
        try:
            return zone_of(str(value))
        except (KeyError, ValueError, OSError):
            self.fail(say("no_such_zone", zone=value), param, ctx)


def format_option(formats: Iterable[str], said: str) -> Callable[[F], F]:
    """`--format`, one of these or found out; `said`: what is told of it."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["auto", *formats]),
        default="auto",
        show_default=True,
        help=said,
    )


station_option = click.option("--station", metavar="ID", default="", help=say("station_option"))
zone_option = click.option("--tz", metavar="ZONE", type=Zone(), help=say("zone_option"))


def say_brought(brought: Brought) -> None:
    """Say what was brought in; ends the command with 1 where something is left to do."""
    for line in brought.lines:
        tell(line)
    if not brought.is_whole:
        sys.exit(1)
