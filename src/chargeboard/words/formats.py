"""
How is a number written, wherever a person reads it?

Source: definitions 2.9. Everything before this module is exact; everything after it is text. The same number
reads the same everywhere; a sentence names these functions as `{share:percent}`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chargeboard.words.sentences import FORMATS

Figure = int | float | Decimal | None

DASH = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""In constants: nothing that is told speaks the server's locale."""
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))


def rounded(value: float | Decimal, places: int) -> Decimal:
    """Half up on the decimal that the figure prints as, so 2.25 reads 2.3 whatever its bits."""
    return Decimal(str(value)).quantize(_STEPS[places], ROUND_HALF_UP)


def percent(value: Figure) -> str:
    """One decimal without a trailing ".0"; 100 % only if exactly 100, 0 % only if exactly 0."""
    if value is None:
        return DASH
    shown = rounded(value, 1)
    if value > 0 and shown == 0:
        return "<0.1%"
    if value < 100 <= shown:
        shown = Decimal("99.9")
    return f"{shown:,f}".removesuffix(".0") + "%"


def energy(value_wh: Figure) -> str:
    """Watt-hours as kWh with one decimal."""
    return DASH if value_wh is None else f"{kilo(value_wh)} kWh"


def kilo(value: Figure) -> str:
    """A thousandth with one decimal and no unit, for a table that names the unit in its heading."""
    return DASH if value is None else f"{rounded(Decimal(str(value)) / 1000, 1):,f}"


def count(value: Figure) -> str:
    """A whole number with a thousands separator."""
    return DASH if value is None else f"{int(rounded(value, 0)):,}"


def shown_of(shown: int, whole: int, one: str, many: str | None = None) -> str:
    """What a filter leaves: `12 of 340 chargers`; `340 chargers` where it leaves all."""
    return several(whole, one, many) if shown == whole else f"{count(shown)} of {several(whole, one, many)}"


def per_day(value: Figure) -> str:
    """An average a day, with one decimal."""
    return DASH if value is None else f"{rounded(value, 1):,f}"


def duration(value_s: Figure) -> str:
    """Exact to the second: `45s`, `28m 46s`, `1h 2m 5s`."""
    if value_s is None:
        return DASH
    minutes, seconds = divmod(int(rounded(value_s, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,}h {minutes}m {seconds}s"
    return f"{minutes}m {seconds}s" if minutes else f"{seconds}s"


def clock_off(offset_s: Figure) -> str:
    """How far a clock is off, in its two largest units: `4 min 29 s behind`."""
    seconds = abs(int(rounded(offset_s or 0, 0)))
    units = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    first = next((n for n, (size, _) in enumerate(units) if seconds >= size), len(units) - 1)
    parts = []
    for size, name in units[first : first + 2]:
        number, seconds = divmod(seconds, size)
        parts.append(f"{number} {name}")
    return f"{' '.join(parts)} {'behind' if (offset_s or 0) > 0 else 'ahead'}"


def several(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 session`, `1,300 sessions`."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def power(value_w: Figure) -> str:
    """Watts as kW with one decimal."""
    return DASH if value_w is None else f"{kilo(value_w)} kW"


def about(value_s: Figure) -> str:
    """Two units are enough for a glance: `38 min`, `2 h 10 min`, `3 d 4 h`; never rounded up."""
    if value_s is None:
        return DASH
    whole = int(value_s)
    days, hours, minutes = whole // 86_400, whole // 3600 % 24, whole // 60 % 60
    if days:
        return f"{days:,} d {hours} h" if hours else f"{days:,} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{whole} s"


def hours(value_s: Figure) -> str:
    """Seconds as hours with at most one decimal and no unit."""
    return hours_in_column(value_s).removesuffix(".0")


def hours_in_column(value_s: Figure) -> str:
    """Hours with one decimal always, so that the digits of a column are below each other."""
    return DASH if value_s is None else f"{rounded(Decimal(str(value_s)) / 3600, 1):,f}"


FORMATS.update(
    about=about,
    clock_off=clock_off,
    count=count,
    duration=duration,
    energy=energy,
    hours=hours,
    kilo=kilo,
    per_day=per_day,
    percent=percent,
    power=power,
)
