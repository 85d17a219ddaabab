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
from chargeboard.demo.load import Mix, Tally, mix_in, run_fleet
from chargeboard.run.clock import now

_TELL_EVERY_S = 10.0
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)")
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
    speed: float,
    mix: str | None,
    lasts_s: float,
    is_json: bool,
) -> None:
    """The command `load`."""
    address, wanted = endpoint_address(place, url), _mix(mix)
    if not is_json:
        tell(say("load_begins", chargers=chargers, address=address, lasts=f"{lasts_s:g} s"))
        for name, value in msgspec.structs.asdict(wanted).items():
            tell(say("load_mix_line", name=name, value=value))
    tally, begin = Tally(), monotonic()
    told_at, told_frames = begin, 0
    with suppress(KeyboardInterrupt):
        for tally in run_fleet(address, wanted, speed, chargers, lasts_s, now):
            if monotonic() - told_at >= _TELL_EVERY_S and not is_json:
                rate = (tally.frames - told_frames) / (monotonic() - told_at)
                told_at, told_frames = monotonic(), tally.frames
                _tell_so_far(tally, round(told_at - begin), rate)
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
            p50_ms=_ms(tally, 0.5),
            p99_ms=_ms(tally, 0.99),
        )
    )


def _mix(path: str | None) -> Mix:
    if path is None:
        return Mix()
    try:
        return mix_in(Path(path))
    except (msgspec.DecodeError, ValueError) as error:
        raise click.ClickException(say("load_mix_unreadable", file=path, why=error)) from error


def _tell_so_far(tally: Tally, past_s: int, rate: float) -> None:
    tell(
        say(
            "load_so_far",
            past_s=past_s,
            connected=tally.connected,
            frames=tally.frames,
            rate=f"{rate:.1f}",
            answers=tally.answers,
            p50_ms=_ms(tally, 0.5),
            p99_ms=_ms(tally, 0.99),
        )
    )


def _ms(tally: Tally, share: float) -> str:
    return f"{1000 * tally.wait_s(share):.1f}"
