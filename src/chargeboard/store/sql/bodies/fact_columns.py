"""What of a fact stands in columns beside its body?"""

from __future__ import annotations

from typing import get_args

from chargeboard.domain.facts import AnyFact

_KINDS: dict[type[AnyFact], str] = {kind: str(kind.__struct_config__.tag) for kind in get_args(AnyFact)}
_OF_SOCKET = frozenset(kind for kind in _KINDS if "socket" in kind.__struct_fields__)


def kind_and_socket(fact: AnyFact) -> tuple[str, int | None]:
    """Its kind, and the socket that it is of."""
    kind = type(fact)
    return _KINDS[kind], fact.socket if kind in _OF_SOCKET else None  # type: ignore[union-attr]
