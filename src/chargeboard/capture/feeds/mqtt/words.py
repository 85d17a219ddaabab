"""What is said of feeds by MQTT?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.mqtt",
    {
        "title": "MQTT",
        "cannot_tell": (
            "when connections opened and closed: a charger counts as offline when it has said nothing for "
            "longer than it should; nor, of MaEVe, when a message came that the broker held back for us"
        ),
        "refused": "the broker lets us in neither by this user nor by this password: {said}",
        "too_old": "the broker speaks no MQTT 5: {said}",
        "not_allowed": "the broker does not let this user listen to {topic}: {said}",
        "away": "the broker cannot be reached: {said}",
        "gone": "the broker ended the connection: {said}",
        "another_reader": (
            "another process reads this feed of the same database by now, or a copy of it: {said}"
        ),
        "bad_prefix": "topics begin with one word: write it behind the last slash, like {example}",
    },
)
