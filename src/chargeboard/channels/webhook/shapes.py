"""How does each chat want its messages?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from chargeboard.alerts.saying import Message

_FACE = {"fired": "🔴", "repeated": "🔴", "recovered": "🟢", "test": "🔵"}


def _json(message: Message) -> bytes:
    """Our own document."""
    return bytes(message.document)


def _slack(message: Message) -> bytes:
    """An incoming webhook of Slack; `&`, `<` and `>` are what it asks to have escaped."""
    text = "\n".join(
        [f"{_FACE.get(message.event, '')} *{_escaped(message.title)}*", *map(_escaped, message.lines)]
    )
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000]}}
    return _encoded({"text": _escaped(message.title), "blocks": [block]})


def _mattermost(message: Message) -> bytes:
    """An incoming webhook of Mattermost, and of Rocket.Chat: Markdown."""
    head = f"{_FACE.get(message.event, '')} **{_plain(message.title)}**"
    return _encoded({"username": "chargeboard", "text": "\n".join([head, *map(_plain, message.lines)])})


def _teams(message: Message) -> bytes:
    """A workflow of Microsoft Teams that takes an adaptive card."""
    lines = [{"type": "TextBlock", "text": _plain(line), "wrap": True} for line in message.lines]
    card: dict[str, Any] = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [
            {
                "type": "TextBlock",
                "text": f"{_FACE.get(message.event, '')} {_plain(message.title)}",
                "weight": "Bolder",
                "wrap": True,
            },
            *lines,
        ],
    }
    if message.url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "chargeboard", "url": message.url}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return _encoded({"type": "message", "attachments": [attachment]})


def _encoded(document: object) -> bytes:
    return msgspec.json.encode(document)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """What a charger is called is no Markdown, and calls nobody."""
    for sign in "\\`*_[]<>#~|":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("@", "@\u200b")


SHAPES: Final[Mapping[str, Callable[[Message], bytes]]] = {
    "json": _json,
    "slack": _slack,
    "teams": _teams,
    "mattermost": _mattermost,
}
