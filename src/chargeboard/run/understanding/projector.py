"""
What becomes of what chargers say?

The projector makes facts of frames, conclusions of facts, and of both the lines of the list. It answers
nobody: the desk does, by what is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Retention
from chargeboard.domain.records import Away
from chargeboard.history.opening import Histories
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.answering.board import MadeBoard, make_board
from chargeboard.run.answering.official.kept_months import keep_a_month
from chargeboard.run.understanding.alone import fold_all, fold_some
from chargeboard.run.understanding.folded import Folded
from chargeboard.run.understanding.line_writer import LineWriter
from chargeboard.run.understanding.settle import FACTS_AT_ONCE, SettledPart, settle, settle_some
from chargeboard.run.understanding.together import fold_together
from chargeboard.run.upkeep.packing import facts_old_before
from chargeboard.run.upkeep.retention import let_go
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)


class Projector:
    """Has the chargers of one store understood, each step for whoever knows when it is due."""

    def __init__(
        self,
        histories: Histories,
        now: Callable[[], Instant],
        *,
        retention: Retention = Retention(),  # noqa: B008 - it never changes
        watch: Watch | None = None,
    ) -> None:
        """
        What is concluded on the way is remembered in `histories`, for the line and for whoever reads there.
        `watch` looks at each charger whose line is made, for alerts.
        """
        self.store, self.now, self.watch = histories.store, now, watch
        self.profile_of = histories.profile_of
        self._histories, self._retention = histories, retention
        self._lines = LineWriter(histories)

    def take(self, frames: Sequence[Frame]) -> int:
        """Keep frames, durably; how many were new."""
        return self.store.append(frames)

    def together(self) -> AbstractContextManager[object]:
        """What is taken and understood inside is seen by others all at once, or never was."""
        return self.store.together()

    def heard(self) -> list[str]:
        """The stations that frames came from, without those that were merged into another."""
        merged = self.store.heads()
        return [station for station in self.store.stations() if station not in merged]

    def refresh(self, station: str) -> int:
        """Understand what is new of a station and keep what follows; how many frames were folded."""
        folded = self.fold(station)
        self.settle(station)
        return folded

    def rebuild(self, station: str) -> None:
        """Compute everything of a charger again from the journal. Raises: StationFailedError."""
        self.store.forget(station)
        self.refresh(station)

    def fold(self, station: str) -> int:
        """Make facts of the station's new frames; how many frames there were."""
        return fold_all(
            self.store, station, self._policy_of(station), old_before=facts_old_before(self.now())
        )

    def fold_some(self, station: str) -> Folded:
        """A bounded part of that."""
        return fold_some(self.store, station, self._policy_of(station))

    def fold_together(self, stations: Collection[str]) -> dict[str, Folded]:
        """Make facts of what is new of many stations in one write; who is missing has to be folded alone."""
        return fold_together(self.store, stations, self._policy_of)

    def _policy_of(self, station: str) -> Policy:
        return self.profile_of(station).policy

    def settle(self, station: str) -> int:
        """
        Keep the conclusions that no passing of time can change, and the charger's line of the list.

        Of how many facts nothing could be kept yet.
        """
        return self._told(station, settle(self.store, self.profile_of(station)))

    def settle_gently(self, station: str) -> int:
        """Settles where others write too: in more steps that are shorter."""
        return self._told(station, settle(self.store, self.profile_of(station), FACTS_AT_ONCE))

    def _told(self, station: str, settled: SettledPart) -> int:
        self._know(station, settled)
        self.tell(station)
        return settled.facts

    def settle_some(self, station: str) -> SettledPart:
        """A bounded part of that, without the line."""
        part = settle_some(self.store, self.profile_of(station))
        self._know(station, part)
        return part

    def _know(self, station: str, settled: SettledPart) -> None:
        """What was written need not be read for the line, and what was concluded on the way not concluded."""
        if settled.written is not None or settled.behind is not None:
            self._histories.settled(station, settled.behind, settled.written, settled.revision)

    def tell(self, *stations: str) -> dict[str, Instant]:
        """
        Make lines of the list again, and see whether somebody is to be alerted.

        By charger, until when time alone leaves its line true if it goes on saying that it is there.
        """
        boards = self._lines.write(stations, self.now())
        for made in boards:
            self._watch_over(made)
        return {made.history.station: made.true_while_heard for made in boards}

    def without_line(self) -> list[str]:
        """Chargers that were never heard, and whose line of the list is to be made."""
        return self._lines.without_line()

    def look(self, station: str) -> None:
        """See whether somebody is to be alerted of a charger whose line another process makes."""
        with self.store.reading():
            if not self._histories.is_known(station):
                return
            made = make_board(self._histories.of(station, self.now()))
        self._watch_over(made)

    def _watch_over(self, made: MadeBoard) -> None:
        if self.watch is None:
            return
        try:
            self.watch.look(made)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - figures do not wait for alerts, and the next look comes
            _log.exception(
                say("not_watched", station=repr(made.history.station)),
                extra={"charger": made.history.station},
            )

    def keep_month(self, station: str) -> bool:
        """Keep a month by official rules that is settled and not kept; whether there was one."""
        if self.store.progress(station).settled_until is None:
            return False
        with self.store.reading():
            history = self._histories.of(station, self.now())
        return keep_a_month(history)

    @property
    def lets_go(self) -> bool:
        """Whether anything is not kept for good."""
        return self._retention != Retention()

    def let_go(self, station: str) -> bool:
        """A bounded part of what of the station is older than it is to be kept; whether there was one."""
        return let_go(self.store, self.profile_of(station), self._retention, self.now())
