"""Is that an address of a service to which secrets may be sent?"""

from __future__ import annotations

from urllib.parse import urlsplit

from chargeboard.config.words import say
from chargeboard.domain.addresses import is_loopback


def check_address(text: str) -> None:
    """
    See that it is a URL by https, or by http on this machine, without log-in and parameters.

    Raises: ValueError that says what is wrong and what to do.
    """
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError(say("not_an_address", text=text)) from None
    is_url = parts.scheme in {"https", "http"} and parts.hostname and not any(map(str.isspace, text))
    if not is_url or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(say("not_an_address", text=text))
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError(say("address_in_clear", text=text))
