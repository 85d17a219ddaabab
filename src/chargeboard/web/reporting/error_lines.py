"""Which errors does a report name, and what is there to do about them?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.domain.figures.board import ErrorRow
from chargeboard.domain.figures.report import Report, ReportErrorKind, ReportOf
from chargeboard.panels.errors.view import (
    episodes_of,
    often,
    open_time,
    open_words,
    place,
    severity_words,
)
from chargeboard.reasons import sentences
from chargeboard.web.reporting.known import NEARLY_ALL
from chargeboard.web.reporting.words import say

MOST_ERRORS = 5


class ErrorLine(msgspec.Struct, frozen=True):
    """An error and what to do about it."""

    code: str
    vendor_code: str
    where: str
    """And how bad it is, and whether it lasts."""
    often: str
    meaning: str
    action: str


def error_lines(report: Report) -> tuple[ErrorLine, ...]:
    """Of one charger its errors, of several each code once."""
    if report.of == ReportOf.CHARGER:
        return tuple(_error(row, is_over=report.is_over) for row in report.errors)
    return tuple(map(_of_kind, report.error_kinds))


def _of_kind(kind: ReportErrorKind) -> ErrorLine:
    return ErrorLine(
        code=kind.code,
        vendor_code=kind.vendor_code or "",
        where=say("at_chargers", n=kind.chargers),
        often=episodes_of(kind.episodes),
        meaning=sentences(kind.meaning),
        action=sentences(kind.action) or say("no_action"),
    )


def _error(row: ErrorRow, *, is_over: bool) -> ErrorLine:
    standing = open_words(is_past=is_over) if row.active else say("cleared")
    return ErrorLine(
        code=row.code,
        vendor_code=row.vendor_code or "",
        where=say("where_and", where=place(row, {}), severity=severity_words(row), standing=standing),
        often=", ".join(filter(None, (often(row), open_time(row)))),
        meaning=sentences(row.meaning),
        action=sentences(row.action) or say("no_action"),
    )


def errors_told(report: Report, errors: Sequence[ErrorLine]) -> str:
    """How many there are besides those that are shown, or that there are none."""
    if not errors:
        is_known = report.of != ReportOf.CHARGER or (report.coverage_pct or 0) >= NEARLY_ALL * 100
        return say("no_errors" if is_known else "no_errors_known")
    more = len(errors) - MOST_ERRORS
    told = say("more_errors", n=more) if more > 0 else say("all_errors")
    return say("of_newest", told=told, n=report.newest_errors) if report.newest_errors else told
