"""
Who brings what waits in the outbox to its channel?

Each channel has a task of its own, so that one that is slow, answers nonsense or never answers delays no
other. What a channel accepted is recorded at once; who is killed in between sends it again, under the same
id. What is not accepted is tried again, ever more seldom, and given up loudly after a day.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.structs import replace

from chargeboard.alerts.channel import REPORTS, Letter, StoredChannel
from chargeboard.alerts.notice import Group
from chargeboard.alerts.saying import Message, Standing
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Away, Unavailable
from chargeboard.ports.alerts import AlertsPort
from chargeboard.run.absence import AGAIN_AFTER_S, Absence
from chargeboard.run.words import say
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, Micros

Send = Callable[[Message], Awaitable[None]]
"""
Sends a message; done when it was accepted.

What it raises says why it was not; `is_final` of that: nor will it be, however often it is tried.
"""

Present = Callable[[], Coroutine[Any, Any, None]]
"""Shows in a channel that alerts are sent there, until it is cancelled."""

PATIENCE_S = 30.0
"""So long a channel may take over a message."""
REPORT_PATIENCE_S = 300.0
"""So long a report may take, which is made first."""
GIVEN_UP_AFTER = 24 * HOUR
REPORT_GIVEN_UP_AFTER = 7 * 24 * HOUR
KEPT = 400 * 24 * HOUR
"""So long is remembered what was told."""
_LOOK_EVERY_S = 0.5
_TIDY_EVERY_S = 3600.0
_AT_ONCE = 20
_BACK_OFF = (10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR)
_LONGEST_WHY = 300
_MESSAGE = msgspec.json.Decoder(Message)
_log = logging.getLogger(__name__)


def pause_after(tries: int) -> Micros:
    """How long to wait before the next one, after so many tries before the one that failed now."""
    return _BACK_OFF[min(tries, len(_BACK_OFF) - 1)]


def _is_report(letter: Letter) -> bool:
    return letter.channel.startswith(REPORTS)


def _patience_s(letter: Letter) -> float:
    return REPORT_PATIENCE_S if _is_report(letter) else PATIENCE_S


class Post:
    """The outbox of a store, and the channels that its messages go to."""

    def __init__(
        self,
        store: AlertsPort,
        senders: Callable[[], Mapping[str, Send]],
        now: Callable[[], Instant],
        present: Callable[[], Mapping[str, Present]] = dict,
        is_ours: Callable[[], bool] = lambda: True,
    ) -> None:
        """
        `senders` are those of the channels that are there, by name; asked again when they change.

        So is `present`: what shows in a channel that alerts are sent there. `is_ours`: nobody else does it
        now.
        """
        self._store, self._senders, self._now, self._present = store, senders, now, present
        self._is_ours = is_ours
        self._tasks: dict[str, list[asyncio.Task[None]]] = {}
        self._channels: dict[str, StoredChannel] = {}
        self._changes = -1
        self._absence = Absence()
        self._sent = self._failures = 0

    @property
    def readings(self) -> list[Reading]:
        """What it did since it began."""
        return [
            Reading("chargeboard_alerts_sent_total", self._sent),
            Reading("chargeboard_alert_failures_total", self._failures),
        ]

    async def deliver(self, stopping: asyncio.Event) -> None:
        """Bring everything to its channel until it is stopped."""
        tidied_at = float("-inf")
        clock = asyncio.get_running_loop().time
        try:
            while not stopping.is_set():
                pause_s = _LOOK_EVERY_S
                try:
                    changes = self._store.alert_changes()
                    self._absence.ends()
                    if not self._is_ours():
                        await self._stop(list(self._tasks))
                        self._changes = -1
                    else:
                        await self._follow_channels(changes)
                    if self._is_ours() and clock() - tidied_at > _TIDY_EVERY_S:
                        self._store.tidy_alerts(self._now() - KEPT)
                        tidied_at = clock()
                except Away as error:
                    self._absence.goes_on(error)
                    pause_s = AGAIN_AFTER_S
                except Unavailable as error:
                    # who tells that we ourselves do not work is in this process: it stays
                    _log.warning(say("outbox_not_read", why=error))
                    pause_s = PATIENCE_S
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), pause_s)
        finally:
            await self._stop(list(self._tasks))

    async def _follow_channels(self, changes: int) -> None:
        """Tasks for each channel that is there, begun anew where it was changed; the others go on."""
        if changes == self._changes:
            return
        self._changes = changes
        channels = {channel.name: channel for channel in self._store.alert_channels()}
        changed = {name for name in self._channels if channels.get(name) != self._channels[name]}
        await self._stop([name for name in self._tasks if name.removeprefix(REPORTS) in changed])
        self._channels, present = channels, self._present()
        for name, send in self._senders().items():
            if name not in self._tasks:
                tasks = [self._serve(name, send), *([present[name]()] if name in present else [])]
                self._tasks[name] = [asyncio.create_task(task, name=f"channel {name}") for task in tasks]

    async def _stop(self, names: list[str]) -> None:
        tasks = [task for name in names for task in self._tasks.pop(name)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, channel: str, send: Send) -> None:
        """One channel, for ever."""
        while True:
            try:
                if not await self._some(channel, send):
                    await asyncio.sleep(_LOOK_EVERY_S)
            except Away:
                await asyncio.sleep(AGAIN_AFTER_S)  # said by who follows the channels
            except Exception:  # noqa: BLE001 - the supervised loop: what was not sent is still there
                _log.exception(say("outbox_failed", channel=channel))
                await asyncio.sleep(PATIENCE_S)

    async def _some(self, channel: str, send: Send) -> bool:
        """What is to be sent now, the oldest first; two that fail in a row end it. Whether there was any."""
        failed = 0
        letters = self._store.letters(channel, self._now(), _AT_ONCE)
        for letter in letters:
            failed = 0 if await self._one(letter, send) else failed + 1
            if failed > 1:
                break
        return bool(letters)

    async def _one(self, letter: Letter, send: Send) -> bool:
        try:
            async with asyncio.timeout(_patience_s(letter)):
                await send(self._as_it_stands(_MESSAGE.decode(letter.body)))
        except Away:
            raise  # it is not the channel's
        except Exception as error:  # noqa: BLE001 - a channel may fail in any way
            self._failed(letter, error)
            return False
        self._sent += 1
        self._store.letter_sent(letter, self._now())
        return True

    def _as_it_stands(self, message: Message) -> Message:
        """Of whom it lasts now: what is sent late does not bring back what was."""
        standing = message.standing
        if standing is None:
            return message
        groups = self._groups_of(standing)
        lasting = {member.station for group in groups for member in group.members if member.alert}
        return replace(message, standing=replace(standing, lasting=tuple(sorted(lasting))))

    def _groups_of(self, standing: Standing) -> list[Group]:
        if standing.group:
            group = self._store.alert_group(standing.rule, standing.group)
            return [] if group is None else [group]
        return [group for rule, group in self._store.alert_groups() if rule == standing.rule]

    def _failed(self, letter: Letter, error: Exception) -> None:
        self._failures += 1
        why = (str(error) or type(error).__name__)[:_LONGEST_WHY]
        if isinstance(error, TimeoutError):
            why = say("channel_too_slow", seconds=_patience_s(letter))
        now = self._now()
        most = REPORT_GIVEN_UP_AFTER if _is_report(letter) else GIVEN_UP_AFTER
        if getattr(error, "is_final", False) or now - letter.kept_at >= most:
            self._store.letter_given_up(letter, now, why)
            _log.error(say("alert_given_up", channel=letter.channel, id=letter.id, why=why))
            return
        wait = pause_after(letter.tries)
        self._store.letter_failed(letter, now + wait, why)
        _log.warning(say("alert_not_sent", channel=letter.channel, why=why, wait_s=wait / SECOND))
