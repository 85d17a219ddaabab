"""How is a report one file that opens without us?"""

from __future__ import annotations

from chargeboard.domain.figures.report import Report
from chargeboard.web.reporting.report_view import report_page
from chargeboard.web.templating import file_html
from chargeboard.web.urls.mount import mounted
from chargeboard.web.urls.reports import evidence_of, report_url


def report_html(report: Report, url: str) -> str:
    """Its links lead to the page of evidence at `url`; nothing of it is loaded, and nothing runs in it."""
    with mounted("", url):
        return file_html(
            "web/reporting/file.html",
            p=report_page(report),
            evidence=evidence_of(report),
            period=report.period,
            own=report_url(report.of, report.id, report.period),
        )
