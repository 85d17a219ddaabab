"""How is a message sent to a channel of a database? Apart from `place`, which is loaded for every command."""

from __future__ import annotations

from functools import partial

from chargeboard.alerts.channel import StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.capture.redaction import key_in
from chargeboard.channels.registry import channel_of
from chargeboard.channels.sealing import Seal
from chargeboard.cli.place import Place
from chargeboard.ports.alerts import AlertsPort
from chargeboard.run.alerting.post import Present, Send
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


def present(place: Place, store: AlertsPort) -> dict[str, Present]:
    """How it is shown, in each channel that is on and can, that alerts are sent there."""
    return {
        channel.name: partial(_show, place, channel)
        for channel in store.alert_channels()
        if not channel.is_off and channel_of(channel.kind).present
    }


async def _show(place: Place, stored: StoredChannel) -> None:
    show = channel_of(stored.kind).present
    if show is not None:
        await show(seal_of(place).opened(stored))
