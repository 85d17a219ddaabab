"""What does a whole `serve` take under a fleet that lives, calls in all at once, and is watched?"""
