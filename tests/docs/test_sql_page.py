import re
from datetime import date
from pathlib import Path

import pytest

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, DayFigures, Episode, Session
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.records import Progress
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "query-with-sql.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
T0 = 1_760_000_000_000_000


@pytest.fixture(scope="module")
def connection():
    store = open_store(":memory:")
    store.settle(
        Progress(station="A"),
        0,
        Conclusions(
            sessions=[
                Session(
                    key="k",
                    socket=1,
                    start=T0,
                    end=T0 + HOUR,
                    energy_wh=None,
                    reason=None,
                    is_completed=True,
                )
            ],
            attempts=[
                Attempt(
                    socket=1,
                    start=T0,
                    end=T0,
                    outcome=Outcome.AUTH_REJECTED,
                    because=Reason(Because.DEAUTHORISED),
                )
            ],
            episodes=[
                Episode(
                    socket=1,
                    code="GroundFailure",
                    vendor_code=None,
                    severity="fault",
                    start=T0,
                    last_seen=T0,
                    end=None,
                )
            ],
        ),
        [b"{}"],
        [
            DayFigures(
                on=date(2025, 10, 9),
                length=24 * HOUR,
                states={1: {"faulted": HOUR}, 2: {"offline": HOUR}},
                sessions=2,
                outcomes={Outcome.SUCCESS: 3, Outcome.AUTH_REJECTED: 2, Outcome.PENDING: 4},
            )
        ],
        [],
    )
    yield store._db.connection
    store.close()


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_of_the_page_finds_something(connection, query):
    assert len(list(connection.execute(query))) == 1


def test_hours_out_of_order_are_summed_over_the_sockets(connection):
    (query,) = [query for query in QUERIES if "socket_hours" in query]
    assert list(connection.execute(query)) == [("A", "2025-10-09", 2.0)]


def test_attempts_that_are_not_decided_count_for_no_day(connection):
    assert list(connection.execute("select attempts, successes from station_day")) == [(5, 3)]


@pytest.mark.parametrize("table", ["session", "attempt", "station_error", "station_day"])
def test_each_column_of_a_table_for_users_is_named(connection, table):
    (row,) = re.findall(rf"^\| `{table}` \|.*$", PAGE, re.MULTILINE)
    columns = [column[1] for column in connection.execute(f"pragma table_info({table})")]
    named = re.findall(r"`([a-z_]+)`", row.split("|")[3])
    assert [column for column in columns if column not in {"body", "doc"}] == [
        name for name in named if name in columns
    ]
