"""The table of official rules of uptime: one module each, found in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Final

from chargeboard.official.uptime.rule import UptimeRule

_ORDER: Final = ("ours", "nevi", "california", "uk", "uk_reg7", "uk_blocked", "kwwhat")
RULES: Final[tuple[UptimeRule, ...]] = tuple(
    sorted(
        (import_module(module.name).RULE for module in pkgutil.iter_modules(__path__, f"{__name__}.")),
        key=lambda rule: (_ORDER.index(rule.code) if rule.code in _ORDER else len(_ORDER), rule.code),
    )
)
"""Every rule: ours first, then by country; others behind them by code."""
RULE_OF: Final = {rule.code: rule for rule in RULES}
