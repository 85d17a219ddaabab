"""Refill points in the documents of DATEX II."""
