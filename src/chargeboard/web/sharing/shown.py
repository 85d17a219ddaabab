"""What of all addresses does a share show?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import parse_qsl, quote

from chargeboard.domain.shares import Share, ShareKind
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.urls.paths import segmented, station_of

HOW = frozenset({"kiosk", "save", "seen", "table", "theme"})
"""What an address says of how a page is shown, and not of what is on it."""
NEWS = "/live"
_REPORT = "report/"
"""Before a month or a week: reports are no pages below a charger or a site."""
_PART = re.compile(r"\\{(\w+)\\}")


@cache
def _shared() -> tuple[re.Pattern[str], ...]:
    """The paths that shares may show; a group for each part that is named."""
    templates = (
        route.removeprefix("GET ")
        for route, right in RIGHTS.items()
        if right.is_shared and right.role is not None
    )
    return tuple(re.compile(_PART.sub(r"(?P<\1>[^/]+)", re.escape(one))) for one in templates)


def path_of(share: Share) -> str:
    """The page that a share opens, as addresses of ours have it."""
    own = f"/{share.kind}s/{quote(share.about, safe='')}"
    if share.below.startswith(_REPORT):
        return f"/reports{own}/{share.below.removeprefix(_REPORT)}"
    return f"{own}/{share.below}" if share.below else own


def is_shown(share: Share, path: str) -> bool:
    """Whether a path, as the router has it, is of what a share shows."""
    if share.is_only:
        return path.removesuffix(NEWS) == segmented(path_of(share).encode())
    match = next((found for one in _shared() if (found := one.fullmatch(path))), None)
    if match is None:
        return False
    named = {name: station_of(part) for name, part in match.groupdict().items()}
    if share.kind is ShareKind.CHARGER:
        return named.get("station") == share.about
    return named.get("name", share.about) == share.about


def is_asked_as_shared(share: Share, asked: Iterable[tuple[str, str]]) -> bool:
    """Whether no other dates are asked for than those of a share that shows one page of certain dates."""
    if not share.is_only or not share.query:
        return True
    pinned = dict(parse_qsl(share.query, keep_blank_values=True))
    return {name: value for name, value in asked if name not in HOW} == pinned
