"""The table of official rules of uptime: one module each, found in this folder."""

from __future__ import annotations

from typing import Final

from chargeboard.official.uptime.rule import UptimeRule
from chargeboard.rooms import of_modules

_ORDER: Final = ("ours", "nevi", "california", "uk", "uk_reg7", "uk_blocked", "kwwhat")
RULES: Final[tuple[UptimeRule, ...]] = tuple(
    sorted(
        of_modules(__name__, "RULE"),
        key=lambda rule: (_ORDER.index(rule.code) if rule.code in _ORDER else len(_ORDER), rule.code),
    )
)
"""Every rule: ours first, then by country; others behind them by code."""
RULE_OF: Final = {rule.code: rule for rule in RULES}
