"""
Who stands before us, and under which name and path were we asked?

A trusted proxy says for whom it speaks, by which scheme and name it was asked, and below which path it shows
us. A name that is not ours is refused: a page of another site could have its name lead here (DNS rebinding).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from urllib.parse import quote

from litestar.types import HTTPScope, Send

from chargeboard.domain.addresses import Proxies, address_of, name_in
from chargeboard.web.access.words import say
from chargeboard.web.urls.mount import inside, is_ambiguous, prefix_of

_log = logging.getLogger(__name__)
_SCHEMES = frozenset({"http", "https"})

ANY = "*"


class StrangeNameError(Exception):
    """We were asked under a name that is not ours."""

    def __init__(self, name: str) -> None:
        super().__init__(say("unknown_host", name=repr(name), host=name))


class Front:
    """What the operator said of names, paths and proxies. By itself any name is ours, and no proxy is."""

    def __init__(
        self, *, hosts: Iterable[str] = (ANY,), root_path: str = "", proxies: Proxies | None = None
    ) -> None:
        """
        `hosts` besides loopback and plain addresses; `*.example.org` stands for all names below.

        Raises: ValueError that says what cannot be used.
        """
        self._hosts = frozenset(name_in(host) for host in hosts)
        self._root = prefix_of(root_path)
        if is_ambiguous(self._root):
            raise ValueError(say("root_path_taken", path=repr(root_path)))
        self._proxies = proxies or Proxies()
        self._warned = set[str]()

    def enter(self, scope: HTTPScope) -> str:
        """
        Put into the scope of a request what the proxy said, and give the path that stands before ours.

        Raises: StrangeNameError.
        """
        headers = list(scope["headers"])
        told = {
            name.removeprefix(b"x-forwarded-").decode(): value.decode("latin-1")
            for name, value in headers
            if name.startswith(b"x-forwarded-")
        }
        peer = str((scope.get("client") or ("",))[0])
        host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
        self._check(host)
        address = address_of(peer)
        scope["client"] = (str(address or peer), (scope.get("client") or ("", 0))[1])
        root = self._root
        if told and self._proxies.trusts(peer):
            root = self._told(scope, told, peer)
        elif told:
            self._warn(
                "proxy",
                say("untrusted_proxy", peer=peer),
            )
        raw = scope.get("raw_path") or quote(scope["path"]).encode()
        scope["raw_path"] = inside(raw, root)
        return root

    def _told(self, scope: HTTPScope, told: dict[str, str], peer: str) -> str:
        headers = scope["headers"]
        fors = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
        scope["client"] = (self._proxies.speaker(peer, fors), 0)
        if (scheme := told.get("proto", "").partition(",")[0].strip()) in _SCHEMES:
            scope["scheme"] = scheme
        if host := told.get("host", "").partition(",")[0].strip():
            self._check(host)
            scope["headers"] = [
                (name, host.encode("latin-1") if name == b"host" else value) for name, value in headers
            ]
        try:
            return prefix_of(told.get("prefix", "")) or self._root
        except ValueError as error:
            self._warn("prefix", say("prefix_not_used", peer=peer, error=error))
            return self._root

    def _check(self, host: str) -> None:
        """A browser always names whom it asks; programs of old need not."""
        name = name_in(host)
        if not host or ANY in self._hosts or name in self._hosts or _is_plain(name):
            return
        above = name.split(".")[1:]
        if not any(f"*.{'.'.join(above[at:])}" in self._hosts for at in range(len(above))):
            raise StrangeNameError(name)

    def _warn(self, about: str, words: str) -> None:
        """Say it once: whoever asks may have it said."""
        if about not in self._warned:
            self._warned.add(about)
            _log.warning("%s", words)


def _is_plain(name: str) -> bool:
    """Whether no name server was asked for it: an address, or this machine's own name."""
    return address_of(name) is not None or name == "localhost" or name.endswith(".localhost")


async def refuse(error: StrangeNameError, send: Send) -> None:
    """Say so, and nothing of what is here: 421, misdirected."""
    body = f"{error}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
