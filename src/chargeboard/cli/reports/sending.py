"""How is a report made and sent to a channel of a database, while this is served?"""

from __future__ import annotations

import asyncio
from functools import partial

from msgspec.structs import replace

from chargeboard.alerts.channel import REPORTS, StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import NotSentError
from chargeboard.channels.registry import carriers, channel_of
from chargeboard.cli.alerts.sending import seal_of
from chargeboard.cli.place import Place
from chargeboard.cli.reports.words import say
from chargeboard.ports.alerts import AlertsPort
from chargeboard.run.alerting.post import Send
from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND

_REMEMBERED_BYTES = 8 << 20


def report_senders(place: Place, store: AlertsPort) -> dict[str, Send]:
    """How a report is sent to each of them, by the name under which it waits."""
    return {
        f"{REPORTS}{one.name}": partial(send_report, place, one) for one in carriers(store.alert_channels())
    }


async def send_report(place: Place, stored: StoredChannel, message: Message) -> None:
    """Make a report and send it. Raises: ChannelError, NotSentError, and what the channel does."""
    filled = await asyncio.to_thread(_filled, place, message)
    values = seal_of(place).opened(stored)
    if message.report is not None and message.report.to and "to" in values:
        values |= {"to": ", ".join(message.report.to)}
    await channel_of(stored.kind).deliver(values, filled, now() // SECOND)


def _filled(place: Place, message: Message) -> Message:
    """It with its words and files. Raises: NotSentError where nothing is known of whom it is about."""
    from chargeboard.cli.reports.making import made  # noqa: PLC0415 - what draws is loaded once one is due

    report = message.report
    assert report is not None  # noqa: S101 - what waits here is a report
    with place.store(read_only=True) as store:
        try:
            what = made(place, place.desk_over(store, most_bytes=_REMEMBERED_BYTES), report, now())
        except LookupError as error:
            raise NotSentError(say("nothing_to_report", about=report.about or "-", why=error)) from error
    return replace(message, title=what.title, lines=what.lines, url=what.url, files=what.files)
