"""chargeboard shows a charge-point operator how each EV charger performs."""

__version__ = "0.1.0"
