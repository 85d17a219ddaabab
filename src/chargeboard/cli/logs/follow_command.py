"""`chargeboard follow`: a log that another program writes, while it writes it."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.following import FOLLOWED, Follower, Mark, UnknownFormatError, leave_mark, read_mark
from chargeboard.capture.formats.settling import UnsettledError
from chargeboard.cli.ending import Ending
from chargeboard.cli.logs.log_options import format_option, station_option, zone_option
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.receiving import taking_in, understanding
from chargeboard.cli.terminal import tell
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.run.receiving.delivery import Delivery
from chargeboard.store import held

_LOOK_EVERY_S = 0.2


@click.command(help=say("follow_help"))
@click.argument("file", type=click.Path(path_type=Path))
@format_option(FOLLOWED, say("follow_format_option"))
@station_option
@zone_option
@located
def follow(place: Place, file: Path, *, format_: str, station: str, tz: ZoneInfo | None) -> None:
    """The command `follow`."""
    mark = place.address.beside.mark_of(file)
    with (
        Ending(signal.SIGINT, signal.SIGTERM) as ending,
        held(str(mark), "chargeboard follow", say("follow_stop_first")),
        place.store(is_made=True) as store,
        understanding(place.projector_over(store)) as heard,
        taking_in(store, heard, is_collector=False) as intake,
    ):
        place.begin_keeping(store)
        store.begin_delivery()

        def keep(frames: Sequence[Frame], behind: Mark) -> None:
            future: Future[str] = Future()
            intake.submit(Delivery(frames, done=future.set_result))
            future.result()
            leave_mark(mark, behind)

        follower = Follower(
            file,
            read_mark(mark),
            keep=keep,
            redact=place.redactor(),
            rejects=place.rejects(),
            wait=lambda: ending.wait(_LOOK_EVERY_S),
            clock=now,
        )
        if follower.has_missed:
            tell(
                say("follow_rotated", file=file),
                aside=True,
            )
        tell(say("following", file=file, database=place.database))
        try:
            follower.run(format_, station, tz)
        except UnsettledError as error:
            raise click.ClickException(f"{file}: {error}") from error
        except UnknownFormatError as error:
            known = "|".join(FOLLOWED)
            hint = (
                say("follow_not_growing", format=error)
                if str(error)
                else say("follow_give_format", known=known)
            )
            raise click.ClickException(say("follow_no_log", file=file, hint=hint)) from error
    tell(say("followed", frames=say("frames", n=follower.frames), unread=say("unread", n=follower.rejected)))
