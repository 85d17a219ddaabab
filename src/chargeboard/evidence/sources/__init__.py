"""The page of where other systems tell of a charger otherwise."""
