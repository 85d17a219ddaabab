"""What is said of CitrineOS' exchange?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.citrineos_rabbitmq",
    {
        "title": "CitrineOS' RabbitMQ",
        "cannot_tell": (
            "when connections opened and closed: a charger counts as offline when it has said nothing for "
            "longer than it should; nor messages that CitrineOS refused, and what it answered to them"
        ),
        "refused": "the broker lets us in neither by this user nor by this password: {said}",
        "no_exchange": "the broker has no exchange {exchange} yet: is CitrineOS running?",
        "not_allowed": (
            "the broker does not let this user do that; allow it there: "
            "rabbitmqctl set_permissions -p {vhost} {user} '^chargeboard-' '^chargeboard-' "
            "'^(chargeboard-.*|{exchange})$': {said}"
        ),
        "away": "the broker cannot be reached: {said}",
        "gone": "the broker ended the connection: {said}",
    },
)
