"""What is said of Telegram?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.telegram",
    {
        "title": "Telegram",
        "field_token": "Token of the bot, as @BotFather gives it",
        "field_chat": "Chat: its number, or @ and the name of a channel",
        "field_server": "Server of the bot API",
        "bad_token": "is no token of a bot; it looks like 123456:ABC-DEF",
        "bad_chat": "is no chat; it is a number, or @ and a name",
    },
)
