"""`chargeboard sample` and `chargeboard simulate`: something to try chargeboard with."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import click

from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import say
from chargeboard.demo import SAMPLE, SIMULATED, Pace, call_in, sample_log, simulated
from chargeboard.run.clock import now

_URL_HELP = (
    "Where it connects to, without its id. [default: where `chargeboard serve` listens with these settings]"
)


@click.command()
@click.argument("file", metavar="FILE")
@located
def sample(place: Place, file: str) -> None:
    """
    Write a log to try an import with: ten days of a made-up charger, up to now.

    It looks as the log of a management system that is built on the PyPI package `ocpp`. It is written anew
    each time, so that the page has a present to show.
    """
    del place
    try:
        with Path(file).open("x", encoding="utf-8") as log:
            lines = sum(log.write(line) > 0 for line in sample_log(now()))
    except FileExistsError as error:
        raise click.ClickException(f"{file} exists already; remove it, or name another file") from error
    say(f"{file}: {lines:,} messages of charger {SAMPLE}, ten days up to now")


@click.command()
@click.argument("charger", metavar="[CHARGER]", default=SIMULATED)
@click.option("--url", metavar="URL", help=_URL_HELP)
@click.option(
    "--speed", type=click.FloatRange(min=1), default=4, show_default=True, help="How fast its drivers live."
)
@located
def simulate(place: Place, charger: str, url: str | None, speed: float) -> None:
    """
    Let a made-up charger of OCPP 1.6 connect, and one driver after the other charge at it, until Ctrl-C.

    It goes the way of a real one: over the network, with an id, and it waits where new chargers wait for
    approval. Start `chargeboard serve` first, with CHARGEBOARD_CSMS_AUTHORIZE=accept_all.
    """
    if "://" in charger:
        raise click.UsageError(f"{charger!r} is an address, not the id of a charger: give it with --url")
    address, begin = url or _address(place), now()
    if not address.endswith("/"):
        address += "/"
    say(f"{charger} connects to {address}{charger} (Ctrl-C ends it)")
    frames = simulated(charger, begin)
    with suppress(KeyboardInterrupt):
        asyncio.run(call_in(frames, {}, address, now, lambda: Pace(begin, speed), say))


def _address(place: Place) -> str:
    csms = place.settings.csms
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(csms.host, csms.host)  # noqa: S104 - nobody listens there
    scheme = "wss" if csms.tls_certificate else "ws"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{csms.port}/ocpp/"
