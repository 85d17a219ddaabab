"""`chargeboard mirror`: what chargers and their CSMS said, from packets that were captured beside them."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
import msgspec

from chargeboard.capture.feeds.kind import FeedError, see_that_it_is_there
from chargeboard.capture.feeds.mirror import KIND
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
from chargeboard.store import held

if TYPE_CHECKING:
    from chargeboard.capture.feeds.mirror.reading import Mirror

_TELL_EVERY_S = 60.0


@click.command(help=say("mirror_help"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--wire", default="", metavar="NAME", help=say("wire_option"))
@located
def mirror(place: Place, files: Sequence[str], *, wire: str) -> None:
    """The command `mirror`."""
    place.begin_log("mirror")
    name = f"{KIND.name} {wire}".strip()
    try:
        with _read(place, files, wire) as captures:
            frames = _take_in(place, captures, files, name)
    except FeedError as error:
        raise click.ClickException(str(error)) from error
    _tell_seen(captures)
    tell(say_of_logs("frames", n=frames))


@contextmanager
def _read(place: Place, files: Sequence[str], wire: str) -> Iterator[Mirror]:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.mirror.reading import Mirror  # noqa: PLC0415 - what it needs may not be there

    mark = place.address.beside.mark_of(Path("/", KIND.name, wire))
    with (
        held(str(mark), "chargeboard mirror", say("mirror_stop_first")),
        closing(Mirror(files, mark)) as captures,
    ):
        yield captures


def _take_in(place: Place, captures: Mirror, files: Sequence[str], name: str) -> int:
    """Until the end of the captures, or of us; how many frames."""
    told_at = monotonic()

    def wait(pause_s: float) -> bool:
        nonlocal told_at
        if pause_s < EVERY_S and monotonic() - told_at >= _TELL_EVERY_S:
            told_at = monotonic()
            _tell_seen(captures)
        return ending.wait(pause_s)

    with (
        Ending(signal.SIGINT, signal.SIGTERM) as ending,
        place.store(is_made=True) as store,
        understanding(place.projector_over(store)) as heard,
    ):
        place.begin_keeping(store)
        feeding = Feeding(store, name, KIND.name, now, heard, lambda: old_before(now()))
        taking = Taking(
            msgspec.structs.replace(KIND, open=lambda *_: captures),
            files[0],
            feeding,
            redact=place.redactor(),
            rejects=place.rejects(),
            clock=now,
            wait=wait,
        )
        tell(say("mirroring", files=", ".join(files), database=place.database))
        try:
            taking.run(is_once=True)
        finally:
            captures.leave(feeding.cursor, now())
            feeding.ended()
    return taking.frames


def _tell_seen(captures: Mirror) -> None:
    from chargeboard.capture.feeds.mirror.reading import told  # noqa: PLC0415 - see above

    for line in told(captures.seen):
        tell(line)
