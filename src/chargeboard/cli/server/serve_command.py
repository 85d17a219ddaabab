"""`chargeboard serve`: the page in a browser."""

from __future__ import annotations

from collections.abc import Collection

import click

from chargeboard.cli.place import Place, located
from chargeboard.cli.server.addresses import check_endpoint, check_page, doubt_of_files, doubts
from chargeboard.cli.server.awaited import await_server
from chargeboard.cli.server.beginning import begin_serving
from chargeboard.cli.server.feeding_process import feeds_of
from chargeboard.cli.server.inherited import Inherited, inherited
from chargeboard.cli.server.logged.log_of import log_of
from chargeboard.cli.server.oidc_at import check_oidc
from chargeboard.cli.server.processes import serve_both
from chargeboard.cli.server.roles import PARTS, serve_role
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.members import Role
from chargeboard.domain.terminal import command

HOST_HELP = say("host_option")
PORT_HELP = say("port_option")
_OCPP_HOST_HELP = say("ocpp_host_option")
_OCPP_PORT_HELP = say("ocpp_port_option")
_METRICS_PORT_HELP = say("metrics_port_option")


@click.command(help=say("serve_help"))
@click.option("--host", help=HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=PORT_HELP)
@click.option("--ocpp-host", help=_OCPP_HOST_HELP)
@click.option("--ocpp-port", type=click.IntRange(1, 65535), help=_OCPP_PORT_HELP)
@click.option("--metrics-port", type=click.IntRange(1, 65535), help=_METRICS_PORT_HELP)
@click.option(
    "--ingest-socket",
    metavar="PATH",
    help=say("ingest_option"),
)
@click.option("--log", metavar="URL", help=say("log_option"))
@click.option("--role", type=click.Choice(list(PARTS)), help=say("role_option"))
@located
def serve(  # noqa: PLR0913 - an option each
    place: Place,
    *,
    host: str | None,
    port: int | None,
    ocpp_host: str | None,
    ocpp_port: int | None,
    metrics_port: int | None,
    ingest_socket: str | None,
    log: str | None,
    role: str | None,
) -> None:
    """The command `serve`."""
    given = inherited()
    place = Place(
        given.told_to(
            place.settings.with_options(host=host, port=port, ingest_socket=ingest_socket, log=log)
            .with_csms("--ocpp-host", host=ocpp_host)
            .with_csms("--ocpp-port", port=ocpp_port)
            .with_table("metrics", "--metrics-port", port=metrics_port)
        )
    )
    place.begin_log(role or "serve")
    if log_of(place) is not None and (role is None or not place.address.is_shared):
        raise click.ClickException(say("log_needs_role"))
    if feeds_of(place.settings) and role is not None:
        raise click.ClickException(say("feeds_apart"))
    await_server(place)
    # one process serves a file, whatever it is asked to do of it: all
    if role is None or (role == "all" and not place.address.is_shared):
        with place.alone("chargeboard serve"):
            _begin(place, PARTS["all"], given)
            serve_both(place, opened=given)
        return
    with place.address.among_others(command("chargeboard serve --role", role), say("end_the_one")):
        _begin(place, PARTS[role], given)
        serve_role(place, role, given)


def _begin(place: Place, parts: Collection[Role], given: Inherited) -> None:
    """See to it that it can be served, and say what should be known of how it is."""
    if "web" in parts:
        has_accounts = place.has_accounts() or bool(place.settings.oidc.issuer)
        check_oidc(place.settings.oidc)
        check_page(place.settings.server, has_accounts=has_accounts, is_inherited=given.page is not None)
        for doubt, what_to_do in doubts(place.settings, has_accounts=has_accounts):
            tell(say("warning", doubt=doubt, advice=what_to_do), aside=True)
    if place.settings.csms.authorize and "gateway" in parts:
        check_endpoint(place.settings.csms, is_inherited=given.ocpp is not None)
    with place.store(is_made=True) as store:
        if log_of(place) is None and store.log_name():
            raise click.ClickException(say("fed_from_a_log", leave=command("chargeboard leave-log")))
        begin_serving(place, store, does_understand="projector" in parts)
        csms = place.with_choice(store.listening_choice()).settings.csms
        chargers = store.station_count()
    if "gateway" not in parts:
        return
    if csms.authorize:
        if csms.unguarded:
            tell(say("warning", doubt=csms.unguarded, advice=csms.advice), aside=True)
        for doubt, what_to_do in doubt_of_files(chargers):
            tell(say("warning", doubt=doubt, advice=what_to_do), aside=True)
    else:
        tell(say("chargers_cannot_connect", url=f"{place.url}/setup"))
