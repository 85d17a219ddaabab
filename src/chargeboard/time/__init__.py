"""Instants, half-open spans and local days: what time is, wherever it is spoken of."""
