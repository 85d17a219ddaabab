"""What is said of OCPP.Core?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.ocpp_core",
    {
        "title": "OCPP.Core",
        "cannot_tell": (
            "cards that were refused and starts that failed, so no success rate; when connections opened and "
            "closed, so whether a charger is online; codes of errors, faults of the charger as a whole, and "
            "how its connectors were before this was read; boots, and messages as they were sent"
        ),
        "no_file": "there is no file {path}",
        "not_readable": "{path} cannot be read: {said}",
        "not_sqlite": "{path} is no SQLite database",
        "only_sqlite": (
            "of the databases of OCPP.Core only the SQLite file is read, not SQL Server; "
            "write its path, like {example}"
        ),
    },
)
