"""A charger as a device of Home Assistant."""
