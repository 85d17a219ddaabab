"""What is asked of a store, by what it serves; met by shape."""
