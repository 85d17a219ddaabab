"""`chargeboard follow`: a log that another program writes, while it writes it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.following import FOLLOWED, Follower, UnknownFormatError
from chargeboard.capture.formats.settling import UnsettledError
from chargeboard.cli.logs.import_command import Zone
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.receiving import taking_in
from chargeboard.cli.terminal import say
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.run.receiving.intake import Delivery
from chargeboard.store import held

_LOOK_EVERY_S = 0.2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", *FOLLOWED]),
    default="auto",
    show_default=True,
    help="What the log is; auto looks at its first lines.",
)
@click.option("--station", metavar="ID", default="", help="The charger, where the log names none.")
@click.option("--tz", metavar="ZONE", type=Zone(), help="The zone of times that name none.")
@located
def follow(place: Place, file: Path, *, format_: str, station: str, tz: ZoneInfo | None) -> None:
    """
    Take in a log as it grows, from its beginning; Ctrl-C ends it.

    It may be rotated. Another start goes on where this one ended, and nothing is kept twice.
    """
    ending = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: ending.set())
    mark = place.address.beside.mark_of(file)
    with (
        held(str(mark), "chargeboard follow", "Stop it first; a log is followed once."),
        place.desk(is_made=True) as desk,
        taking_in(desk, is_collector=False) as intake,
    ):
        place.begin_keeping(desk.store)
        desk.store.begin_source()

        def keep(frames: Sequence[Frame]) -> None:
            future: Future[str] = Future()
            intake.submit(Delivery(frames, done=future.set_result))
            future.result()

        follower = Follower(
            file,
            mark,
            keep=keep,
            redact=place.redactor(),
            rejects=place.rejects(),
            wait=lambda: ending.wait(_LOOK_EVERY_S),
            clock=now,
        )
        if follower.has_missed:
            say(
                f"{file} was rotated meanwhile, and the old one is not beside it: import it too, "
                "nothing is kept twice",
                aside=True,
            )
        say(f"following {file} into {place.database} (Ctrl-C ends it)")
        try:
            follower.run(format_, station, tz)
        except UnsettledError as error:
            raise click.ClickException(f"{file}: {error}") from error
        except UnknownFormatError as error:
            known = "|".join(FOLLOWED)
            hint = f"{error} is none that grows with frames in it" if str(error) else f"give --format {known}"
            raise click.ClickException(f"{file}: not a log that can be followed; {hint}") from error
    say(f"{follower.frames:,} frames, {follower.rejected:,} lines that could not be read")
