"""The page on which two periods of a charger stand side by side."""
