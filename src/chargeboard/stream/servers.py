"""
Does each server of a log write to its disk before it acknowledges?

It tells no client; it does tell who asks its monitoring port, where the operator says which that is.
"""

from __future__ import annotations

import asyncio

import httpx

from chargeboard.stream.address import LogAddress
from chargeboard.stream.words import say

_WITHIN_S = 3.0


async def doubts_of_servers(address: LogAddress) -> list[tuple[str, str]]:
    """What may lose something, in words; and what to do about it."""
    async with httpx.AsyncClient(timeout=_WITHIN_S, trust_env=False) as client:
        told = await asyncio.gather(*(_doubt(client, url) for url in address.monitors))
    return [doubt for doubt in told if doubt is not None]


async def _doubt(client: httpx.AsyncClient, url: str) -> tuple[str, str] | None:
    server = httpx.URL(url).host
    try:
        said = (await client.get(url)).json()
        is_strict = said["jetstream"]["config"].get("sync_always", False)
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        why = str(error) or type(error).__name__
        return say("server_untold", server=server, why=why), say("check_monitor")
    return None if is_strict else (say("server_lax", server=server), say("make_strict"))
