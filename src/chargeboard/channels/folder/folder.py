"""
How are files put into a folder?

Each under a name of its own until it is whole and on the disk; then it takes the place of one of its name at
once, so that nobody ever reads a part of it, and who sends it again changes nothing.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path

from chargeboard.alerts.saying import Attached, Message
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values
from chargeboard.channels.folder.words import say


def _check(values: Values) -> None:
    folder = Path(values["folder"])
    if not folder.is_absolute():
        raise ChannelError("folder", say("not_absolute", folder=folder))
    if not folder.is_dir():
        raise ChannelError("folder", say("no_folder", folder=folder))


async def _send(values: Values, message: Message, _: int) -> None:
    folder = Path(values["folder"])
    await asyncio.to_thread(_put, folder, message.all_files)


def _put(folder: Path, files: tuple[Attached, ...]) -> None:
    try:
        if not folder.is_dir():
            raise NotSentError(say("no_folder", folder=folder))
        for file in files:
            write_whole(folder / file.name, file.body)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NotSentError(say("not_written", folder=folder, why=why)) from error


def write_whole(path: Path, body: bytes) -> None:
    """A file that is there whole, on the disk, or not at all; its owner's only. Raises: OSError."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


CHANNEL = Channel(
    kind="folder",
    fields=(Field("folder", lambda: say("field_folder")),),
    check=_check,
    send=_send,
    carries=True,
    only_reports=True,
    title=lambda: say("title"),
)
