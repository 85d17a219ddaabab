"""How does a process log, so that nothing that a charger sent begins a line or moves the cursor?"""

from __future__ import annotations

import json
import logging
import sys
import threading
from types import TracebackType
from typing import Literal, TypeAlias

from chargeboard.capture.words import say
from chargeboard.domain.terminal import visible, visible_lines
from chargeboard.time.instants import SECOND, fixed_text_of

LogFormat: TypeAlias = Literal["text", "json"]
"""What a log consists of: lines for people, or a JSON object a line for programs."""
_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_log = logging.getLogger(__name__)


def begin_log(
    process: str,
    kind: LogFormat = "text",
    *,
    level: int = logging.INFO,
    form: str = "%(levelname)s %(message)s",
) -> None:
    """
    What this process logs goes to standard error.

    `process`: what it does, which programs are told.
    `form`: what a line for people consists of.
    """
    handler = logging.StreamHandler()
    if kind == "json":
        handler.setFormatter(_Document(process))
        sys.excepthook = _log_raised
        threading.excepthook = _log_raised_in_thread
        _log.setLevel(logging.INFO)  # what is told is logged, however little a process logs besides
    else:
        handler.setFormatter(_LineOfLog(form))
    logging.basicConfig(level=level, handlers=[handler])


def is_logged(line: str, *, aside: bool) -> bool:
    """Whether the log is for programs: then a line that is told, or told `aside`, is part of it."""
    if not any(isinstance(one.formatter, _Document) for one in logging.root.handlers):
        return False
    _log.log(logging.WARNING if aside else logging.INFO, "%s", line)
    return True


class _LineOfLog(logging.Formatter):
    """A message is one line, and a traceback has its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        record.message = visible(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the library's name
        return visible_lines(super().formatException(ei))


class _Document(logging.Formatter):
    """A record is a JSON object in one line of ASCII, in which a terminal finds nothing to obey."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        document = {
            "time": fixed_text_of(round(record.created * SECOND)),
            "level": record.levelname,
            "logger": record.name,
            "process": self._process,
            "message": record.getMessage(),
        }
        if charger := getattr(record, "charger", None):
            document["charger"] = charger
        if record.exc_info:
            document["traceback"] = self.formatException(record.exc_info)
        return json.dumps(document, ensure_ascii=True)


def _log_raised(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    _log.critical(say("ended_by_error"), exc_info=(kind, error, traceback))


def _log_raised_in_thread(raised: threading.ExceptHookArgs) -> None:
    if raised.exc_value is not None:
        _log_raised(raised.exc_type, raised.exc_value, raised.exc_traceback)
