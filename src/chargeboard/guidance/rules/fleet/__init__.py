"""What chargers of a kind have in common."""
