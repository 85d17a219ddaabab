"""How does a process log, so that nothing that a charger sent begins a line or moves the cursor?"""

from __future__ import annotations

import logging
from types import TracebackType

from chargeboard.domain.terminal import visible, visible_lines


def begin_log(*, level: int = logging.INFO, form: str = "%(levelname)s %(message)s") -> None:
    """What a process logs goes to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_LineOfLog(form))
    logging.basicConfig(level=level, handlers=[handler])


class _LineOfLog(logging.Formatter):
    """A message is one line, and a traceback has its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        record.message = visible(record.message)
        return super().formatMessage(record)

    def formatException(  # noqa: N802 - the library's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return visible_lines(super().formatException(ei))
