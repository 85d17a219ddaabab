"""The table of official rules of success: one module each, found in this folder."""

from __future__ import annotations

from typing import Final

from chargeboard.official.success.rule import SuccessRule
from chargeboard.rooms import of_modules

_ORDER: Final = (
    "ours",
    "inl_start",
    "inl_end",
    "inl_session",
    "kwwhat_visits",
    "germany",
    "afirev",
    "qualicharge",
    "atlas",
)
SUCCESS_RULES: Final[tuple[SuccessRule, ...]] = tuple(
    sorted(
        (rule for rules in of_modules(__name__, "RULES") for rule in rules),
        key=lambda rule: (_ORDER.index(rule.code) if rule.code in _ORDER else len(_ORDER), rule.code),
    )
)
"""Every rule: ours first."""
