"""`chargeboard serve` and `chargeboard demo`: the page in a browser."""

from __future__ import annotations

import ipaddress
import socket
import threading
from pathlib import Path

import click
import uvicorn
from litestar import Litestar

from chargeboard.cli.place import Place, located, refreshed
from chargeboard.demo import TOWN, build, live
from chargeboard.run.clock import now
from chargeboard.web.app import create_app

DEMO_DATABASE = "demo.db"
_PORTS_TO_TRY = 100
_HOST_HELP = "The address to listen on. [default: 127.0.0.1, or what the settings say]"
_PORT_HELP = "The port to listen on. [default: 8000, or what the settings say]"


@click.command()
@click.option("--host", help=_HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=_PORT_HELP)
@located
def serve(place: Place, host: str | None, port: int | None) -> None:
    """Serve the page and the API; another address than loopback needs CHARGEBOARD_TOKEN."""
    host, port = _listening_at(place, host, port)
    with place.desk(is_made=True) as desk:
        for station in desk.heard():
            refreshed(desk, station)
        _run(create_app(desk, token=place.settings.server.token or None, now=now), host, port)


@click.command()
@click.option("--host", help=_HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=_PORT_HELP)
@located
def demo(place: Place, host: str | None, port: int | None) -> None:
    """
    Show a made-up town of chargers, until now; its frames go the same way as real ones.

    Each start tells the town's story anew, in demo.db where no --db is given.
    """
    host, port = _listening_at(place, host, port)
    place = place.with_database(DEMO_DATABASE, unless_named=True)
    _forget_town(place)
    with place.desk(is_made=True) as desk:
        click.echo("Inventing five weeks of a town with six chargers ...")
        feed = build(desk, desk.store.save_charger, now())
        stop = threading.Event()
        life = threading.Thread(target=live, args=(feed, now, stop), daemon=True)
        life.start()
        try:
            _run(create_app(desk, token=place.settings.server.token or None, now=now), host, port)
        finally:
            stop.set()
            life.join()


def _forget_town(place: Place) -> None:
    """The town's story depends on the day it is told on: an older one makes way, real chargers do not."""
    if not place.has_database:
        return
    with place.store() as store:
        strangers = set(store.stations()) - {one.id for one in TOWN}
    if strangers:
        raise click.ClickException(
            f"{place.database} holds other chargers ({', '.join(sorted(strangers)[:3])}); "
            "name another file for the town with --db"
        )
    for suffix in ("", "-wal", "-shm"):
        Path(f"{place.database}{suffix}").unlink(missing_ok=True)


def _listening_at(place: Place, host: str | None, port: int | None) -> tuple[str, int]:
    """Where to listen, refused before anything is done where it cannot be."""
    server = place.settings.with_options(host=host, port=port).server
    if not _is_loopback(server.host) and not server.token:
        raise click.ClickException(
            f"{server.host} can be reached by others, so a token is needed: set CHARGEBOARD_TOKEN, "
            "or token in the settings file; or listen on 127.0.0.1"
        )
    if not _is_free(server.host, server.port):
        last = min(65535, server.port + _PORTS_TO_TRY)
        free = next((port for port in range(server.port + 1, last) if _is_free(server.host, port)), None)
        hint = f"; {free} is free: --port {free}" if free else ""
        raise click.ClickException(f"Port {server.port} of {server.host} is in use{hint}")
    return server.host, server.port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise click.ClickException(f"Port {port} needs more rights; use one from 1024 on") from error
        except OSError as error:
            if error.errno in {socket.EAI_ADDRFAMILY, 99}:
                raise click.ClickException(f"{host} is no address of this machine") from error
            return False
    return True


def _run(app: Litestar, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"chargeboard is at http://{shown}:{port} (Ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)
