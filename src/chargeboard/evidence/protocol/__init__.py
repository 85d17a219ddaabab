"""The page of what goes wrong between a charger and its management system."""
