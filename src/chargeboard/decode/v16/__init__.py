"""OCPP 1.6: what its messages carry, and the events that they tell."""
