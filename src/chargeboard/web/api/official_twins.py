"""What do programs get of official figures?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.figures.official import OfficialDifferences, OfficialFigures
from chargeboard.domain.figures.official_flags import OfficialFlags
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import AT, LAST_MONTH, LAST_OF_TWELVE, choice
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.official import month_in, official_asked


def official_twins(desk: Desk) -> Iterable[Twin]:
    """The twins of the page."""

    def figures(request: PageRequest, own: str) -> OfficialFigures:
        query = request.query_params
        return desk.official.figures(own, month_in(query, "month"), instant_in(query, "at"))

    def differences(request: PageRequest, own: str) -> OfficialDifferences:
        asked = official_asked(request.query_params, month="month")
        return desk.official.differences(own, asked.rules, asked.month, asked.at)

    return (
        Twin(
            "/official",
            "Official figures of a charger",
            "Uptime of twelve months by every official rule, by month and socket. Indicative: our reading.",
            OfficialFigures,
            "Seconds by how each rule counts them.",
            (AT, LAST_OF_TWELVE),
            figures,
        ),
        Twin(
            "/official/differences",
            "Where two official rules differ",
            "All time of a month that two rules count otherwise, with what was declared then.",
            OfficialDifferences,
            "Pieces of time, by time.",
            (
                AT,
                choice("first", "One rule", RULE_OF, usual="nevi"),
                choice("second", "The other", RULE_OF, usual="uk"),
                LAST_MONTH,
            ),
            differences,
        ),
        Twin(
            "/official/flags",
            "What a regulator's own checks would flag",
            "The checks of data quality of QualiCharge and Atlas on a month, each with its hits. Indicative:"
            " our reading.",
            OfficialFlags,
            "Check by check.",
            (AT, LAST_MONTH),
            lambda request, own: desk.official.flags(
                own, month_in(request.query_params, "month"), instant_in(request.query_params, "at")
            ),
        ),
    )
