"""How does a report become files, and the words that go with them?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec

import msgspec

from chargeboard.alerts.saying import Attached
from chargeboard.cli.place import Place
from chargeboard.cli.reports.printing import NotPrintedError, printed, printer
from chargeboard.cli.reports.words import say
from chargeboard.documents.report_rows import report_rows, report_sheet
from chargeboard.domain.figures.report import Report, ReportOf
from chargeboard.domain.periods import period_named
from chargeboard.domain.report_orders import FileForm, ReportAsked
from chargeboard.run.desk import Desk
from chargeboard.time.instants import HOUR, Instant
from chargeboard.web.reporting.report_file import report_html
from chargeboard.web.reporting.report_view import report_page
from chargeboard.web.urls.mount import mounted
from chargeboard.web.urls.reports import report_url
from chargeboard.words.wall_clock import Local

_LATE = HOUR
_KINDS: Mapping[FileForm, str] = {
    FileForm.HTML: "text/html",
    FileForm.PDF: "application/pdf",
    FileForm.CSV: "text/csv",
    FileForm.PARQUET: "application/vnd.apache.parquet",
}


class Made(msgspec.Struct, frozen=True):
    """A report to be sent."""

    title: str
    lines: tuple[str, ...]
    url: str
    files: tuple[Attached, ...]
    missing: tuple[str, ...]
    """Why a file is not there."""


def made(place: Place, desk: Desk, asked: ReportAsked, at: Instant) -> Made:
    """
    A report with its files; one that cannot be made is named, and the page goes in its place.

    Raises: UnknownChargerError, UnknownSiteError, NoDayYetError.
    """
    report = told(desk, asked)
    page = report_page(report)
    with mounted("", place.url):
        url = report_url(report.of, report.id, report.period)
    files, missing = files_of(place, report, asked.forms, asked.order)
    return Made(
        title=say("title", kind=page.kind, whom=page.title, period=page.period),
        lines=(
            *_late(report, asked, at),
            *page.changed,
            *page.known,
            *missing,
            say("at_address", url=url),
        ),
        url=url,
        files=files,
        missing=missing,
    )


def told(desk: Desk, asked: ReportAsked) -> Report:
    """The figures. Raises: as `made`."""
    period = period_named(asked.period)
    assert period is not None  # noqa: S101 - whoever asked named one
    if asked.of == ReportOf.CHARGER:
        return desk.reports.charger(asked.about, period)
    return (
        desk.reports.site(asked.about, period)
        if asked.of == ReportOf.SITE
        else desk.reports.all(None, period)
    )


def files_of(
    place: Place, report: Report, forms: tuple[FileForm, ...], name: str
) -> tuple[tuple[Attached, ...], tuple[str, ...]]:
    """The files, and why one is missing."""
    html = report_html(report, place.url).encode()
    writers: Mapping[FileForm, Callable[[], bytes]] = {
        FileForm.HTML: lambda: html,
        FileForm.PDF: lambda: printed(html, printer(place.settings.reports.chromium)),
        FileForm.CSV: lambda: csv_of(report),
        FileForm.PARQUET: lambda: parquet_of(report),
    }
    found: dict[FileForm, bytes] = {}
    missing = []
    for form in forms:
        try:
            found[form] = writers[form]()
        except NotPrintedError as error:
            missing.append(say("pdf_missing", why=error))
        except ModuleNotFoundError:
            missing.append(say("parquet_missing", why=say("needs_pyarrow")))
    if missing:
        found.setdefault(FileForm.HTML, html)
    files = [Attached(f"{name}-{report.period}.{form}", _KINDS[form], body) for form, body in found.items()]
    return tuple(files), tuple(missing)


def csv_of(report: Report) -> bytes:
    """Its rows for a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(report_sheet(report).heads)
    rows.writerows(report_rows(report))
    return text.getvalue().encode()


def parquet_of(report: Report) -> bytes:
    """Typed rows. Raises: ModuleNotFoundError."""
    if find_spec("pyarrow") is None:
        raise ModuleNotFoundError("pyarrow")
    from chargeboard.cli.reports.report_parquet import parquet  # noqa: PLC0415 - an extra

    return parquet(report)


def _late(report: Report, asked: ReportAsked, at: Instant) -> tuple[str, ...]:
    if asked.due_at is None or at - asked.due_at <= _LATE:
        return ()
    return (say("late", at=Local(report.timezone, at).in_full(asked.due_at)),)
