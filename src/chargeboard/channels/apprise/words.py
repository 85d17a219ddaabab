"""What is said of Apprise?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.apprise",
    {
        "title": "Apprise",
        "field_url": "Address of the service, as Apprise writes it (discord://…, pover://…, matrix://…)",
        "not_known": "is no address that Apprise knows; github.com/caronc/apprise lists them",
        "address_refused": "an address that it leads to is not sent to; name a service of yours",
        "answered": "the service answered {status}",
        "refused": "the service did not take it, or could not be reached",
        "too_slow": "it took longer than {seconds} s",
        "ended": "Apprise ended with {code}",
    },
)
