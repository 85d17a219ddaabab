"""OCPI: what a party gives of its locations, sessions and CDRs when it is asked."""

from chargeboard.capture.feeds.ocpi.ocpi import KIND as KIND
