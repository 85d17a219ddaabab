"""What did the operator set for chargers that connect to us?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from chargeboard.config.checking import as_list, typed
from chargeboard.config.words import say
from chargeboard.domain.addresses import Proxies

Authorize = Literal["", "accept_all", "list", "none", "elsewhere"]


class Csms(msgspec.Struct, frozen=True, kw_only=True):
    """The endpoint that chargers connect to."""

    authorize: Authorize = ""
    """
    Whose card may charge: everybody's, those of `tokens`, or nobody's; or another system decides that, and
    nothing is answered. Unset: nobody is listened to.
    """
    tokens: tuple[str, ...] = ()
    """The tokens that may charge where `authorize` is "list"."""
    host: str = "127.0.0.1"
    """The address that chargers connect to; another than loopback needs a rule for who may."""
    port: int = 9000
    """The port that chargers connect to."""
    new_chargers: Literal["accept", "wait", "refuse"] = "accept"
    """
    What happens to a charger that nobody approved: let in, kept waiting for approval, or refused.

    Who was heard before is not kept waiting.
    """
    waiting_most: int = 200
    """How many chargers that nobody approved are listed as waiting; who asked first makes way."""
    require_password: bool = False
    """Whether each charger must have a password (`chargeboard charger password ID`) and send it."""
    require_certificate: bool = False
    """Whether each charger must have a client certificate whose common name is its id; needs `tls_ca`."""
    yields_to: tuple[Literal["password", "certificate", "approval", "anybody"], ...] = (
        "password",
        "certificate",
    )
    """By what a newcomer under the id of a charger that is connected, and answers a ping, takes its place."""
    origins: tuple[str, ...] = ("file://",)
    """Origins that may connect although pages send such; some chargers send `file://` (arduinoWebSockets)."""
    tls_certificate: str = ""
    """A PEM file with the certificate chain of this endpoint: chargers then connect by wss://."""
    tls_key: str = ""
    """The PEM file with its private key, where it is not in the same file."""
    tls_ca: str = ""
    """A PEM file with the authority that signs the chargers' certificates."""
    proxy_protocol: tuple[str, ...] = ()
    """Addresses and networks of proxies that begin each connection with a PROXY header (version 1 or 2)."""
    legacy_rsa_kx: bool = False
    """Whether old chargers that know no elliptic curves may connect by TLS with RSA key exchange."""
    compression: bool = False
    """Whether messages may be compressed; costs 40 kB of memory a connection."""
    fallback_protocol: Literal["ocpp1.6", "ocpp2.0.1", "ocpp2.1", ""] = "ocpp1.6"
    """What is spoken with a charger that names no subprotocol; empty: it is refused."""
    message_most_mib: int = 64
    """A longer message ends its connection, in MiB; one above 16 MiB is refused, and its head kept."""
    held_most_mib: int = 256
    """What all connections may hold of messages that are not kept yet, in MiB; who holds most is cut."""
    heartbeat_interval_s: int = 300
    """How often chargers are asked to send a heartbeat."""
    ping_interval_s: int = 30
    """How often a connection is probed."""
    allow_open: bool = False
    """Whether strangers may connect from other machines without password, certificate or approval."""

    @property
    def is_guarded(self) -> bool:
        """Whether each charger has to prove who it is; to know an id that was approved is no proof."""
        return self.require_password or self.require_certificate

    @property
    def unguarded(self) -> str:
        """What strangers can do with these settings, in words; empty where chargers prove who they are."""
        if self.is_guarded:
            return ""
        what = say("can_claim_any" if self.new_chargers == "accept" else "can_claim_approved")
        return say("unguarded", host=self.host, port=self.port, what=what)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return say("guard")


CSMS_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Csms)
}


def checked_csms(key: str, value: object) -> object:
    """
    The value of a key of `[csms]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    field = CSMS_FIELDS.get(key)
    found = typed(key, as_list(value, field and field.type), CSMS_FIELDS)
    if key == "proxy_protocol":
        Proxies(found)
    if key == "port" and not 0 < found < 65536:
        raise ValueError(say("not_a_port", number=found))
    if isinstance(found, int) and not isinstance(found, bool) and found <= 0:
        raise ValueError(say("more_than_zero", number=found))
    return found
