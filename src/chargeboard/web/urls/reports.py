"""Where is a report, and where is the evidence of its figures?"""

from __future__ import annotations

from urllib.parse import quote

from chargeboard.domain.figures.report import Report, ReportOf
from chargeboard.web.urls.links import activity_url, addressed, charger_url, list_url, site_url
from chargeboard.web.urls.mount import rooted


def report_url(of: str, name: str, period: str) -> str:
    """Its address; `name` is the charger's id or that of the site."""
    whom = {ReportOf.CHARGER: "chargers", ReportOf.SITE: "sites", ReportOf.ALL: "all"}[ReportOf(of)]
    named = f"/{quote(name, safe='')}" if of != ReportOf.ALL else ""
    return rooted(f"/reports/{whom}{named}/{period}")


def evidence_of(report: Report) -> dict[str, str]:
    """The address behind each figure, by its name; `days` of all of them, `live` of the present."""
    dates = {"from_": report.window.from_, "through": report.through}
    if report.of == ReportOf.CHARGER:
        ways = {
            "sessions": "sessions",
            "energy": "days",
            "utilization": "days",
            "success": "attempts",
            "uptime": "uptime",
            "errors": "errors",
            "days": "days",
        }
        return {key: list_url(report.id, what, **dates) for key, what in ways.items()} | {
            "live": charger_url(report.id)
        }
    query = {"from": str(report.window.from_), "through": str(report.through)}
    if report.of == ReportOf.SITE:
        query["text"] = report.id
    whole = addressed("/comparison", query)
    ways = dict.fromkeys(("sessions", "energy", "utilization", "success", "uptime", "days"), whole)
    site = report.id if report.of == ReportOf.SITE else ""
    errors = activity_url(kind="errors", site=site, **dates)
    return ways | {"errors": errors, "live": site_url(site) if site else rooted("/")}
