"""The table of official rules of success: one module each, found in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Final

from chargeboard.official.success.rule import SuccessRule

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
        (
            rule
            for module in pkgutil.iter_modules(__path__, f"{__name__}.")
            for rule in import_module(module.name).RULES
        ),
        key=lambda rule: (_ORDER.index(rule.code) if rule.code in _ORDER else len(_ORDER), rule.code),
    )
)
"""Every rule: ours first."""
