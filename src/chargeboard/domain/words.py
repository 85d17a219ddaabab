"""What is said by `domain/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "domain",
    {
        "not_an_address": "{text} is not an address or network; write it like 10.0.0.2 or 10.0.0.0/8",
        "lines_left_out": Plural(
            " ({n} such line before it was left out)",
            " ({n} such lines before it were left out)",
        ),
    },
)
