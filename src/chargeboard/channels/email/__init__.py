"""Mail, by a server of the operator's."""

from chargeboard.channels.email.email import CHANNEL as CHANNEL
