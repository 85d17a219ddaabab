"""What is said beside the bars of a panel of the days before them, and of what changed on a day?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from chargeboard.domain.figures.board import Board, SettingTold
from chargeboard.domain.figures.compared import Compared
from chargeboard.drawing.bars import Change
from chargeboard.panels.differing import differing
from chargeboard.panels.words import say


class Before(msgspec.Struct, frozen=True):
    """As much as the page shows of a panel's earlier days; empty where nothing is known of them."""

    days: Mapping[date, int | float | None] = {}
    """By the day beside which each stands."""
    told: str = ""
    """What they came to, and by how much it is otherwise now."""
    heading: str = ""
    """Of their column."""

    def scaled(self, on: date, scale: float = 1) -> float | None:
        """What stands beside a day, in the unit of the axis."""
        value = self.days.get(on)
        return None if value is None else value / scale


def before(board: Board, figure: Compared) -> Before:
    """Of the panel of a figure."""
    one = board.before.get(figure)
    if one is None:
        return Before()
    number, told = (one.window.to - one.window.from_).days, differing(one.compared)
    value = say("a_day", value=told.first) if figure in {Compared.SESSIONS, Compared.ENERGY} else told.first
    if one.observed_days < number:
        line = say("before_partly", n=number, seen=one.observed_days, value=value)
    else:
        line = say("before", n=number, value=value)
    if one.compared.difference is not None:
        line = say("before_since", told=line, difference=told.difference)
    if told.chance:
        line = say("or_chance", told=line, chance=told.chance)
    return Before(one.days, line, say("heading_before", n=number))


def change_on(board: Board, on: date) -> Change | None:
    """What changed of the charger on a day, and which dates tell how it did before and after."""
    firmware, settings = board.firmware_days.get(on), board.setting_days.get(on)
    told = [] if firmware is None else [say("firmware_changed", was=firmware.was, became=firmware.became)]
    told += [] if settings is None else map(setting_told, settings.settings)
    change = firmware or settings
    if change is None:
        return None
    if change.before is None or change.after is None:
        return Change(", ".join(told))
    return Change(say("before_and_after", change=", ".join(told)), (change.before, change.after))


def setting_told(one: SettingTold) -> str:
    """What became of a setting."""
    if one.became is None:
        return say("setting_changed", name=one.name)
    if one.was is None:
        return say("setting_set", name=one.name, became=one.became)
    return say("setting_from_to", name=one.name, was=one.was, became=one.became)
