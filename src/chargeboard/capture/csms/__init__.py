"""The OCPP endpoint: chargers are answered once what they said is durable, and are never commanded."""
