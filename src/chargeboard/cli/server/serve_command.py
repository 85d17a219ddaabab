"""`chargeboard serve`: the page in a browser."""

from __future__ import annotations

import multiprocessing

import click

from chargeboard.capture.log_lines import begin_log
from chargeboard.cli.books_at import books_of
from chargeboard.cli.people_at import people_at
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.addresses import check_endpoint, check_page, doubt_of_files, doubts, front_of
from chargeboard.cli.server.alerting_process import alerting, alerts_of
from chargeboard.cli.server.beginning import begin_serving
from chargeboard.cli.server.keeping import looked_after
from chargeboard.cli.server.processes import closing_at_a_signal, run_page, serve_both
from chargeboard.cli.server.receiving import door, hearing_taps, taking_in
from chargeboard.cli.server.understanding_process import Mind, at_work
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.clock import now
from chargeboard.web.app import create_app

HOST_HELP = say("host_option")
PORT_HELP = say("port_option")
_OCPP_HOST_HELP = say("ocpp_host_option")
_OCPP_PORT_HELP = say("ocpp_port_option")


@click.command(help=say("serve_help"))
@click.option("--host", help=HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=PORT_HELP)
@click.option("--ocpp-host", help=_OCPP_HOST_HELP)
@click.option("--ocpp-port", type=click.IntRange(1, 65535), help=_OCPP_PORT_HELP)
@click.option(
    "--ingest-socket",
    metavar="PATH",
    help=say("ingest_option"),
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
    """The command `serve`."""
    place = Place(
        place.settings.with_options(host=host, port=port, ingest_socket=ingest_socket)
        .with_csms("--ocpp-host", host=ocpp_host)
        .with_csms("--ocpp-port", port=ocpp_port)
    )
    with place.alone("chargeboard serve"):
        has_accounts = place.has_accounts()
        check_page(place.settings.server, has_accounts=has_accounts)
        for doubt, what_to_do in doubts(place.settings, has_accounts=has_accounts):
            tell(say("warning", doubt=doubt, advice=what_to_do), aside=True)
        if place.settings.csms.authorize:
            check_endpoint(place.settings.csms)
            if place.settings.csms.unguarded:
                tell(
                    say("warning", doubt=place.settings.csms.unguarded, advice=place.settings.csms.advice),
                    aside=True,
                )
            with place.store(is_made=True) as store:
                begin_serving(place, store)
                for doubt, what_to_do in doubt_of_files(len(store.stations())):
                    tell(say("warning", doubt=doubt, advice=what_to_do), aside=True)
            serve_both(place)
        else:
            tell(say("chargers_cannot_connect"))
            _serve_alone(place)


def _serve_alone(place: Place) -> None:
    """Nobody is listened to, so that the page and what taps bring share a process."""
    begin_log()
    context = multiprocessing.get_context("spawn")
    with place.store(is_made=True) as store:
        begin_serving(place, store)
    with (
        closing_at_a_signal(),
        at_work(Mind(context, place.settings)) as mind,
        place.desk(look=mind.news.look) as desk,
        taking_in(desk, mind.news.tell, is_collector=True) as intake,
        hearing_taps(place, intake),
        looked_after(place) as upkeep,
        people_at(place, desk.store) as people,
        place.reading_desks(mind.news.look) as desks,
        alerting(context, place.settings, lambda: intake.told.with_understanding(mind.told)),
    ):
        server = place.settings.server
        app = create_app(
            desk,
            token=server.token or None,
            now=now,
            trouble=lambda: with_outbox(
                upkeep.added_to(intake.told.with_understanding(mind.told)), desk.store, now
            ),
            door=door(place, intake),
            desks=desks,
            alerts=alerts_of(place, desk.store),
            front=front_of(server),
            people=people,
            books=books_of(place, desk.store),
        )
        run_page(app, server.host, server.port)
