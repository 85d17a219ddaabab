"""A folder of this machine, or one that is mounted."""

from chargeboard.channels.folder.folder import CHANNEL as CHANNEL
