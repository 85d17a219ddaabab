"""In which channels can it not be shown how things stand, and since when?"""

from __future__ import annotations

from collections.abc import Callable, Collection

from chargeboard.alerts.channel import Unshown
from chargeboard.ports.alerts import AlertsPort
from chargeboard.time.instants import Instant


def tell_unshown(store: AlertsPort, now: Callable[[], Instant], channel: str, why: str) -> None:
    """It cannot be, for that reason; nothing: it can. Since when stays where it was so before."""
    known = store.unshown()
    before = known.get(channel)
    if why == (before.why if before else ""):
        return
    others = {name: told for name, told in known.items() if name != channel}
    if why:
        others[channel] = Unshown(before.since if before else now(), why)
    store.put_unshown(others)


def only_of(store: AlertsPort, channels: Collection[str]) -> None:
    """Others are not there any more."""
    known = store.unshown()
    left = {name: told for name, told in known.items() if name in channels}
    if left != known:
        store.put_unshown(left)
