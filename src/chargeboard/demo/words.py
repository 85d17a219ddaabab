"""What is said by `demo/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "demo",
    {
        "socket_is": "socket {socket} is {status}",
        "nobody_listens": "nobody listens there",
        "cannot_connect": "cannot connect, trying again: {why}",
        "connected": "is connected",
    },
)
