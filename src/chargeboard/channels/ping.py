"""
How does somebody else learn that we are there?

By the protocol of healthchecks.io, which others speak too: a request to the address once in a while, to
`/fail` below it where something is wrong. Who hears neither for some time raises the alarm.
"""

from __future__ import annotations

import logging

import httpx

from chargeboard.channels.words import say

_PATIENCE_S = 10.0
_log = logging.getLogger(__name__)


async def ping(url: str, *, is_well: bool) -> bool:
    """Tell how we are; whether that was heard."""
    target = url if is_well else f"{url.rstrip('/')}/fail"
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE_S, trust_env=False) as client:
            answer = await client.get(target)
    except httpx.HTTPError as error:
        _log.warning(say("ping_not_heard", why=str(error) or type(error).__name__))
        return False
    if not answer.is_success:
        _log.warning(say("ping_not_heard", why=say("answered", status=answer.status_code, said="")))
    return answer.is_success
