"""
Which queries are there?

Each is read when it is first asked for: a command asks for a few of hundreds, and to read all of them took a
tenth of its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from inspect import Signature
from pathlib import Path
from typing import Any

from aiosql.adapters.generic import GenericAdapter
from aiosql.queries import Queries as Read
from aiosql.query_loader import QueryLoader
from aiosql.types import QueryDatum

FOLDER = Path(__file__).parents[1] / "queries"
_NONE_TOLD = Signature()
_QUERY = re.compile(r"^-- name: (\w+)", re.MULTILINE)


class _Loader(QueryLoader):
    """
    Of one query, as far as it takes to ask it.

    To look for comments of several lines, of which there are none, takes the longest, and then a signature,
    for which nobody asks. That each query has the parameters it declares is seen to by a test that reads all.
    """

    def one(self, text: str, file: Path, line: int) -> QueryDatum:
        """What a query says, that begins with its name."""
        return self._make_query_datum(text.removeprefix("-- name: "), [], (file, line))

    def _build_signature(self, sql: str, qname: str, sig: list[str] | None) -> Signature:  # noqa: ARG002
        return _NONE_TOLD


class Queries:
    """The queries of a folder of SQL files, each under its name."""

    def __init__(self, adapter: GenericAdapter, folder: Path = FOLDER) -> None:
        """`adapter` asks an engine."""
        self._folder = folder
        self.adapter = self._adapter = adapter
        self._loader = _Loader(self._adapter, None)

    @cached_property
    def texts(self) -> dict[str, tuple[str, Path, int]]:
        """Each query as it is written, and its file and line."""
        return {
            query[1]: (text[query.start() : end], file, 1 + text.count("\n", 0, query.start()))
            for file in sorted(self._folder.glob("*.sql"))
            for text in [file.read_text(encoding="utf-8")]
            for query, end in _with_ends([*_QUERY.finditer(text)], len(text))
        }

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what a query gives is its own
        if name not in self.texts:
            raise AttributeError(name)
        text, file, line = self.texts[name]
        read = Read(self._adapter, kwargs_only=False)
        query = getattr(read.load_from_list([self._loader.one(text, file, line)]), name)
        setattr(self, name, query)
        return query


def _with_ends(found: list[re.Match[str]], end: int) -> Iterator[tuple[re.Match[str], int]]:
    """Each with where the next one begins."""
    return zip(found, [*(one.start() for one in found[1:]), end], strict=False)
