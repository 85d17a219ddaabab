"""What was changed, by whom, and how was it before and after?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from chargeboard.domain.people import EVERYBODY, AuditEntry, Reader
from chargeboard.ports.store import Store
from chargeboard.run.people.audited import told_of
from chargeboard.run.people.words import say
from chargeboard.time.instants import HOUR, Instant


class Change(msgspec.Struct):
    """Something is being changed; `about` may be several, and may be known only while it happens."""

    what: str
    kind: str
    about: list[str]
    before: dict[str, dict[str, object] | None]
    leads_on: bool
    """Once it is done whoever asked for it is led to another page."""
    tell: Callable[[str, str], dict[str, object] | None]

    def meet(self, *names: str) -> None:
        """It is about these, too, which are still as they were; who was met before is told as then."""
        new = [one for one in names if one not in self.before]
        self.about += new
        self.before |= {one: self.tell(self.kind, one) for one in new}

    def make(self, name: str) -> None:
        """It is about something that came about by it, and was not before."""
        self.about.append(name)


class Audit:
    """The trail of a store. `kept_days` 0: for ever."""

    def __init__(self, store: Store, now: Callable[[], Instant], kept_days: int = 0) -> None:
        self._store, self._now, self._kept_days = store, now, kept_days

    @property
    def by_shell(self) -> str:
        """By what who has a shell changes something."""
        return say("by_shell")

    def begin(self, what: str, kind: str, *about: str, leads_on: bool = False) -> Change:
        """How what it is about is before anything happens."""
        change = Change(what, kind, [], {}, leads_on, partial(told_of, self._store))
        change.meet(*about)
        return change

    def note(self, change: Change, who: str, by: str, address: str) -> None:
        """It happened: how all that it was about is now."""
        with self._store.together():
            for one in change.about or [""]:
                self._store.note_audit(
                    AuditEntry(
                        at=self._now(),
                        who=who,
                        by=by,
                        address=address,
                        what=change.what,
                        about=one,
                        before=change.before.get(one),
                        after=change.tell(change.kind, one) if one else None,
                    )
                )
            if self._kept_days:
                self._store.let_go_audit(self._now() - self._kept_days * 24 * HOUR)

    def entries(
        self, since: Instant, until: Instant, who: str, about: str, most: int, skipped: int = 0
    ) -> list[AuditEntry]:
        """What was changed, the latest first."""
        return self._store.audit(since=since, until=until, who=who, about=about, most=most, skipped=skipped)


def by_of(reader: Reader) -> tuple[str, str]:
    """Who a reader is, and by what they ask, in words."""
    if reader.token:
        return reader.name, say("by_api_token", name=reader.token.name)
    if reader.name:
        return reader.name, say("by_page")
    if reader == EVERYBODY:
        return say("anybody"), say("by_open")
    return say("whoever"), say("by_page" if reader.log_in else "by_token")
