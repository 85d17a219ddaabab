"""Who wrote down what the shell changed?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser

from chargeboard.cli.place import Place
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.people.audit import Audit, Change


@contextmanager
def noted(place: Place, store: Store, what: str, kind: str, *about: str) -> Iterator[Change]:
    """What the shell changes inside is written down, once it is done."""
    audit = Audit(store, now, place.settings.people.audit_days)
    change = audit.begin(what, kind, *about)
    yield change
    audit.note(change, getuser(), audit.by_shell, "")
