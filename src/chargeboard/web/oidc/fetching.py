"""
How is a service asked, and how much of its answer is taken?

Only hosts that the operator named are asked, over TLS unless they are this machine; no redirect is followed
and no proxy of the environment is used. It answers within seconds, and briefly.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import httpx
import msgspec

from chargeboard.domain.addresses import is_loopback
from chargeboard.web.oidc.errors import IssuerError
from chargeboard.web.oidc.words import say

logging.getLogger("httpx").setLevel(logging.WARNING)  # it tells of each request
PATIENCE_S = 10.0
MOST_BYTES = 1 << 20


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    body: bytes

    def told(self) -> dict[str, object]:
        """Its JSON object; nothing where it has none."""
        try:
            return msgspec.json.decode(self.body, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {}


def check_address(url: str, what: str, hosts: frozenset[str]) -> None:
    """
    Whether we go there, or send a browser there.

    Raises: IssuerError.
    """
    try:
        parts = urlsplit(url)
        place = host_of(url)
    except ValueError:
        raise IssuerError(say("not_an_address", what=what, url=repr(url))) from None
    is_private = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not is_private or parts.username is not None or not url.isprintable():
        raise IssuerError(say("not_an_address", what=what, url=repr(url)))
    if place not in hosts and (parts.hostname or "") not in hosts:
        raise IssuerError(say("elsewhere", what=what, host=place))


def host_of(url: str) -> str:
    """Host and port of an address. Raises: ValueError."""
    parts = urlsplit(url)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    return f"{parts.hostname}:{port}"


async def asked(
    title: str, method: str, url: str, headers: Mapping[str, str], body: str | None = None
) -> Answer:
    """
    The answer of a service.

    Raises: IssuerError.
    """
    taken = b""
    try:
        async with (
            asyncio.timeout(2 * PATIENCE_S),
            httpx.AsyncClient(
                verify=_trusted(), timeout=PATIENCE_S, follow_redirects=False, trust_env=False
            ) as client,
            client.stream(method, url, headers=dict(headers), content=body) as answer,
        ):
            async for part in answer.aiter_bytes():
                taken += part
                if len(taken) > MOST_BYTES:
                    raise IssuerError(say("too_long", name=title))
            return Answer(answer.status_code, taken)
    except TimeoutError as error:
        raise IssuerError(say("away", name=title, why=say("no_answer"))) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = str(error) or type(error).__name__
        raise IssuerError(say("away", name=title, why=why)) from error


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
