"""What is said to those who ask by OCPI or DATEX II?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.roaming",
    {
        "needs_a_token": "nobody has a token here; make an account and a token of it first",
        "registered_already": "you are registered already: PUT changes that, DELETE ends it",
        "not_registered": "you are not registered: POST does that, by the token that you were given",
        "too_many_register": "others are registering now; try again",
        "no_credentials": "these are no credentials: token, url and roles are needed",
        "no_such_object": "there is no {what} of that id",
        "no_instant": "{name} is no instant; write it like 2026-11-29T12:00:00Z",
        "no_number": "{name} is no number from {least} to {most}",
        "date_from_needed": "date_from is needed",
        "too_many_sessions": "these are more than {most:count} sessions; ask for a shorter time by date_to",
    },
)
