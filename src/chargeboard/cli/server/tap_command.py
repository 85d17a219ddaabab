"""`chargeboard tap`: a copy of what chargers and an existing CSMS say to each other."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

import click
import uvloop

from chargeboard.capture.log_lines import begin_log
from chargeboard.capture.tap.copier import Setup
from chargeboard.capture.tap.relay import Upstream, upstream_of
from chargeboard.capture.tap.running import Listening, Tap
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.addresses import allow_many_connections
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.run.clock import now

_MEBIBYTE = 1 << 20


class Address(click.ParamType[Listening]):
    """HOST:PORT."""

    name = "host:port"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Listening:
        """The two parts."""
        host, _, port = str(value).rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            self.fail(say("no_host_and_port", value=value), param, ctx)
        return Listening(host.strip("[]"), int(port))


class Csms(click.ParamType[Upstream]):
    """ws://HOST:PORT or wss://HOST:PORT."""

    name = "url"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Upstream:
        """Where the CSMS is."""
        try:
            return upstream_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(help=say("tap_help"))
@click.option("--listen", type=Address(), required=True, metavar="HOST:PORT", help=say("tap_listen_option"))
@click.option(
    "--upstream",
    type=Csms(),
    required=True,
    metavar="URL",
    help=say("tap_upstream_option"),
)
@click.option(
    "--ingest",
    required=True,
    metavar="unix:PATH",
    help=say("tap_ingest_option"),
)
@click.option(
    "--spool",
    required=True,
    metavar="DIR",
    help=say("tap_spool_option"),
)
@click.option(
    "--spool-quota",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    metavar="MIB",
    help=say("tap_spool_size_option"),
)
@click.option(
    "--rewrite-host",
    is_flag=True,
    help=say("tap_rewrite_host_option"),
)
@located
def tap(
    place: Place,
    *,
    listen: Listening,
    upstream: Upstream,
    ingest: str,
    spool: str,
    spool_quota: int,
    rewrite_host: bool,
) -> None:
    """The command `tap`."""
    path = ingest.removeprefix("unix:")
    if path == ingest or not path:
        raise click.UsageError(say("ingest_no_socket", ingest=ingest))
    begin_log(level=logging.WARNING, form="chargeboard tap: %(message)s")
    rules = place.redactor().rules
    Path(spool).mkdir(parents=True, exist_ok=True)
    allow_many_connections()
    setup = Setup(
        0,
        str(Path(spool).resolve()),
        spool_quota * _MEBIBYTE,
        str(place.address.beside.key or ""),
        path,
        rules,
    )
    uvloop.run(_run(listen, upstream, setup, rewrites_host=rewrite_host))


async def _run(listen: Listening, upstream: Upstream, setup: Setup, *, rewrites_host: bool) -> None:
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, ending.set)
    tap = Tap(upstream, setup, now=now, rewrites_host=rewrites_host)
    at = await tap.start(listen)
    tell(say("tap_at", host=at.host, port=at.port, upstream=upstream.authority.decode()))
    await ending.wait()
    await tap.stop()
