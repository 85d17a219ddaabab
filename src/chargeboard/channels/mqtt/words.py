"""What is said of MQTT?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.mqtt",
    {
        "title": "MQTT, Home Assistant",
        "field_host": "Broker",
        "field_port": "Port",
        "field_security": "Encryption: tls (port 8883), or none (1883; a password is readable on the way)",
        "field_user": "User, if it asks for one",
        "field_password": "Password",
        "field_topic": "Topics begin with",
        "field_discovery": "Home Assistant looks for devices under; none: do not announce any",
        "field_chargers": "Chargers shown as devices: none, all, or those of sites, separated by commas",
        "bad_port": "is no port; use 1 to 65535",
        "bad_topic": "is no beginning of topics; use letters, digits, -, _ and /",
        "password_alone": "a password needs a user; name one",
        "refused": "the broker refused: {why}",
        "not_taken": "the broker did not take {topic}: {why}",
        "not_reached": "the broker could not be reached: {why}",
        "of_site": "Site {site}",
    },
)
