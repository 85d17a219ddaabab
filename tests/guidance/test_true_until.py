"""A rule names the instant at which time alone makes it say something else."""

from __future__ import annotations
