"""What is the same on each page of official figures of a site and a month?"""

from __future__ import annotations

from chargeboard.evidence.official.view import month_name
from chargeboard.web.official.words import say
from chargeboard.web.urls.links import addressed


def site_url(what: str, site: str) -> str:
    """Such a page."""
    return addressed(f"/official/{what}", {"site": site})


def facts_of(site: str, month: str, zone: str, *, partial: bool) -> tuple[str, ...]:
    """Under its title; `partial`: the month is not over."""
    told = say("month_so_far" if partial else "month_name", month=month_name(month), zone=zone)
    return say("of_site", site=site), told
