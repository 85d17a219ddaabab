"""
How is a number written, wherever a person reads it?

Source: definitions 2.9. Everything before this module is exact; everything after it is text. The same number
reads the same everywhere; a sentence names these functions as `{share:percent}`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chargeboard.words.languages import ENGLISH, SPOKEN
from chargeboard.words.remembering import remembered
from chargeboard.words.sentences import FORMATS
from chargeboard.words.words import say

Figure = int | float | Decimal | None

DASH = "–"
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))


def rounded(value: float | Decimal, places: int) -> Decimal:
    """Half up on the decimal that the figure prints as, so 2.25 reads 2.3 whatever its bits."""
    return Decimal(str(value)).quantize(_STEPS[places], ROUND_HALF_UP)


def spelled(number: int | Decimal) -> str:
    """A number with the marks of the language: `1,234.5`."""
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    if SPOKEN.get() is ENGLISH:
        return text
    whole, point, decimals = text.partition(".")
    # Spanish leaves four digits together: 1234, but 12.345
    is_grouped = abs(number) >= 10 ** (int(say("grouped_from")) - 1)
    whole = whole.replace(",", say("thousands_mark") if is_grouped else "")
    return f"{whole}{say('decimal_mark')}{decimals}" if point else whole


def without_zero(number: Decimal) -> Decimal:
    """A number without the decimals that say nothing: 42 for 42.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number


@remembered
def percent(value: Figure) -> str:
    """One decimal without a trailing ".0"; 100 % only if exactly 100, 0 % only if exactly 0."""
    if value is None:
        return DASH
    shown = _percents(value)
    return say("percent_hardly") if shown is None else say("percent", number=spelled(without_zero(shown)))


@remembered
def percent_in_column(value: Figure) -> str:
    """With one decimal always, so that the digits of a column are below each other."""
    if value is None:
        return DASH
    shown = _percents(value)
    return say("percent_hardly") if shown is None else say("percent", number=spelled(shown))


def _percents(value: float | Decimal) -> Decimal | None:
    """With one decimal; None is hardly any, and not quite all is not all."""
    shown = rounded(value, 1)
    if value > 0 and shown == 0:
        return None
    return Decimal("99.9") if value < 100 <= shown else shown


@remembered
def fine_percent(value: Figure) -> str:
    """
    Three decimals, and near 0 and 100 as many as tell it from these, up to six: `99.500%`, `99.9997%`.

    For figures that are compared with each other, such as of rules that differ by minutes of a year.
    """
    if value is None:
        return DASH
    for places in range(3, len(_STEPS)):
        shown = rounded(value, places)
        if value in {0, 100} or shown not in {0, 100}:
            break
    else:
        shown = 100 - _STEPS[-1] if value > 50 else _STEPS[-1]
    return say("percent", number=spelled(shown))


def without_zeros(number: Decimal) -> Decimal:
    """A number without the zeros at its end that say nothing: 42.5 for 42.500."""
    return without_zero(number).normalize() if number % 1 else without_zero(number)


@remembered
def energy(value_wh: Figure) -> str:
    """Watt-hours as kWh with one decimal."""
    return DASH if value_wh is None else say("energy", number=kilo(value_wh))


@remembered
def kilo(value: Figure) -> str:
    """A thousandth with one decimal and no unit, for a table that names the unit in its heading."""
    return DASH if value is None else spelled(rounded(Decimal(str(value)) / 1000, 1))


@remembered
def count(value: Figure) -> str:
    """A whole number with a thousands separator."""
    if value is None:
        return DASH
    return spelled(value if isinstance(value, int) else int(rounded(value, 0)))


@remembered
def per_day(value: Figure) -> str:
    """An average a day, with one decimal."""
    return DASH if value is None else spelled(rounded(value, 1))


@remembered
def duration(value_s: Figure) -> str:
    """Exact to the second: `45s`, `28m 46s`, `1h 2m 5s`."""
    if value_s is None:
        return DASH
    minutes, seconds = divmod(value_s if isinstance(value_s, int) else int(rounded(value_s, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return say("exact_hours", hours=hours, minutes=minutes, seconds=seconds)
    return (
        say("exact_minutes", minutes=minutes, seconds=seconds)
        if minutes
        else say("exact_seconds", seconds=seconds)
    )


def clock_off(offset_s: Figure) -> str:
    """How far a clock is off, in its two largest units: `4 min 29 s behind`."""
    units = _in_units(abs(int(rounded(offset_s or 0, 0))))[:2]
    offset = " ".join(say(unit, n=number) for unit, number in units)
    return say("clock_behind" if (offset_s or 0) > 0 else "clock_ahead", offset=offset)


def _in_units(whole_s: int) -> list[tuple[str, int]]:
    """Days, hours, minutes, seconds, from the largest that there is: `[("minutes", 4), ("seconds", 29)]`."""
    sizes = (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
    units: list[tuple[str, int]] = []
    for unit, size in sizes:
        number, whole_s = divmod(whole_s, size)
        if units or number or size == 1:
            units.append((unit, number))
    return units


@remembered
def power(value_w: Figure) -> str:
    """Watts as kW with one decimal."""
    return DASH if value_w is None else say("power", number=kilo(value_w))


@remembered
def about(value_s: Figure) -> str:
    """Two units are enough for a glance: `38 min`, `2 h 10 min`, `3 d 4 h`; never rounded up."""
    if value_s is None:
        return DASH
    (unit, number), *smaller = _in_units(int(value_s))
    text = say(unit, n=number)
    if unit in {"days", "hours"} and smaller[0][1]:
        text += " " + say(smaller[0][0], n=smaller[0][1])
    return text


def lasting(value_s: Figure) -> str:
    """In its two largest units, with a zero where one is: `38 min`, `2 h 0 min`, `3 d 4 h`."""
    whole_s = int(value_s or 0)
    if whole_s < 60:
        return say("under_a_minute")
    units = _in_units(whole_s)
    return " ".join(say(unit, n=number) for unit, number in units[: 1 if units[0][0] == "minutes" else 2])


def number(value: Figure) -> str:
    """With at most one decimal and no unit."""
    return DASH if value is None else spelled(without_zero(rounded(value, 1)))


def wh(value_wh: Figure) -> str:
    """Whole watt-hours, where kWh would say nothing."""
    return DASH if value_wh is None else say("watt_hours", number=f"{value_wh:.0f}")


def socket(number: int | str | None) -> str:
    """A socket, or that it is not known."""
    return str(number or "?")


@remembered
def hours(value_s: Figure) -> str:
    """Seconds as hours with at most one decimal and no unit."""
    return DASH if value_s is None else spelled(without_zero(_hours(value_s)))


@remembered
def hours_in_column(value_s: Figure) -> str:
    """Hours with one decimal always, so that the digits of a column are below each other."""
    return DASH if value_s is None else spelled(_hours(value_s))


def _hours(value_s: float | Decimal) -> Decimal:
    return rounded(Decimal(str(value_s)) / 3600, 1)


FORMATS.update(
    about=about,
    clock_off=clock_off,
    count=count,
    duration=duration,
    energy=energy,
    hours=hours,
    kilo=kilo,
    lasting=lasting,
    number=number,
    per_day=per_day,
    percent=percent,
    power=power,
    socket=socket,
    wh=wh,
)
