"""What is said by `web/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web",
    {
        "other_version": "This file is of another version. Reload the page.",
        "send_token": "Send the token as `Authorization: Bearer …`.",
        "uses_uncounted": "The last uses of shares could not be counted: {why}",
        "no_such_site": "No charger is at a site called {site}.",
        "no_such_charger": "No charger is called “{station}”",
        "no_such_charger_why": (
            "Ids are case-sensitive. A charger appears with its first message or when a log of it is "
            "imported."
        ),
        "not_understood_yet": ("The first messages of {station} are being processed. Try again in a moment."),
        "not_kept": (
            "Data of {station} at that time is no longer kept, as set under [retention]. The earliest "
            "moment available is {since:stamp}."
        ),
        "too_many_pages_live": (
            "More pages are open than can be updated live. They show how things were when they were opened."
        ),
        "too_many_requests": (
            "More than {n:count} requests from one address are waiting. Try again in a moment."
        ),
        "no_such_page": "There is no page at this address. The list of chargers leads to all pages.",
        "nothing_there": "There is no page at this address.",
        "nothing_shared": "This link shows nothing",
        "nothing_shared_why": (
            "It may be over, revoked, or not copied whole; or what you look for is not part of what was "
            "shared. Ask whoever gave it to you for another one."
        ),
        "share_password": "This share asks for a password: open its link in a browser.",
        "too_many_links": (
            "Too many links that show nothing were tried from this address. Try again in {wait_s} s."
        ),
        "method_not_taken": "This address does not accept that method.",
        "failed": "This did not work",
        "answering_failed": "answering {path} failed",
        "answering_failed_for": "{path} cannot be answered: {why}",
        "store_away": (
            "What is kept cannot be read at the moment; it is tried again with the next look. What chargers "
            "say waits, and the log of the server says what is wrong."
        ),
        "store_away_since": "It is so since {since:stamp}.",
        "our_fault": (
            "The error is in the server log. Nothing that was received is lost; try again in a moment."
        ),
        "not_carried_out": "This cannot be carried out",
        "title_400": "This address is not understood",
        "title_401": "A token is needed",
        "title_403": "You may not do this",
        "title_404": "Not found",
        "title_405": "Method not allowed",
        "title_410": "This is no longer kept",
        "title_413": "Too much at once",
        "title_415": "Unsupported content type",
        "title_422": "This cannot have happened yet",
        "title_429": "Too many requests",
        "title_500": "Something broke on our side",
        "title_503": "Not available at the moment",
    },
)
