"""What did the operator set for whoever watches over the processes?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say
from chargeboard.run.measuring.charger_measures import MOST_SERIES


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """Where each process of `chargeboard serve` tells how it is: `/metrics` and `/healthz`."""

    host: str = "127.0.0.1"
    """The address of it; another than loopback needs a token."""
    port: int = 0
    """The port of it; 0: none. With `serve` for the page, `/metrics` is on its port, too."""
    token: str = ""
    """What a scraper has to send as bearer token; of 16 characters at least."""
    series: int = MOST_SERIES
    """How many series `/metrics/chargers` has at most; what is left out is counted in it."""


METRICS_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Metrics)
}


def checked_metrics(key: str, value: object) -> object:
    """
    The value of a key of `[metrics]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found = typed(key, value, METRICS_FIELDS)
    if key == "series" and isinstance(found, int) and found < 1:
        raise ValueError(say("series_too_few", number=found))
    if key == "port" and isinstance(found, int) and not 0 <= found < 65536:
        raise ValueError(say("not_a_port", number=found))
    return found
