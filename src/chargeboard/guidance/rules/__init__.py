"""
The table of the rules of guidance (definitions 3): one module each, found in this folder.

I22 danger, I23 out of service, I24 all right and I25 worse firmware are our own.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from chargeboard.guidance.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            rule
            for module in pkgutil.walk_packages(__path__, f"{__name__}.")
            for rule in getattr(import_module(module.name), "RULES", ())
        ),
        key=lambda rule: (rule.is_last, rule.id, rule.codes),
    )
)
"""Every rule, by id; last those that depend on what the others said."""
