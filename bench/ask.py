"""What does one charger's document cost in this process? Prints it as JSON; run by asking.py."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from time import perf_counter, process_time

import msgspec

from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.records import StoredSessions
from chargeboard.time.instants import HOUR, SECOND, Instant
from chargeboard.time.spans import Span

_TIMES = 30
_MONTH = 31 * 24 * HOUR


def main(database: str, station: str, at: Instant) -> None:
    """The first document, those of the seconds after it, and what of it cannot be left out."""
    with Place(from_environment(None).with_options(db=database)).desk() as desk:
        begin, begin_cpu = perf_counter(), process_time()
        document = desk.board_json(station, at=at)
        first_ms, first_wall_ms = _ms(process_time() - begin_cpu), _ms(perf_counter() - begin)
        read = msgspec.json.decode(document)
        said = {
            "first_ms": first_ms,
            "first_wall_ms": first_wall_ms,
            "next_ms": [
                _cost(lambda after=after: desk.board_json(station, at=at + after * SECOND))
                for after in range(1, _TIMES + 1)
            ],
            "rows_ms": _cost(lambda: _rows(desk.store.sessions_in_brief(station, Span(at - _MONTH, at)))),
            "encode_ms": min(_cost(lambda: msgspec.json.encode(read)) for _ in range(5)),
            "bytes": len(document),
            "sessions": len(read["sessions"]),
        }
    print(msgspec.json.encode(said).decode())


def _rows(some: Sequence[StoredSessions]) -> list[bytes]:
    return [each.opened() for each in some]


def _cost(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return _ms(process_time() - begin)


def _ms(seconds: float) -> float:
    return seconds * 1_000


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
