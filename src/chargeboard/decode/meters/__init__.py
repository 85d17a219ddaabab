"""What meters say: one value in base units, and which of several stands for an instant."""
