"""CitrineOS: each message of its chargers and to them, as it writes them into its PostgreSQL."""

from chargeboard.capture.feeds.citrineos.citrineos import KIND as KIND
