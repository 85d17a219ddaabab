"""How are numbers and times said in a sentence of guidance?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from chargeboard.time.days import zone_of
from chargeboard.time.instants import HOUR, MINUTE, Instant, Micros, datetime_of
from chargeboard.words.dates import day_month

CLASS_WORDS: Final = {
    "auth_rejected": "rejected cards or apps",
    "start_rejected": "starts refused or answered with an error",
    "ev_or_connector_fault": "car or connector faults",
    "charger_fault": "charger faults",
    "preparing_timeout": "attempts that never started",
    "user_cancelled": "attempts given up by the driver",
    "zero_energy": "sessions without energy",
}
"""The failure classes in an operator's words (2.3)."""
ONE_OF_CLASS: Final = {
    "auth_rejected": "a card or app was rejected",
    "start_rejected": "a start was refused or answered with an error",
    "ev_or_connector_fault": "a fault of car or connector",
    "charger_fault": "a fault of the charger",
    "preparing_timeout": "it never started",
    "user_cancelled": "the driver gave up",
    "zero_energy": "a session without energy",
}
"""The same of a single attempt."""
CLASS_ACTIONS: Final = {
    "auth_rejected": "See under attempts which cards were rejected; check them in the back end.",
    "start_rejected": "See under attempts how starts were answered; check it in the back end.",
    "ev_or_connector_fault": "Inspect plug, pilot pin and cable; see under attempts if it is one car or all.",
    "charger_fault": "Restart the charger; if it goes on, fetch its diagnostics and call service.",
    "preparing_timeout": "Try a start on site: check plug, reader, app and what the signs tell drivers.",
    "user_cancelled": "Try a start on site: drivers give up where it takes long or the display confuses.",
    "zero_energy": "Test the sockets with a car: sessions start and no energy flows.",
}
"""What to do where most failures are of a class."""


def lasting(duration: Micros) -> str:
    """A duration in its two largest units."""
    minutes = duration // MINUTE
    if minutes < 1:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def about(duration: Micros) -> str:
    """A rhythm, roughly."""
    if duration >= 36 * HOUR:
        return f"every {round(duration / (24 * HOUR))} days or so"
    if duration >= 90 * MINUTE:
        return f"about every {round(duration / HOUR)} h"
    return f"about every {max(1, round(duration / MINUTE))} min"


def listed(words: Sequence[str]) -> str:
    """Things in a sentence: `a, b and c`; nothing where there is none."""
    return " and ".join([*filter(None, [", ".join(words[:-1])]), *words[-1:]])


def on_day(day: date) -> str:
    """A local date as on the whole page: 13 Oct."""
    return day_month(day)


def at_time(instant: Instant, zone: str, *, today: date) -> str:
    """A local time; with its date where that is not today."""
    local = datetime_of(instant).astimezone(zone_of(zone))
    return f"{local:%H:%M}" if local.date() == today else f"{on_day(local.date())} {local:%H:%M}"
