"""What did the operator set for `chargeboard tap`?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import as_list, typed
from chargeboard.config.words import say
from chargeboard.domain.addresses import Proxies


class TapSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The relay between chargers and a management system that exists."""

    listen: str = ""
    """Where chargers connect: HOST:PORT, or unix:PATH for a proxy on this machine."""
    upstream: str = ""
    """The management system: `ws://HOST:PORT`, `wss://HOST:PORT` or `unix:PATH`."""
    paths: dict[str, str] | None = None
    """
    Management systems by how the path of a charger's address begins, as `"/site-a" = "ws://a:8080"`; the
    longest counts. `upstream` has all other paths; without it they are answered 404.
    """
    spool: str = ""
    """A folder of its own, where frames are kept until they are sent."""
    rewrite_host: bool = False
    """Whether the management system's name is written into the Host header."""
    tls_certificate: str = ""
    """A PEM file with the certificate chain of the tap: chargers then connect to it by wss://."""
    tls_key: str = ""
    """The PEM file with its private key, where it is not in the same file."""
    legacy_rsa_kx: bool = False
    """Whether old chargers that know no elliptic curves may connect by TLS with RSA key exchange."""
    upstream_ca: str = ""
    """A PEM file with the authorities that sign the management systems' certificates; empty: the system's."""
    upstream_name: str = ""
    """The name in a management system's certificate, where its address says another one."""
    upstream_certificate: str = ""
    """A PEM file with a client certificate that is shown to the management system."""
    upstream_key: str = ""
    """The PEM file with its private key, where it is not in the same file."""
    proxy_protocol: tuple[str, ...] = ()
    """Addresses and networks of proxies that begin each connection with a PROXY header (version 1 or 2)."""
    send_proxy: bool = False
    """Whether each connection to the management system begins with such a header, of version 2."""

    @property
    def contradiction(self) -> str:
        """What cannot be meant together, in words; empty where all can."""
        addresses = [*(self.paths or {}).values(), *([self.upstream] if self.upstream else [])]
        if self.send_proxy and any(address.startswith("wss://") for address in addresses):
            return say("proxy_header_before_tls")
        return ""


TAP_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(TapSettings)
}


def checked_tap(key: str, value: object) -> object:
    """
    The value of a key of `[tap]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found = typed(key, as_list(value, TAP_FIELDS[key].type) if key in TAP_FIELDS else value, TAP_FIELDS)
    if key == "proxy_protocol":
        Proxies(found)
    if key == "paths" and isinstance(found, dict):
        for path in found:
            if not path.startswith("/") or not path.strip("/"):
                raise ValueError(say("not_a_path", path=path))
    return found
