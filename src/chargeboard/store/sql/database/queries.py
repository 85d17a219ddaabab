"""
Which queries are there?

Each is read when it is first asked for: a command asks for a few of hundreds, and to read all of them took a
tenth of its start.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Any

from aiosql.adapters.generic import GenericAdapter
from aiosql.queries import Queries as Read
from aiosql.query_loader import QueryLoader

FOLDER = Path(__file__).parents[1] / "queries"
_QUERY = re.compile(r"^-- name: (\w+)(?:(?!^-- name: ).)*", re.MULTILINE | re.DOTALL)


class Queries:
    """The queries of a folder of SQL files, each under its name."""

    def __init__(self, adapter: GenericAdapter, folder: Path = FOLDER) -> None:
        """`adapter` asks an engine."""
        self._folder = folder
        self.adapter = self._adapter = adapter
        self._loader = QueryLoader(self._adapter, None)

    @cached_property
    def texts(self) -> dict[str, tuple[str, Path, int]]:
        """Each query as it is written, and its file and line."""
        return {
            query[1]: (query[0], file, 1 + text.count("\n", 0, query.start()))
            for file in sorted(self._folder.glob("*.sql"))
            for text in [file.read_text(encoding="utf-8")]
            for query in _QUERY.finditer(text)
        }

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what a query gives is its own
        if name not in self.texts:
            raise AttributeError(name)
        text, file, line = self.texts[name]
        # the library looks at each character, so that empty lines above would take as long as the query
        (told,) = self._loader.load_query_data_from_sql(text, [])
        read = Read(self._adapter, kwargs_only=False)
        query = getattr(read.load_from_list([told._replace(floc=(file, line))]), name)
        setattr(self, name, query)
        return query
