"""Where is a log, by its URL?"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import msgspec

from chargeboard.stream.errors import LogError
from chargeboard.stream.words import say

_DEFAULT_NAME = "chargeboard"
_PORT = 4222
_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SCHEMES = frozenset({"nats", "tls"})


class LogAddress(msgspec.Struct, frozen=True):
    """`nats://user:password@one,two,three/name`: servers of one cluster, and the name of the log there."""

    servers: tuple[str, ...]
    user: str = ""
    password: str = ""
    name: str = _DEFAULT_NAME

    @property
    def shown(self) -> str:
        """What people are told of where it is."""
        return f"{','.join(self.servers)}/{self.name}"

    def live(self, what: str) -> str:
        """Where processes tell each other what is not kept."""
        return f"{self.name}.live.{what}"


def log_at(url: str) -> LogAddress:
    """
    The log of a URL.

    Raises: LogError for one that names none.
    """
    scheme, colon, rest = url.partition("://")
    user, _, places = rest.rpartition("@")
    hosts, _, name = places.partition("/")
    name = name or _DEFAULT_NAME
    shown = f"{scheme}{colon}{places}"
    if scheme not in _SCHEMES or not colon or not _NAME.fullmatch(name):
        raise LogError(say("no_url"), shown, say("write_url"))
    servers = []
    for host in hosts.split(","):
        try:
            found = urlsplit(f"{scheme}://{host}")
            port = found.port or _PORT
        except ValueError as error:
            raise LogError(say("no_url"), shown, say("write_url")) from error
        if not found.hostname:
            raise LogError(say("no_url"), shown, say("write_url"))
        servers.append(f"{scheme}://{host.rpartition(':')[0] if found.port else host}:{port}")
    name_of_user, _, password = user.partition(":")
    return LogAddress(tuple(servers), unquote(name_of_user), unquote(password), name)
