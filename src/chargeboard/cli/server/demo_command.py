"""`chargeboard demo`: a made-up town, on the page and at the endpoint."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator

import click

from chargeboard.cli.place import Place, located
from chargeboard.cli.server.addresses import check_endpoint, check_page, is_free
from chargeboard.cli.server.processes import serve_both
from chargeboard.cli.server.serve_command import HOST_HELP, PORT_HELP
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.config import Csms
from chargeboard.demo import TOWN, Feed, Pace, call_in, name_town
from chargeboard.domain.figures.impairment import Filling
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now

DEMO_DATABASE = "demo.db"
_OCPP_PORT_HELP = say("demo_ocpp_port_option")


@click.command(help=say("demo_help"))
@click.option("--host", help=HOST_HELP)
@click.option("--port", type=click.IntRange(1, 65535), help=PORT_HELP)
@click.option("--ocpp-port", type=click.IntRange(1, 65535), help=_OCPP_PORT_HELP)
@click.option("--speed", type=click.FloatRange(min=1), default=1, help=say("demo_speed_option"))
@located
def demo(place: Place, host: str | None, port: int | None, ocpp_port: int | None, speed: float) -> None:
    """The command `demo`."""
    place = Place(
        place.settings.with_options(host=host, port=port)
        .with_csms("demo", authorize="accept_all", port=Csms().port)
        .with_csms("--ocpp-port", port=ocpp_port)
    )
    place.begin_log("demo")
    check_page(place.settings.server, say("demo_another_port"))
    if ocpp_port:
        check_endpoint(place.settings.csms)
    serve_town(place.with_database(DEMO_DATABASE, unless_named=True), speed, is_port_free=ocpp_port is None)


def serve_town(place: Place, speed: float = 1, *, is_port_free: bool = False) -> None:
    """Invent it and show it, until a signal; `is_port_free`: its chargers may call in at any port."""
    with place.alone("chargeboard demo"):
        _forget_town(place)
        tell(say("demo_begins"))
        serve_both(place, _Town(place, speed, is_port_free=is_port_free))


class _Town:
    """Its last days are told when it is made."""

    def __init__(self, place: Place, speed: float, *, is_port_free: bool) -> None:
        """`is_port_free`: it may call at any port where the usual one is taken."""
        self._place, self._speed, self._is_port_free = place, speed, is_port_free
        self._feed = Feed(now(), place.redactor())
        self._lines: dict[str, Frame] = {}
        with place.store(is_made=True) as store:
            place.begin_keeping(store)
            name_town(store.save_charger, store.save_site)
            self._feed.begin(place.projector_over(store))

    def filling(self) -> Iterator[Filling]:
        """The weeks before, and what was said while they were told."""
        with self._place.store() as store:
            projector = self._place.projector_over(store)
            yield from self._feed.fill(projector)
            self._feed.until(projector, now())
            self._lines = self._feed.hang_up(projector, now())
        tell(say("demo_filled"))

    def endpoint(self) -> Place:
        """The port that was asked for, else the usual one, else any."""
        csms = self._place.settings.csms
        if not self._is_port_free or is_free(csms.host, csms.port):
            return self._place
        return Place(self._place.settings.with_csms("demo", port=0))

    def live(self, address: str) -> Coroutine[None, None, None]:
        """The chargers call in."""
        feed = self._feed
        return call_in(feed.rest(), self._lines, address, now, lambda _: Pace(feed.told_until, self._speed))


def _forget_town(place: Place) -> None:
    """The town's story depends on the day it is told on: an older one makes way, real chargers do not."""
    if not place.has_database:
        return
    with place.store() as store:
        strangers = set(store.stations()) - {one.id for one in TOWN}
    if strangers:
        raise click.ClickException(
            say("demo_strangers", database=place.database, strangers=", ".join(sorted(strangers)[:3]))
        )
    place.address.drop()
