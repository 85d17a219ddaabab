"""What is said of mail?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.email",
    {
        "title": "E-mail",
        "field_host": "Mail server (SMTP)",
        "field_port": "Port",
        "field_security": "Encryption: starttls (port 587), tls (465) or none",
        "field_user": "User, if it asks for one",
        "field_password": "Password",
        "field_sender": "From",
        "field_to": "To, several with commas",
        "bad_port": "is no port; use 1 to 65535",
        "bad_address": '"{address}" is no address of mail; write it like ops@example.org',
        "password_in_clear": "a password would be readable on the way; use starttls or tls",
        "no_starttls": "the server offers no STARTTLS; use tls, or none if nobody can listen on the way",
        "refused": "it refused {code}: {said}",
        "not_reached": "the mail server could not be reached: {why}",
        "some_refused": "it refused {addresses}; the others have got it",
    },
)
