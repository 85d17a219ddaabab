"""OCPP.Core: transactions, and how its connectors are now, as it writes them into its SQLite file."""

from chargeboard.capture.feeds.ocpp_core.ocpp_core import KIND as KIND
