"""What can be done from the shell? One module a group of commands."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from chargeboard import VERSION
from chargeboard.cli.words import say
from chargeboard.domain.records import Unavailable
from chargeboard.domain.terminal import visible, visible_lines
from chargeboard.stream.errors import LogError

COMMANDS: Mapping[str, str] = {
    "import": "logs.import_command:import_",
    "backfill": "backfill.backfill_command:backfill_",
    "board": "board.board_command:board",
    "serve": "server.serve_command:serve",
    "follow": "logs.follow_command:follow",
    "feed": "feeds.feed_command:feed",
    "mirror": "feeds.mirror_command:mirror",
    "ocpi": "feeds.ocpi_commands:ocpi",
    "tap": "server.tap_command:tap",
    "charger": "chargers.charger_commands:charger",
    "site": "setting.site_commands:site",
    "policy": "setting.policy_commands:policy",
    "people": "people.all_commands:people",
    "share": "people.share_commands:share",
    "exclusion": "chargers.exclusion_commands:exclusion",
    "alerts": "alerts.alert_commands:alerts",
    "report": "reports.report_commands:report",
    "export": "export.export_command:export",
    "archive": "export.archive_command:archive",
    "person": "database.person_commands:person",
    "retain": "database.care_commands:retain",
    "config": "database.config_command:config",
    "doctor": "database.doctor_command:doctor",
    "rejected": "database.care_commands:rejected",
    "rebuild": "database.care_commands:rebuild",
    "hide": "database.hide_command:hide",
    "backup": "database.care_commands:backup",
    "restore": "database.care_commands:restore",
    "copy": "database.copy_command:copy",
    "leave-log": "database.leave_log_command:leave_log",
    "demo": "server.demo_command:demo",
    "sample": "logs.sample_commands:sample",
    "simulate": "logs.sample_commands:simulate",
    "load": "server.load_command:load",
}
"""Where each command is, in the order of `--help`."""


_GIVEN = "chargeboard.given"


class Commands(click.Group):
    """Loads a command when it is asked for: a board in the terminal does not wait for a web server."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note what the command is given: the settings that it names tell the language of its help."""
        ctx.meta[_GIVEN] = list(args)
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What all commands are for, in the language of the settings."""
        _speak(ctx)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say("help"))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        _speak(ctx)
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(_loaded(f"chargeboard.cli.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above is wrong otherwise
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what a command gives is the library's
        """What is told of a mistake may name a charger, so it is told as everything else is."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            told = error.format_message()
            has_lines = isinstance(error.__cause__, (Unavailable, LogError))
            shown = visible_lines(told) if has_lines else visible(told)
            if shown == told or isinstance(error, click.exceptions.NoArgsIsHelpError):
                raise
            if isinstance(error, click.UsageError):
                raise click.UsageError(shown, error.ctx) from error
            raise click.ClickException(shown) from error


def _loaded(module: str) -> ModuleType:
    """All that it loads stays, and is not looked through for garbage, meanwhile or right after it."""
    if module in sys.modules:
        return sys.modules[module]
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def _speak(ctx: click.Context) -> None:
    if _GIVEN in ctx.meta:
        import_module("chargeboard.cli.language").speak(ctx.meta.pop(_GIVEN))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, message="chargeboard %(version)s")
def main() -> None:
    """The command `main`."""
