"""By which rule, and with which settings, was a figure computed?"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.figures.evidence import Rule
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Reason

_RULES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "utilization": (
        "definitions 2.2",
        ("utilization_basis", "utilization_denominator", "opening_hours", "sockets"),
    ),
    "success": (
        "definitions 2.3, 4c A1a-A7a",
        (
            "success",
            "min_success_energy_wh",
            "min_session_s",
            "user_cancel_max_s",
            "attempt_match_window_s",
            "plug_only_min_s",
            "auth_retry_dedup_s",
            "success_excludes",
            "grouping",
        ),
    ),
    "sessions": (
        "definitions 2.1 S2, 2.4, 4c S2a, S7",
        ("min_success_energy_wh", "min_session_s", "stop_grace_s", "stale_tx_s"),
    ),
    "energy": (
        "definitions 2.4, S3, 4c S3a",
        ("energy_per_day", "drop_suspicious_energy", "energy_factor", "rated_kw"),
    ),
    "uptime": (
        "definitions 2.8",
        ("exclusions", "opening_hours", "offline_k", "offline_min_s", "reconnect_grace_s"),
    ),
}

_USUAL: Final = Policy()


def rules(policy: Policy, *figures: str) -> list[Rule]:
    """The rules of these figures, of all where none is named."""
    return [
        Rule(
            figure=figure,
            rule=(Reason(f"metrics.{figure}_rule"),),
            source=source,
            settings={name: getattr(policy, name) for name in names},
            changed=[name for name in names if getattr(policy, name) != getattr(_USUAL, name)],
        )
        for figure, (source, names) in _RULES.items()
        if not figures or figure in figures
    ]
