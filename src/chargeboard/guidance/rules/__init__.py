"""
The table of the rules of guidance (definitions 3): one module each, found in this folder.

I22 danger, I23 out of service, I24 all right, I25 worse firmware, I26 does not answer and I27 cut again and
again are our own.
"""

from __future__ import annotations

from chargeboard.guidance.rule import Rule
from chargeboard.rooms import of_modules

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for rules in of_modules(__name__, "RULES") for rule in rules),
        key=lambda rule: (rule.is_last, rule.id, rule.codes),
    )
)
"""Every rule, by id; last those that depend on what the others said."""
