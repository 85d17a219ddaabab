"""Who says that we ourselves do not work? Past the store, to each channel, until it is taken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from chargeboard.alerts.notice import Event
from chargeboard.alerts.ourselves import Ourselves, step
from chargeboard.alerts.saying import Message
from chargeboard.documents.alerts import own_message
from chargeboard.domain.records import Unavailable
from chargeboard.run.alerting.post import PATIENCE_S, Send, pause_after
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)


class Teller:
    """Looks how we are, now and then."""

    def __init__(
        self,
        senders: Callable[[], Mapping[str, Send]],
        wrong: Callable[[], str],
        now: Callable[[], Instant],
        url: str,
    ) -> None:
        """`wrong` says what is wrong, or nothing; where `senders` fail, those of before are used."""
        self._senders_now, self._wrong, self._now, self._url = senders, wrong, now, url
        self._senders: Mapping[str, Send] = {}
        self._known = Ourselves()
        self._untold: dict[str, Message] = {}
        """What a channel has not taken yet."""
        self._pauses: dict[str, tuple[int, Instant]] = {}
        """How often each did not take it, and when it is asked again."""
        self._busy: set[str] = set()
        """Channels that are being told: who hangs keeps no look of the next ones waiting."""

    async def look(self) -> None:
        """See how we are, and say it where it is to be said."""
        with suppress(Unavailable):
            self._senders = self._senders_now()
        before, wrong, now = self._known, self._wrong(), self._now()
        self._known, event = step(before, wrong, now)
        if event:
            since = before.wrong_since if before.wrong_since is not None else now
            what = wrong if event == Event.FIRED else ""
            message = own_message(event, what, since, now, self._url)
            self._untold = dict.fromkeys(self._senders, message)
            self._pauses = {}
        await asyncio.gather(*(self._tell(channel, now) for channel in [*self._untold]))

    async def _tell(self, channel: str, now: Instant) -> None:
        message, send = self._untold.get(channel), self._senders.get(channel)
        tries, next_at = self._pauses.get(channel, (0, now))
        if message is None or channel in self._busy or now < next_at:
            return
        self._busy.add(channel)
        try:
            if send is not None:
                async with asyncio.timeout(PATIENCE_S):
                    await send(message)
        except Exception as error:  # noqa: BLE001 - a channel may fail in any way
            _log.warning(say("ourselves_not_told", channel=channel, why=str(error) or type(error).__name__))
            if not getattr(error, "is_final", False):
                self._pauses[channel] = tries + 1, now + pause_after(tries)
                return
        finally:
            self._busy.discard(channel)
        if self._untold.get(channel) is message:
            del self._untold[channel]
