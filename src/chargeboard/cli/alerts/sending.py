"""How is a message sent to a channel of a database? Apart from `place`, which is loaded for every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from chargeboard.alerts.channel import StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.capture.redaction import key_in
from chargeboard.channels.channel import Showing
from chargeboard.channels.registry import channel_of
from chargeboard.channels.sealing import Seal
from chargeboard.cli.alerts.following import followed
from chargeboard.cli.place import Place
from chargeboard.ports.alerts import AlertsPort
from chargeboard.run.alerting.post import Present, Send
from chargeboard.run.alerting.unshown import only_of, tell_unshown
from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND


def seal_of(place: Place) -> Seal:
    """Seals the secrets of channels by the key that belongs to the database."""
    return Seal(lambda: key_in(place.address.beside.key))


def senders(place: Place, store: AlertsPort) -> dict[str, Send]:
    """How a message is sent to each channel that is on, by its name."""
    return {
        channel.name: partial(send, place, channel)
        for channel in store.alert_channels()
        if not (channel.is_off or channel.only_reports)
    }


async def send(place: Place, stored: StoredChannel, message: Message) -> None:
    """Send a message to a channel. Raises: ChannelError, NotSentError, and what the channel does."""
    values = seal_of(place).opened(stored)
    await channel_of(stored.kind).deliver(values, message, now() // SECOND)


def present(
    place: Place, store: AlertsPort, look_at: Callable[[Iterable[str]], None] = lambda _: None
) -> dict[str, Present]:
    """
    How it is shown, in each channel that is on and can, that alerts are sent there, and how chargers stand.

    `look_at` tells who understands that somebody looks at chargers.
    """
    found: dict[str, Present] = {}
    for channel in store.alert_channels():
        if not channel.is_off and channel_of(channel.kind).present:
            showing = Showing(
                partial(followed, place, look_at),
                partial(tell_unshown, store, now, channel.name),
                place.url.rstrip("/"),
            )
            found[channel.name] = partial(_show, place, channel, showing)
    only_of(store, found)
    return found


async def _show(place: Place, stored: StoredChannel, showing: Showing) -> None:
    show = channel_of(stored.kind).present
    if show is not None:
        await show(seal_of(place).opened(stored), showing)
