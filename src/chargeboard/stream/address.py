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
_MONITOR = re.compile(r"(?:monitor=(\d{1,5}))?")
_SCHEMES = frozenset({"nats", "tls"})


class LogAddress(msgspec.Struct, frozen=True):
    """`nats://user:password@one,two,three/name?monitor=8222`: servers of one cluster, and a log there."""

    servers: tuple[str, ...]
    user: str = ""
    password: str = ""
    name: str = _DEFAULT_NAME
    monitor: int = 0
    """The port where each server tells how it was started; 0: none that we know."""

    @property
    def shown(self) -> str:
        """What people are told of where it is."""
        return f"{','.join(self.servers)}/{self.name}"

    @property
    def monitors(self) -> list[str]:
        """Where each server tells how it was started."""
        hosts = (urlsplit(server).hostname or "" for server in self.servers if self.monitor)
        return [f"http://{f'[{host}]' if ':' in host else host}:{self.monitor}/varz" for host in hosts]

    def live(self, what: str) -> str:
        """Where processes tell each other what is not kept."""
        return f"{self.name}.live.{what}"


def log_at(url: str) -> LogAddress:
    """
    The log of a URL.

    Raises: LogError for one that names none.
    """
    url, _, asked = url.partition("?")
    scheme, colon, rest = url.partition("://")
    user, _, places = rest.rpartition("@")
    hosts, _, name = places.partition("/")
    name = name or _DEFAULT_NAME
    shown = f"{scheme}{colon}{places}"
    monitor = _MONITOR.fullmatch(asked)
    if scheme not in _SCHEMES or not colon or not _NAME.fullmatch(name) or monitor is None:
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
    port = int(monitor[1] or 0)
    return LogAddress(tuple(servers), unquote(name_of_user), unquote(password), name, port)
