"""What can be done from the shell? One module a group of commands."""

from __future__ import annotations

import click

from chargeboard import __version__
from chargeboard.cli.importing import import_


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="chargeboard %(version)s")
def main() -> None:
    """How each EV charger performs, from what chargers say (OCPP 1.6J, 2.0.1, 2.1)."""


for _command in (import_,):
    main.add_command(_command)
