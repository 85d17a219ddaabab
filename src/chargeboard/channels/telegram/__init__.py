"""A chat of Telegram, by a bot of one's own."""

from chargeboard.channels.telegram.telegram import CHANNEL as CHANNEL
