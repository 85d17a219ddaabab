"""
To which addresses is something sent?

The address is the operator's own, and may be one of his network. What leads to no service at all but may lead
to the secrets of a server in a cloud is refused, whatever name it hides behind: the name is looked up once,
and what it stood for then is what is connected to.
"""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

from chargeboard.channels.channel import ChannelError, NotSentError
from chargeboard.channels.words import say
from chargeboard.domain.addresses import is_refused


def check_url(url: str, field: str = "url") -> None:
    """Raises: ChannelError where nothing is sent to such an address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ChannelError(field, say("no_host")) from None
    del port
    if parts.scheme not in {"https", "http"}:
        raise ChannelError(field, say("not_http", scheme=f"{parts.scheme}:" if parts.scheme else url[:20]))
    if not parts.hostname:
        raise ChannelError(field, say("no_host"))
    if parts.username or parts.password:
        raise ChannelError(field, say("user_in_url"))
    if is_refused(parts.hostname):
        raise ChannelError(field, say("address_refused", address=parts.hostname))


async def address_of(host: str, port: int) -> str:
    """
    The address that a name stands for now.

    Raises: NotSentError.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSentError(say("not_resolved", host=host, why=error)) from error
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        if is_refused(address):
            raise NotSentError(say("address_refused", address=address), is_final=True)
    return addresses[0]
