"""SteVe: statuses, readings and transactions of its chargers, as it writes them into its MariaDB or MySQL."""

from chargeboard.capture.feeds.steve.steve import KIND as KIND
