"""
How does a page become paper?

Chromium prints it, where there is one: a process of its own with an empty environment and a folder of its
own, which loads nothing from anywhere, and is ended after a while with all that it began. Who
runs as root has it run as nobody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from chargeboard.cli.reports.words import say

PRINTS_WITHIN_S = 60.0
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_MOST_BYTES = 32 << 20
_NOBODY = "nobody"
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


class NotPrintedError(Exception):
    """There is no paper: says why, and what to do."""


def printer(named: str) -> str:
    """
    The program that prints: the one that the settings name, or one that is found.

    Raises: NotPrintedError.
    """
    if named:
        if found := shutil.which(named):
            return found
        raise NotPrintedError(say("no_such_printer", program=named))
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise NotPrintedError(say("no_printer"))


def printed(html: bytes, program: str, within_s: float = PRINTS_WITHIN_S) -> bytes:
    """A page as PDF. Raises: NotPrintedError."""
    with _folder() as folder:
        page, paper = folder / "page.html", folder / "page.pdf"
        page.write_bytes(html)
        page.chmod(0o644)
        for sandbox in ((), ("--no-sandbox",)):
            code = _run((program, *_OPTIONS, *sandbox), folder, page, paper, within_s)
            if paper.is_file() and paper.stat().st_size <= _MOST_BYTES:
                body = paper.read_bytes()
                if body.startswith(b"%PDF-"):
                    return body
        raise NotPrintedError(say("not_printed", program=program, code=code))


def _run(command: tuple[str, ...], folder: Path, page: Path, paper: Path, within_s: float) -> int:
    """What the program ends with; it and all that it began are gone then. Raises: NotPrintedError."""
    own = pwd.getpwnam(_NOBODY) if os.geteuid() == 0 else None
    places = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={paper}", page.as_uri())
    try:
        process = subprocess.Popen(  # noqa: S603 - the operator's own program
            [*command, *places],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(folder)},
            start_new_session=True,
            user=None if own is None else own.pw_uid,
            group=None if own is None else own.pw_gid,
            extra_groups=None if own is None else [],
        )
    except OSError as error:
        raise NotPrintedError(say("not_run", program=command[0], why=error.strerror or str(error))) from error
    try:
        return process.wait(within_s)
    except subprocess.TimeoutExpired:
        raise NotPrintedError(say("prints_too_long", program=command[0], seconds=within_s)) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that whoever prints may write in, gone afterwards."""
    with TemporaryDirectory(prefix="chargeboard-print-", ignore_cleanup_errors=True) as name:
        if os.geteuid() == 0:
            own = pwd.getpwnam(_NOBODY)
            os.chown(name, own.pw_uid, own.pw_gid)
        yield Path(name)
