"""Push messages to phones by ntfy, of ntfy.sh or of one's own server."""

from chargeboard.channels.ntfy.ntfy import CHANNEL as CHANNEL
