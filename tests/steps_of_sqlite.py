"""What does SQLite do? Counted in steps of its machine."""

from contextlib import contextmanager

import apsw


@contextmanager
def steps(store):
    """What SQLite had to do meanwhile, in steps of its machine, and statements."""
    done = []
    connection = store._db.connection
    connection.trace_v2(
        apsw.SQLITE_TRACE_PROFILE,
        lambda told: done.append(told["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]),
    )
    yield done
    connection.trace_v2(0, None)
