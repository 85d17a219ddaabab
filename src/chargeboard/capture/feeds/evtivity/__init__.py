"""EVtivity: each message of its chargers and to them, and their connections, as it writes them down."""

from chargeboard.capture.feeds.evtivity.evtivity import KIND as KIND
