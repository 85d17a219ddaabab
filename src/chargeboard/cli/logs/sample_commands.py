"""`chargeboard sample` and `chargeboard simulate`: something to try chargeboard with."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import click

from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place, endpoint_address, located
from chargeboard.cli.terminal import tell
from chargeboard.demo import SAMPLE, SIMULATED, Pace, call_in, sample_log, simulated
from chargeboard.run.clock import now

_URL_HELP = say("simulate_url_option")


@click.command(help=say("sample_help"))
@click.argument("file", metavar="FILE")
@located
def sample(place: Place, file: str) -> None:
    """The command `sample`."""
    del place
    try:
        with Path(file).open("x", encoding="utf-8") as log:
            lines = sum(log.write(line) > 0 for line in sample_log(now()))
    except FileExistsError as error:
        raise click.ClickException(say("file_exists", file=file)) from error
    tell(say("sample_written", file=file, n=lines, charger=SAMPLE))


@click.command(help=say("simulate_help"))
@click.argument("charger", metavar="[CHARGER]", default=SIMULATED)
@click.option("--url", metavar="URL", help=_URL_HELP)
@click.option(
    "--speed", type=click.FloatRange(min=1), default=4, show_default=True, help=say("simulate_speed_option")
)
@located
def simulate(place: Place, charger: str, url: str | None, speed: float) -> None:
    """The command `simulate`."""
    if "://" in charger:
        raise click.UsageError(say("address_for_id", charger=repr(charger)))
    address, begin = endpoint_address(place, url), now()
    tell(say("simulating", charger=charger, address=address))
    frames = simulated(charger, begin)
    with suppress(KeyboardInterrupt):
        asyncio.run(call_in(frames, {}, address, now, lambda _: Pace(begin, speed), tell))
