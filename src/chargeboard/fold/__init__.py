"""Gathers evidence in order of arrival: what was said becomes facts, and nothing is concluded."""

from chargeboard.fold.clock import Clock, Place, Proof, applied
from chargeboard.fold.gather import apply, drop_told, pending
from chargeboard.fold.memory import Memory

__all__ = ["Clock", "Memory", "Place", "Proof", "applied", "apply", "drop_told", "pending"]
