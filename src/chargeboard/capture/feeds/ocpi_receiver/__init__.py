"""OCPI: what a party pushes to us of its locations, sessions and CDRs."""

from chargeboard.capture.feeds.ocpi_receiver.ocpi_receiver import KIND as KIND
