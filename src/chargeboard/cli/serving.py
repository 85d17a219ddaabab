"""`chargeboard serve` and `chargeboard demo`: the page in a browser."""

from __future__ import annotations

import multiprocessing
from collections.abc import Coroutine
from pathlib import Path

import click

from chargeboard.capture.log_lines import begin_log
from chargeboard.cli.addresses import check_endpoint, check_page, is_free
from chargeboard.cli.keeping import looked_after
from chargeboard.cli.place import Place, located
from chargeboard.cli.processes import closing_at_a_signal, run_page, serve_both
from chargeboard.cli.receiving import door, hearing_taps, taking_in
from chargeboard.cli.terminal import say
from chargeboard.cli.understanding import a_mind
from chargeboard.config import GUARD, Csms
from chargeboard.demo import TOWN, Pace, build, call_in
from chargeboard.run.clock import now
from chargeboard.web.app import create_app

DEMO_DATABASE = "demo.db"
_HOST_HELP = "The address to listen on. [default: 127.0.0.1, or what the settings say]"
_PORT_HELP = "The port to listen on. [default: 8000, or what the settings say]"
_OCPP_HOST_HELP = "The address that chargers connect to. [default: 127.0.0.1, or what the settings say]"
_OCPP_PORT_HELP = "The port that chargers connect to. [default: 9000, or what the settings say]"


@click.command()
@click.option("--host", help=_HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=_PORT_HELP)
@click.option("--ocpp-host", help=_OCPP_HOST_HELP)
@click.option("--ocpp-port", type=click.IntRange(1, 65535), help=_OCPP_PORT_HELP)
@click.option(
    "--ingest-socket",
    metavar="PATH",
    help="Where `chargeboard tap` brings frames. [default: as the settings say]",
)
@located
def serve(
    place: Place,
    *,
    host: str | None,
    port: int | None,
    ocpp_host: str | None,
    ocpp_port: int | None,
    ingest_socket: str | None,
) -> None:
    """
    Serve the page and the API, and listen to chargers at ws://HOST:9000/ocpp/ID.

    Chargers are listened to once csms.authorize says whose cards may charge; another address than loopback
    needs CHARGEBOARD_TOKEN for the page, and a rule for who may connect for chargers.
    """
    place = Place(
        place.settings.with_options(host=host, port=port, ingest_socket=ingest_socket)
        .with_csms("--ocpp-host", host=ocpp_host)
        .with_csms("--ocpp-port", port=ocpp_port)
    )
    with place.alone("chargeboard serve"):
        check_page(place.settings.server)
        if place.settings.csms.authorize:
            check_endpoint(place.settings.csms)
            if place.settings.csms.unguarded:
                say(f"Warning: {place.settings.csms.unguarded}. {GUARD}", aside=True)
            with place.store(is_made=True):
                pass
            serve_both(place)
        else:
            say(
                "Chargers cannot connect: set csms.authorize (CHARGEBOARD_CSMS_AUTHORIZE) to accept_all, "
                "list or none"
            )
            _serve_alone(place)


def _serve_alone(place: Place) -> None:
    """Nobody is listened to, so that the page and what taps bring share a process."""
    begin_log()
    with place.store(is_made=True):
        pass
    with (
        closing_at_a_signal(),
        place.desk() as desk,
        a_mind(multiprocessing.get_context("spawn"), place.settings) as mind,
        taking_in(desk, mind.news.tell, is_collector=True) as intake,
        hearing_taps(place, intake),
        looked_after(place) as upkeep,
        place.reading_desks() as desks,
    ):
        server = place.settings.server
        app = create_app(
            desk,
            token=server.token or None,
            now=now,
            trouble=lambda: upkeep.added_to(intake.told.with_understanding(mind.told)),
            door=door(place, intake),
            desks=desks,
        )
        run_page(app, server.host, server.port)


@click.command()
@click.option("--host", help=_HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=_PORT_HELP)
@click.option("--ocpp-port", type=click.IntRange(1, 65535), help=_OCPP_PORT_HELP)
@click.option(
    "--speed", type=click.FloatRange(min=1), default=1, help="How fast the town lives. [default: 1]"
)
@located
def demo(place: Place, host: str | None, port: int | None, ocpp_port: int | None, speed: float) -> None:
    """
    Show a made-up town of chargers, until now; from then on they connect and speak as real ones do.

    Each start tells the town's story anew, in demo.db where no --db is given. At a higher --speed more
    happens, and less energy flows each time.
    """
    usual = Csms()
    usual_port = usual.port if is_free(usual.host, usual.port) else 0
    place = Place(
        place.settings.with_options(host=host, port=port)
        .with_csms("demo", authorize="accept_all", port=usual_port)
        .with_csms("--ocpp-port", port=ocpp_port)
    )
    check_page(place.settings.server, "--port {0}, or make demo PORT={0}")
    if ocpp_port:
        check_endpoint(place.settings.csms)
    place = place.with_database(DEMO_DATABASE, unless_named=True)
    with place.alone("chargeboard demo"):
        _forget_town(place)
        with place.desk(is_made=True) as desk:
            say("Inventing five weeks of a town with six chargers ...")
            feed = build(desk, desk.store.save_charger, now())
            lines = feed.hang_up(now())

        def town(address: str) -> Coroutine[None, None, None]:
            return call_in(feed.rest(), lines, address, now, lambda: Pace(feed.begin, speed))

        serve_both(place, town)


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
