"""Pages of who works with us: oneself, and everybody for an admin."""
