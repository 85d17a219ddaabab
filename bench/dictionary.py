"""
How was the dictionary made by which the bodies of rows are kept in little room?

`python -m bench.dictionary NUMBER FILE` makes one of what is concluded of the demo's town. What was kept by
one dictionary is read by no other: a new one is a new file beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.town import history
from chargeboard import zstd
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.demo import TOWN

_BYTES = 16_384
_EACH = 400
_BODIES = (
    "select opened(doc) from session",
    "select opened(body) from session_body",
    "select opened(body) from attempt",
    "select opened(body) from station_error",
    "select opened(body) from station_day",
    "select opened(carry) from checkpoint",
)


def main() -> None:
    """Write the dictionary of that number."""
    number, file = sys.argv[1:]
    luck, samples = Random(1), list[bytes]()  # noqa: S311 - a choice, no secret
    with TemporaryDirectory() as folder:
        settings = from_environment(None).with_options(db=f"{folder}/town.db")
        with Place(settings).store(is_made=True) as store:
            store.begin_delivery()
            projector = Place(settings).projector_over(store)
            projector.take(history(*TOWN))
            for place in TOWN:
                projector.refresh(place.id)
            with store.reading() as connection:
                for query in _BODIES:
                    kept = [body for (body,) in connection.execute(query)]
                    # what is rare weighs as much as what is not
                    samples += luck.sample(kept * -(-_EACH // len(kept)), _EACH)
    made = zstd.train_dict(samples, _BYTES).dict_content
    # its number stands behind the magic one
    Path(file).write_bytes(made[:4] + int(number).to_bytes(4, "little") + made[8:])


if __name__ == "__main__":
    main()
