"""
Who makes a report that is due?

A process of its own for each, one at a time, which gives way to all others: what draws and counts takes a
processor for seconds, and alerts are sent meanwhile. It ends once that is made, and gives its memory back.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

from msgspec.structs import replace

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import NotSentError
from chargeboard.cli.place import Place
from chargeboard.cli.reports.words import say
from chargeboard.run.clock import now

_REMEMBERED_BYTES = 8 << 20
_GIVES_WAY = 10
"""How much nicer than its parent it is."""


class Maker:
    """Makes reports, one after the other, in processes of their own."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def filled(self, place: Place, message: Message) -> Message:
        """
        A message with its words and files.

        Raises: NotSentError where nothing is known of whom it is about, or where its process ended.
        """
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE
            )
            try:
                told, _ = await process.communicate(pickle.dumps((place.settings, message)))
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
        if process.returncode:
            raise NotSentError(say("not_made", code=process.returncode))
        made: Message | str = pickle.loads(told)  # noqa: S301 - our own child wrote it
        if isinstance(made, str):
            raise NotSentError(made)
        return made


def filled(place: Place, message: Message) -> Message:
    """It with its words and files. Raises: NotSentError where nothing is known of whom it is about."""
    from chargeboard.cli.reports.making import made  # noqa: PLC0415 - what draws is loaded once one is due

    report = message.report
    assert report is not None  # noqa: S101 - what waits here is a report
    with place.store(read_only=True) as store:
        try:
            what = made(place, place.desk_over(store, most_bytes=_REMEMBERED_BYTES), report, now())
        except LookupError as error:
            raise NotSentError(say("nothing_to_report", about=report.about or "-", why=error)) from error
    return replace(message, title=what.title, lines=what.lines, url=what.url, files=what.files)


def main() -> None:
    """Settings and message on standard input; the message with its report, or why not, on standard output."""
    os.nice(_GIVES_WAY)
    settings, message = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own parent wrote it
    place = Place(settings)
    place.begin_log("reports")
    place.speak()
    told: Message | str
    try:
        told = filled(place, message)
    except NotSentError as error:
        told = str(error)
    sys.stdout.buffer.write(pickle.dumps(told))


if __name__ == "__main__":
    main()
