"""What is said of webhooks?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.webhook",
    {
        "title": "Webhook",
        "field_url": "Address that takes a POST",
        "field_shape": "Shape: json for programs, or that of a chat",
        "field_signing_key": "Key to sign with (whsec_…), if the receiver checks that",
        "bad_signing_key": "is no key; write it like whsec_ and 32 bytes in base64",
    },
)
