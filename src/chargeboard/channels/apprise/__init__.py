"""Whatever else Apprise reaches, by one address a service."""

from chargeboard.channels.apprise.apprise import CHANNEL as CHANNEL
