"""What the shell sets for sites, and for all chargers."""
