"""What happened at many chargers: sessions, attempts and errors in one list."""
