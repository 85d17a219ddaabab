"""The OCPP endpoint: chargers connect, are answered after what they said is durable, and are never commanded."""
