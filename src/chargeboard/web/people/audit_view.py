"""How is read what was changed?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.people import AuditEntry
from chargeboard.web.people.words import say
from chargeboard.words.wall_clock import Local


class AuditLine(msgspec.Struct, frozen=True):
    """A change, as it is read."""

    at: str
    who: str
    did: str
    where: str
    changed: list[str]


def audit_line(entry: AuditEntry) -> AuditLine:
    """A line of the page and of the file."""
    where = f"{entry.by}, {entry.address}" if entry.address else entry.by
    return AuditLine(
        Local("UTC", entry.at).in_seconds(entry.at), entry.who, did(entry), where, changed(entry)
    )


def did(entry: AuditEntry) -> str:
    """What was done, in words."""
    if f"did_{entry.what}" not in say.texts:
        return entry.what  # of another version
    named = {"about": entry.about} if "about" in say.names(f"did_{entry.what}") else {}
    return say(f"did_{entry.what}", **named)


def changed(entry: AuditEntry) -> list[str]:
    """What is otherwise than before, each in words."""
    before, after = _flat(entry.before), _flat(entry.after)
    return [
        say("from_to", key=key, before=_text(before.get(key)), after=_text(after.get(key)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def _flat(told: Mapping[str, object] | None, above: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in (told or {}).items():
        if isinstance(value, dict):
            found |= _flat(value, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = value
    return found


def _text(value: object) -> str:
    if value is None or value in ("", []):
        return say("not_set")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
