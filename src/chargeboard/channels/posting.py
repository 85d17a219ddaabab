"""
How is something posted over HTTP, and what counts as accepted?

What is answered with 2xx. No redirect is followed, no proxy of the environment is used, and what a name stood
for when it was looked up is connected to.
"""

from __future__ import annotations

import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx

from chargeboard.channels.addresses import address_of
from chargeboard.channels.channel import NotSentError
from chargeboard.channels.words import say

PATIENCE_S = 15.0
_MOST_SAID = 200
_AGAIN = frozenset({401, 403, 404, 407, 408, 409, 425, 429})
"""Answers below 500 after which it is worth trying again: somebody may put it right."""


async def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    """
    Post JSON; done when it was accepted.

    Raises: NotSentError.
    """
    try:
        status, said, where = await _posted(url, body, {"User-Agent": "chargeboard", **headers})
    except httpx.TimeoutException as error:
        raise NotSentError(say("not_answered", seconds=PATIENCE_S)) from error
    except httpx.HTTPError as error:
        raise NotSentError(say("not_reached", why=str(error) or type(error).__name__)) from error
    if 300 <= status < 400:
        target = urlsplit(where).hostname or "?"
        raise NotSentError(say("redirected", status=status, where=target), is_final=True)
    if not 200 <= status < 300:
        is_final = 400 <= status < 500 and status not in _AGAIN
        raise NotSentError(
            say("answered", status=status, said=f": {said}" if said else ""), is_final=is_final
        )


async def _posted(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
    """Status, the beginning of what was said, and where it points."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = await address_of(host, port)
    netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    async with (
        httpx.AsyncClient(
            verify=_trusted(), timeout=PATIENCE_S, follow_redirects=False, trust_env=False
        ) as client,
        client.stream(
            "POST",
            parts._replace(netloc=netloc).geturl(),
            content=body,
            headers={"Content-Type": "application/json", **headers, "Host": parts.netloc},
            extensions={"sni_hostname": host},
        ) as answer,
    ):
        said = ""
        if not answer.is_success:
            async for part in answer.aiter_text(_MOST_SAID):
                said = " ".join(part[:_MOST_SAID].split())
                break
        return answer.status_code, said, answer.headers.get("location", "")


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
