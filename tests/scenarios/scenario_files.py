"""
Which scenarios are there, and what does one hold?

A file is read as it is; `Scenario` names its parts and fills in the defaults of the scenarios' README.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

OWN = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[3] / "shared" / "scenarios"

DEFAULTS: dict[str, Any] = {
    "timezone": "UTC",
    "silence_detection": False,
    "offline_k": 2,
    "offline_min_s": 180,
    "reconnect_grace_s": 60,
    "clock_skew_max_s": 300,
    "min_success_energy_wh": 100,
    "user_cancel_max_s": 120,
    "attempt_match_window_s": 300,
    "plug_only_min_s": 30,
    "auth_retry_dedup_s": 60,
    "stop_grace_s": 300,
    "stale_tx_s": 172_800,
    "error_merge_s": 60,
}
"""`sockets` and `heartbeat_interval_s` are null, `exclusions` empty, unless a scenario says otherwise."""


class Span(msgspec.Struct, rename={"from_": "from"}):
    from_: str
    to: str


class Case(msgspec.Struct):
    """One value and its text."""

    type: str
    value: float | None
    shown: str


class Scenario(msgspec.Struct, forbid_unknown_fields=True):
    """One file, by the names that its README gives."""

    id: str
    title: str
    why: str
    kind: str = "messages"
    ocpp: str = "1.6"
    rules: list[str] = []
    config: dict[str, Any] = {}
    now: str = ""
    window: Span | None = None
    timeline: Span | None = None
    messages: list[tuple[str, str, str, Any]] = []
    expected: dict[str, Any] = {}
    input: dict[str, Any] = {}
    display: dict[str, str] = {}
    cases: list[Case] = []

    @property
    def settings(self) -> dict[str, Any]:
        return {key: value for key, value in (DEFAULTS | self.config).items() if value is not None}

    @property
    def charger(self) -> str:
        return self.messages[0][1]


def folders(chosen: list[str] | None) -> list[Path]:
    """The folders that were asked for, or those there are."""
    return [Path(folder) for folder in chosen] if chosen else [f for f in (SHARED, OWN) if f.is_dir()]


def load(folder: Path) -> list[Scenario]:
    """The scenarios of a folder, by name."""
    return [
        msgspec.convert(json.loads(path.read_text("utf-8")), Scenario)
        for path in sorted(folder.glob("*.json"))
    ]
