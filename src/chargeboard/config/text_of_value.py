"""How is a value written, where it is set as text?"""

from __future__ import annotations

import msgspec


def text_of_value(value: object) -> str:
    """As a form shows it and as `KEY=VALUE` takes it; None: nothing."""
    match value:
        case None | ():
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case int():
            return str(value)
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case _:
            return msgspec.json.encode(value).decode()
