"""The page of a site: the figures of its chargers together."""
