"""Which values can a setting have, where they are few?"""

from __future__ import annotations

from typing import Literal, get_args, get_origin

from chargeboard.config.checking import POLICY_FIELDS
from chargeboard.config.language import BROWSER, tags
from chargeboard.config.settings import TABLES
from chargeboard.domain.codes import FAILURE_CLASSES

_FIELDS = dict(POLICY_FIELDS) | {
    f"{name}.{key}": field for name, table in TABLES.items() for key, field in table.fields.items()
}


def choices(key: str) -> tuple[str, ...]:
    """What a setting, or each item of its list, can be; nothing where that is not a matter of choice."""
    match key:
        case "language":
            return (BROWSER, *tags())
        case "success_excludes":
            return tuple(FAILURE_CLASSES)
        case _:
            return _words(_FIELDS[key].type) if key in _FIELDS else ()


def _words(kind: object) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return _words(get_args(kind)[0]) if get_origin(kind) is tuple else ()
