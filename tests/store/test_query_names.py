"""Of two queries with one name, the one that is read later would silently be used for both."""

import re
from collections import Counter
from pathlib import Path

from chargeboard.store import sqlite

QUERIES = Path(sqlite.__file__).parent / "queries"


def test_no_two_queries_have_one_name():
    named = re.compile(r"^-- name: (\w+)", re.MULTILINE)
    names = Counter(name for path in QUERIES.glob("*.sql") for name in named.findall(path.read_text()))
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []
