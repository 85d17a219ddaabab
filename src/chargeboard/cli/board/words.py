"""What is said by `cli/board/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "cli.board",
    {
        "instant": "An instant with its zone, such as 2026-11-21T13:00:00Z.",
        "at_option": "Nothing received later is used. {instant} [default: now]",
        "from_option": "The first local day of every figure by day.",
        "through_option": "The last local day, included.",
        "to_option": "Older form of --through: the day after the last one.",
        "timeline_from_option": "Where the timeline begins. [default: 24 h ago]",
        "timeline_to_option": "Where the timeline ends.",
        "json_option": "Print the document that the API gives.",
        "board_help": "Show how CHARGER performs.",
    },
)
