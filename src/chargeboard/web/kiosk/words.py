"""What is said on a screen on a wall?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.kiosk",
    {
        "title": "{name} – chargeboard",
        "all": "Chargers",
        "moment": "{day} {time}",
        "live": "Live, {at}",
        "lost": "No contact with chargeboard since {at}. What is shown is of then.",
        "never_heard": "Never connected",
        "connected": "Connected",
        "unknown": "Contact unknown",
        "no_contact_since": "No contact since {moment}",
        "no_contact": "No contact",
        "only_history": "Last heard {moment}",
        "charging": Plural("{n} charging now: {power}", "{n} charging now: {power}"),
        "charging_unmetered": Plural("{n} charging now", "{n} charging now"),
        "today": "Today: {sessions}, {energy}",
        "sessions": Plural("{n:count} session", "{n:count} sessions"),
        "and_more": Plural("and {n} thing more", "and {n} things more"),
        "all_right": "Nothing needs attention",
        "place": "{number} of {all}",
        "left_out": Plural(
            "and {n:count} charger that needs less attention",
            "and {n:count} chargers that need less attention",
        ),
        "bad_every": "every={text} is no number of seconds from {least} to {most}",
        "as_of": "As of {at}",
        "none": "No charger is here yet.",
    },
)
