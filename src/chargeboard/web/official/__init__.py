"""The page of official figures of all chargers, or of a site."""
