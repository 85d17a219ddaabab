"""How is a report sent to a channel of a database, while this is served?"""

from __future__ import annotations

from functools import partial

from chargeboard.alerts.channel import REPORTS, StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.channels.registry import carriers, channel_of
from chargeboard.cli.alerts.sending import seal_of
from chargeboard.cli.place import Place
from chargeboard.cli.reports.aside import Maker
from chargeboard.ports.alerts import AlertsPort
from chargeboard.run.alerting.post import Send
from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND


def report_senders(place: Place, store: AlertsPort, maker: Maker) -> dict[str, Send]:
    """How a report is sent to each of them, by the name under which it waits."""
    return {
        f"{REPORTS}{one.name}": partial(send_report, place, maker, one)
        for one in carriers(store.alert_channels())
    }


async def send_report(place: Place, maker: Maker, stored: StoredChannel, message: Message) -> None:
    """Have a report made and send it. Raises: ChannelError, NotSentError, and what the channel does."""
    filled = await maker.filled(place, message)
    values = seal_of(place).opened(stored)
    if message.report is not None and message.report.to and "to" in values:
        values |= {"to": ", ".join(message.report.to)}
    await channel_of(stored.kind).deliver(values, filled, now() // SECOND)
