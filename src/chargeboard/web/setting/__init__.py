"""The pages on which chargers, sites and the rules of figures are set."""
