"""How does one thing compare with another? A file a question; the reader asks them of a store."""
