"""`chargeboard tap`: a copy of what chargers and an existing CSMS say to each other."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

import click
import uvloop

from chargeboard.capture.tap.copier import LINE, Setup
from chargeboard.capture.tap.running import Listening, Tap
from chargeboard.capture.tap.sides import Manner
from chargeboard.capture.tap.upstream import UNIX, Routes, upstream_of, why_out_of_reach
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.addresses import allow_many_connections, doubts_of_certificates
from chargeboard.cli.server.tapped import listening_at, manner_of, routes_of
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.run.clock import now

_MEBIBYTE = 1 << 20


class Address(click.ParamType[str]):
    """HOST:PORT or unix:PATH."""

    name = "host:port"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As it is written."""
        try:
            listening_at(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)


class Csms(click.ParamType[str]):
    """ws://HOST:PORT, wss://HOST:PORT or unix:PATH."""

    name = "url"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As it is written."""
        try:
            upstream_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)


@click.command(help=say("tap_help"))
@click.option("--listen", type=Address(), metavar="HOST:PORT", help=say("tap_listen_option"))
@click.option("--upstream", type=Csms(), metavar="URL", help=say("tap_upstream_option"))
@click.option("--ingest", metavar="unix:PATH", help=say("tap_ingest_option"))
@click.option("--spool", metavar="DIR", help=say("tap_spool_option"))
@click.option(
    "--spool-quota",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    metavar="MIB",
    help=say("tap_spool_size_option"),
)
@click.option("--rewrite-host", is_flag=True, default=None, help=say("tap_rewrite_host_option"))
@located
def tap(
    place: Place,
    *,
    listen: str | None,
    upstream: str | None,
    ingest: str | None,
    spool: str | None,
    spool_quota: int,
    rewrite_host: bool | None,
) -> None:
    """The command `tap`."""
    settings = (
        place.settings.with_table("tap", "--listen", listen=listen)
        .with_table("tap", "--upstream", upstream=upstream)
        .with_table("tap", "--spool", spool=spool)
        .with_table("tap", "--rewrite-host", rewrite_host=rewrite_host)
    )
    said = settings.tap
    for option in ("listen", "spool"):
        if not getattr(said, option):
            raise click.UsageError(say("tap_needs", option=f"--{option}", key=option))
    path = _ingest(place, ingest)
    place.begin_log("tap", level=logging.WARNING, form=LINE)
    routes, manner = routes_of(said), manner_of(said)
    for doubt in doubts_of_certificates(settings):
        tell(say("warning", doubt=doubt, advice=say("do_certificate")), aside=True)
    Path(said.spool).mkdir(parents=True, exist_ok=True)
    allow_many_connections()
    setup = Setup(
        0,
        str(Path(said.spool).resolve()),
        spool_quota * _MEBIBYTE,
        str(place.address.beside.key or ""),
        path,
        place.redactor().rules,
        place.settings.server.log_format,
    )
    uvloop.run(_run(listening_at(said.listen), routes, setup, manner))


def _ingest(place: Place, given: str | None) -> str:
    if given is None:
        if not place.settings.server.ingest_socket:
            raise click.UsageError(say("tap_needs_ingest"))
        return place.settings.server.ingest_socket
    path = given.removeprefix(UNIX)
    if path == given or not path:
        raise click.UsageError(say("ingest_no_socket", ingest=given))
    return path


async def _run(listen: Listening, routes: Routes, setup: Setup, manner: Manner) -> None:
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, ending.set)
    tap = Tap(routes, setup, manner, now=now)
    at = await tap.start(listen)
    shown = f"{UNIX}{at.path}" if at.path else f"{at.host}:{at.port}"
    tell(say("tap_at", at=shown, upstream=", ".join(one.shown for one in routes.all)))
    looking = asyncio.create_task(_look(routes))
    await ending.wait()
    looking.cancel()
    await tap.stop()


async def _look(routes: Routes) -> None:
    """Say at once what will keep chargers from a CSMS."""
    for upstream in routes.all:
        if why := await why_out_of_reach(upstream):
            tell(say("tap_upstream_trouble", upstream=upstream.shown, why=why), aside=True)
