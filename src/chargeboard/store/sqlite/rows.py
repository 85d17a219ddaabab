"""How do rows come out of SQLite: straight from its cursor, without a step of Python for each?"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from aiosql.adapters.generic import GenericAdapter


class Rows(GenericAdapter):
    """How aiosql asks SQLite."""

    def select(
        self,
        conn: Any,  # noqa: ANN401 - as aiosql has it
        query_name: str,  # noqa: ARG002
        sql: str,
        parameters: dict[str, Any] | list[Any] | None,
        record_class: Callable[..., Any] | None = None,  # noqa: ARG002
    ) -> Generator[Any, None, None]:
        """The rows, as tuples; the query runs as they are taken, and ends when they are let go of."""
        yield from conn.execute(sql, parameters)
