"""What would a town of chargers have said? Invented people and chargers, real OCPP frames."""
