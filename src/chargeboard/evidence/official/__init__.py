"""The page of official figures: uptime by every rule, and where two of them differ."""
