"""What is shown by a link to who has no account."""
