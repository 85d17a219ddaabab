"""`chargeboard load`: a fleet of made-up chargers, to size a machine."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from time import monotonic

import click
import msgspec

from chargeboard.cli.place import Place, endpoint_address, located
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.demo.load import Fleet, Mix, Tally, TooFewFiles, Wanted, fleet, mix_in
from chargeboard.run.clock import now

_TELL_EVERY_S = 10.0
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)")
_LATE_S = 0.5
"""By so much later than they were to the chargers speak where what runs them is too slow."""
_SECONDS = {"s": 1, "m": 60, "h": 3600}


class Duration(click.ParamType[float]):
    """Seconds, written as 90s, 10m or 2h."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = _DURATION.fullmatch(str(value))
        if found is None:
            self.fail(say("load_no_duration", value=value), param, ctx)
        return float(found[1]) * _SECONDS[found[2]]


@click.command(help=say("load_help"))
@click.option("--url", metavar="URL", help=say("load_url_option"))
@click.option(
    "--chargers",
    type=click.IntRange(1, 99_999),
    default=100,
    show_default=True,
    help=say("load_chargers_option"),
)
@click.option(
    "--first", type=click.IntRange(0, 99_999), default=0, show_default=True, help=say("load_first_option")
)
@click.option(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    default=1,
    show_default=True,
    help=say("load_speed_option"),
)
@click.option("--mix", metavar="TOML", help=say("load_mix_option"))
@click.option(
    "--for",
    "lasts_s",
    type=Duration(),
    default="1m",
    show_default=True,
    metavar="T",
    help=say("load_for_option"),
)
@click.option("--json", "is_json", is_flag=True, help=say("load_json_option"))
@located
def load(
    place: Place,
    *,
    url: str | None,
    chargers: int,
    first: int,
    speed: float,
    mix: str | None,
    lasts_s: float,
    is_json: bool,
) -> None:
    """The command `load`."""
    address, numbers = endpoint_address(place, url), range(first, first + chargers)
    wanted = Wanted(address, _mix(mix), speed, numbers)
    if not is_json:
        tell(say("load_begins", chargers=chargers, address=address, lasts=f"{lasts_s:g} s"))
        for name, value in msgspec.structs.asdict(wanted.mix).items():
            tell(say("load_mix_line", name=name, value=value))
        tell(say("load_reckoned", rate=f"{chargers * speed * wanted.mix.calls_s:.1f}"))
    try:
        with fleet(wanted, now) as living:
            with suppress(KeyboardInterrupt):
                living.begin()
                _look_on(living, lasts_s, is_told=not is_json)
            tally = living.fall_silent()
    except TooFewFiles as too_few:
        advice = say("load_too_few_files", needed=too_few.needed, allowed=too_few.allowed)
        raise click.ClickException(advice) from too_few
    if is_json:
        tell(msgspec.json.encode(tally).decode())
        return
    for action, n in sorted(tally.sent.items()):
        tell(say("load_sent", action=action, n=n))
    tell(
        say(
            "load_ended",
            frames=tally.frames,
            answers=tally.answers,
            errors=tally.errors,
            unanswered=tally.unanswered,
            connections=tally.connections,
            refused=tally.refused,
            p50_ms=_ms(tally, 0.5),
            p99_ms=_ms(tally, 0.99),
        )
    )


def _look_on(living: Fleet, lasts_s: float, *, is_told: bool) -> None:
    begin = told_at = monotonic()
    told, late_s = Tally(), 0.0
    while (at := monotonic()) - begin < lasts_s:
        tally = living.tally()
        late_s = max(late_s, tally.late_s)
        if is_told and at - told_at >= _TELL_EVERY_S:
            _tell_so_far(tally.since(told), tally.frames, round(at - begin), at - told_at)
            if late_s > _LATE_S:
                tell(say("load_late", late=f"{late_s:.1f} s"))
            told, told_at, late_s = tally, at, 0.0


def _mix(path: str | None) -> Mix:
    if path is None:
        return Mix()
    try:
        return mix_in(Path(path))
    except (msgspec.DecodeError, ValueError) as error:
        raise click.ClickException(say("load_mix_unreadable", file=path, why=error)) from error


def _tell_so_far(lately: Tally, frames: int, past_s: int, lately_s: float) -> None:
    tell(
        say(
            "load_so_far",
            past_s=past_s,
            connected=lately.connected,
            frames=frames,
            rate=f"{lately.frames / lately_s:.1f}",
            answers=lately.answers,
            p50_ms=_ms(lately, 0.5),
            p99_ms=_ms(lately, 0.99),
        )
    )


def _ms(tally: Tally, share: float) -> str:
    return f"{1000 * tally.wait_s(share):.1f}"
