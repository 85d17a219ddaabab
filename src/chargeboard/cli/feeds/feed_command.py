"""`chargeboard feed`: what another system writes down of its chargers, as it writes it."""

from __future__ import annotations

import signal
from time import monotonic

import click

from chargeboard.capture.feeds.health import health_line
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of, kinds
from chargeboard.capture.feeds.taking import EVERY_S, Taking
from chargeboard.cli.ending import Ending
from chargeboard.cli.feeds.words import say
from chargeboard.cli.logs.words import say as say_of_logs
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.receiving import understanding
from chargeboard.cli.terminal import tell
from chargeboard.run.clock import now
from chargeboard.run.receiving.feeding import Feeding
from chargeboard.run.upkeep.packing import old_before

_TELL_EVERY_S = 60.0


def _help() -> str:
    known = kinds().values()
    return say(
        "help",
        examples="\n".join(f"  {kind.name} {kind.example}" for kind in known),
        variables=", ".join(kind.variable for kind in known if kind.variable),
    )


@click.command(help=_help())
@click.argument("kind")
@click.argument("url")
@click.option("--once", is_flag=True, help=say("once_option"))
@located
def feed(place: Place, kind: str, url: str, *, once: bool) -> None:
    """The command `feed`."""
    place.begin_log("feed")
    try:
        known = kind_of(kind)
        name = known.called(url)
        with (
            Ending(signal.SIGINT, signal.SIGTERM) as ending,
            place.store(is_made=True) as store,
            understanding(place.projector_over(store)) as heard,
        ):
            place.begin_keeping(store)
            feeding = Feeding(store, name, known.name, now, heard, lambda: old_before(now()))
            told_at = float("-inf")

            def wait(pause_s: float) -> bool:
                nonlocal told_at
                if pause_s >= EVERY_S and monotonic() - told_at >= _TELL_EVERY_S:
                    told_at = monotonic()
                    tell_how_it_is()
                return ending.wait(pause_s)

            def tell_how_it_is() -> None:
                frames = say_of_logs("frames", n=taking.frames)
                tell(say("frames_so_far", frames=frames, health=health_line(feeding.feed, now())))

            taking = Taking(
                known, url, feeding, redact=place.redactor(), rejects=place.rejects(), clock=now, wait=wait
            )
            tell(say("reading", feed=name, database=place.database))
            tell(say("cannot_tell", what=known.cannot_tell()))
            try:
                taking.run(is_once=once, is_patient=bool(feeding.cursor))
            finally:
                feeding.ended()
    except FeedError as error:
        raise click.ClickException(f"{kind}: {error}") from error
    counted = (say_of_logs("frames", n=taking.frames), say_of_logs("unread", n=taking.rejected))
    tell(say_of_logs("followed", frames=counted[0], unread=counted[1]))
