"""Of two queries with one name, the one that is read later would silently be used for both."""

import re
from collections import Counter

import aiosql

from chargeboard.store.sql.database.queries import FOLDER as QUERIES
from chargeboard.store.sql.database.queries import Queries
from chargeboard.store.sqlite.rows import Rows


def test_no_two_queries_have_one_name():
    named = re.compile(r"^-- name: (\w+)", re.MULTILINE)
    names = Counter(name for path in QUERIES.glob("*.sql") for name in named.findall(path.read_text()))
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []


def test_a_query_that_is_read_alone_is_what_it_is_among_all():
    whole, alone = aiosql.from_path(QUERIES, Rows, kwargs_only=False), Queries(Rows())
    names = [name for name in whole.available_queries if not name.endswith("_cursor")]
    assert set(alone.texts) == set(names)
    for name in names:
        query, same = getattr(whole, name), getattr(alone, name)
        assert (same.sql, same.operation) == (query.sql, query.operation)
        where, there = query.__code__, same.__code__
        assert (there.co_filename, there.co_firstlineno) == (where.co_filename, where.co_firstlineno)


def test_a_query_that_nobody_wrote_is_none():
    assert not hasattr(Queries(Rows()), "no_such_query")
