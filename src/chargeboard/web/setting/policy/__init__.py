"""The page of what holds for all chargers."""
