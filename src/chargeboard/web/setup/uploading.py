"""How does a log come from a browser to where it is read?"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.session_files.importing import FORMAT as SESSIONS
from chargeboard.capture.session_files.roles import Role
from chargeboard.capture.session_files.told import SOCKET_KEY, ToldError, told_by
from chargeboard.time.days import zone_of
from chargeboard.web.access.reading import about
from chargeboard.web.requests import PageRequest
from chargeboard.web.setup.server import Server
from chargeboard.web.setup.words import say

MOST_MIB = 32
_MOST_BYTES = MOST_MIB << 20
_BLOCK_BYTES = 1 << 20
MOST_SENT_BYTES = _MOST_BYTES + _BLOCK_BYTES
"""Of a form: the file, and what stands around it."""
_MOST_LEFT_BYTES = 1 << 30
_TOLD = "map-"
"""Before the key of `--map` in the name of a field."""
_PATIENCE_S = 10.0
_LOOK_EVERY_S = 0.1
_LONGEST_NAME_BYTES = 120
"""Most file systems take 255, in which the letters of a name count as often as they have bytes."""


async def take_upload(request: PageRequest, server: Server) -> str:
    """Have the log of a form read, and wait a moment for it; what is wrong with the form, in words."""
    try:
        form = await request.form()
    except RequestEntityTooLarge:
        await _drain(request)
        return say("too_large", most=MOST_MIB)
    try:
        return await _take(form, server)
    finally:
        await form.close()


async def _take(form: FormMultiDict, server: Server) -> str:
    if form.get("again"):
        return await _again(form, server)
    file, kind = form.get("file"), str(form.get("form", "auto"))
    if not isinstance(file, UploadFile) or not file.filename:
        return say("no_file")
    if kind not in {"auto", SESSIONS} and kind not in FORMATS:
        return say("bad_form", form=repr(kind))
    try:
        zone = _zone(str(form.get("zone", "")).strip())
    except (KeyError, ValueError, OSError):
        return say("bad_zone", zone=repr(form.get("zone")))
    name = _name(file.filename)
    about(name)
    folder = Path(tempfile.mkdtemp(prefix="chargeboard-log-"))
    is_taken = False
    try:
        if not await _write(file, folder / name):
            return say("too_large", most=MOST_MIB)
        is_taken = server.take_log(folder / name, kind, str(form.get("station", "")).strip(), zone)
        if not is_taken:
            return say("log_busy")
    finally:
        if not is_taken:
            shutil.rmtree(folder, ignore_errors=True)
    return await _waited(server)


async def _again(form: FormMultiDict, server: Server) -> str:
    """The file of sessions that waits, with what is said of its columns now."""
    try:
        zone = _zone(str(form.get("zone", "")).strip())
    except (KeyError, ValueError, OSError):
        return say("bad_zone", zone=repr(form.get("zone")))
    told = {
        name.removeprefix(_TOLD): str(value)
        for name, value in form.items()
        if name.startswith(_TOLD) and (value or name.removeprefix(_TOLD) in set(Role))
    }
    for pair in str(form.get("sockets", "")).split(","):
        label, equals, number = pair.rpartition("=")
        if equals:
            told[f"{SOCKET_KEY}{label.strip()}"] = number.strip()
    try:
        told_by(told)
    except ToldError as error:
        return str(error)  # before anything is read, so that the file waits on
    if server.log is not None:
        about(server.log.file)
    if not server.read_sessions(told, str(form.get("station", "")).strip(), zone):
        return say("no_sessions_wait")
    return await _waited(server)


async def _waited(server: Server) -> str:
    waited_s = 0.0
    while (log := server.log) is not None and not log.is_over and waited_s < _PATIENCE_S:
        await asyncio.sleep(_LOOK_EVERY_S)
        waited_s += _LOOK_EVERY_S
    return ""


async def _drain(request: PageRequest) -> None:
    """A browser listens to the answer once it has sent everything."""
    left, is_more = _MOST_LEFT_BYTES, True
    while is_more and left > 0:
        event = await request.receive()
        if event["type"] != "http.request":
            return
        left -= len(event["body"])
        is_more = event["more_body"]


async def _write(file: UploadFile, path: Path) -> bool:
    """Whether it is there; else it is too large."""
    size = 0
    with path.open("wb") as written:
        while block := await file.read(_BLOCK_BYTES):
            size += len(block)
            if size > _MOST_BYTES:
                return False
            written.write(block)
    return True


def _zone(name: str) -> ZoneInfo | None:
    return zone_of(name) if name else None


def _name(told: str) -> str:
    """What the file is called, as a name in a folder of ours: what was read is told by it."""
    name = told.replace("\\", "/").rpartition("/")[2]
    safe = "".join(letter if letter.isprintable() and letter not in '<>:"|?*' else "_" for letter in name)
    end = safe.strip(". ").encode()[-_LONGEST_NAME_BYTES:]
    return end.decode(errors="ignore") or "log"
