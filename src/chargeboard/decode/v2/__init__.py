"""OCPP 2.0.1 and 2.1: what their messages carry, and the events that they tell."""
