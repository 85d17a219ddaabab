"""Which methods does an address take?"""

from __future__ import annotations

from litestar import Litestar
from litestar.enums import HttpMethod
from litestar.exceptions import HTTPException


def methods_of(app: Litestar, path: str) -> list[str]:
    """Those that the address takes, as the front of the application has it; none of one that is not there."""
    found = [
        asked.value
        for asked in HttpMethod
        if asked != HttpMethod.OPTIONS
        and _is_routed(app, path, HttpMethod.GET if asked == HttpMethod.HEAD else asked)
    ]
    return sorted([*found, HttpMethod.OPTIONS.value]) if found else []


def _is_routed(app: Litestar, path: str, method: HttpMethod) -> bool:
    try:
        app.asgi_router.handle_routing(path, method)
    except HTTPException:
        return False
    return True
