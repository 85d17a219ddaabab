"""Which pages are about no single charger, and which of them want a site named first?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chargeboard.domain.people import Reader
from chargeboard.web.access.rights import RIGHTS
from chargeboard.words.catalogue import said

PAGES: Final[Mapping[str, str]] = {
    "/": "fleet.title",
    "/activity": "web.activity.page_title",
    "/alerts": "web.alerting.title",
    "/map": "web.site.map_title",
    "/comparison": "web.comparing.chargers_page_title",
    "/comparison/cohorts": "web.comparing.cohorts_page_title",
    "/protocol": "web.protocol.page_title",
    "/reports": "web.reporting.orders_title",
    "/official": "web.official.page_title",
    "/official/differences": "web.official.differing_page_title",
    "/official/visits": "web.official.visits_page_title",
    "/official/saturation": "web.official.saturation_page_title",
    "/exclusions": "web.excluding.title",
    "/sites": "web.setting.sites_title",
    "/settings": "web.setting.policy.title",
    "/settings/chargers": "web.setting.sheet_title",
    "/settings/shares": "web.sharing.title",
    "/setup": "web.setup.title",
    "/people": "web.people.people_title",
    "/audit": "web.people.audit_title",
    "/account": "web.people.account_title",
    "/api": "web.pages.api",
}
"""The code of the title of each, in the order in which they are offered."""
OF_A_SITE: Final = frozenset({"/official/visits", "/official/saturation"})
"""Those that are of the site that `site` names, and of none without it."""
_OURS = " – chargeboard"


def pages_for(reader: Reader) -> dict[str, str]:
    """Those that this reader may open as they stand: what each is called, by its path."""
    return {
        path: said(title).removesuffix(_OURS)
        for path, title in PAGES.items()
        if path not in OF_A_SITE and RIGHTS[f"GET {path}"].is_given_to(reader)
    }
