"""A program, or a chat, that takes JSON over HTTP."""

from chargeboard.channels.webhook.webhook import CHANNEL as CHANNEL
