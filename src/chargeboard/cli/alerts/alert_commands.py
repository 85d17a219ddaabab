"""`chargeboard alerts`: rules, what they would have told, and what lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from chargeboard.alerts.checking import FIELDS, RuleError, checked_rule
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.saying import described, title, told_of
from chargeboard.cli.alerts.channel_commands import channel, test
from chargeboard.cli.alerts.pairs import duration_of, values_of
from chargeboard.cli.alerts.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.terminal import tell
from chargeboard.domain.terminal import command
from chargeboard.run.alerting.back_test import BackTest
from chargeboard.run.alerting.book import AlertBook, NoSuchAlertError, NoSuchRuleError
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.people.audited import ALERT, RULE
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span

DAYS = 30
_MOST_LISTED = 50
_KEYS = ", ".join(key for key in FIELDS if key not in {"name", "kind"})
_PAIRS = click.argument("values", metavar="[KEY=VALUE]...", nargs=-1)
_DAYS = click.option(
    "--days", type=click.IntRange(1, 366), default=DAYS, show_default=True, help=say("days_option")
)
_NOTE = click.option("--note", default="", help=say("note_option"))


@click.group(help=say("alerts_help"))
def alerts() -> None:
    """The command `alerts`."""


alerts.add_command(channel)
alerts.add_command(test)


@contextmanager
def book_of(place: Place, *, is_made: bool = False) -> Iterator[AlertBook]:
    """The alerts of the place; what cannot be done is told in a sentence."""
    with place.store(is_made=is_made) as store:
        try:
            yield AlertBook(store, now, place.settings.rules)
        except NoSuchRuleError as error:
            code = "rule_of_file" if error.is_of_file else "no_rule"
            raise click.ClickException(say(code, name=error.name)) from error
        except NoSuchAlertError as error:
            raise click.ClickException(say("no_alert", id=str(error))) from error


@alerts.command("list", help=say("list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    table = plain_table(say("name"), say("what"), say("where"))
    with book_of(place) as book:
        for known in book.rules():
            origin = say("of_file" if known.is_of_file else "of_store")
            table.add_row(known.rule.name, described(known.rule), origin)
    paper().print(table)


@alerts.command("add", help=say("add_help", kinds=", ".join(Kind), keys=_KEYS))
@click.argument("name")
@click.argument("kind")
@_PAIRS
@_DAYS
@click.option("--no-test", "is_untested", is_flag=True, help=say("no_test_option"))
@located
def add(place: Place, name: str, kind: str, values: Sequence[str], days: int, *, is_untested: bool) -> None:
    """The command `add`."""
    with book_of(place, is_made=True) as book:
        channels = [channel.name for channel in book.channels()]
        rule = _rule(name, kind, values, channels)
        if not is_untested:
            _tell_test(rule, days, _tested(place.desk_over(book.store), rule, days))  # type: ignore[arg-type]
        with noted(place, book.store, "rule_kept", RULE, name):
            book.save_rule(rule)
    tell(say("kept", name=name))
    if not channels:
        example = command("chargeboard alerts channel add", "ops", "webhook", "url=https://…")
        tell(say("no_channel", command=example), aside=True)


@alerts.command("back-test", help=say("back_test_help"))
@click.argument("name")
@click.argument("kind", required=False)
@_PAIRS
@_DAYS
@located
def back_test(place: Place, name: str, kind: str | None, values: Sequence[str], days: int) -> None:
    """The command `back-test`."""
    with book_of(place) as book:
        rule = book.rule(name) if kind is None else _rule(name, kind, values, None)
        found = _tested(place.desk_over(book.store), rule, days)  # type: ignore[arg-type]
    _tell_test(rule, days, found)


@alerts.command("remove", help=say("remove_help"))
@click.argument("name")
@located
def remove(place: Place, name: str) -> None:
    """The command `remove`."""
    with book_of(place) as book, noted(place, book.store, "rule_removed", RULE, name):
        book.drop_rule(name)
    tell(say("removed", name=name))


@alerts.command("now", help=say("now_help"))
@located
def now_(place: Place) -> None:
    """The command `now`."""
    table = plain_table(say("alert"), say("at"), say("what"), say("title"), say("state"))
    with book_of(place) as book:
        by_alert = {told.notice.alert: told.notice for told in reversed(book.told(10_000))}
        for one in book.lasting():
            alert, notice = one.alert, by_alert.get(one.alert.id)
            state = say("open")
            if alert.acknowledged_at is not None:
                state = say("acknowledged")
            elif alert.snoozed_until is not None and alert.snoozed_until > now():
                state = say("snoozed_until", at=alert.snoozed_until)
            said = "" if notice is None else title(notice)
            table.add_row(
                alert.id, say("at_stamp", at=alert.fired_at), one.rule, said, f"{state} {alert.note}"
            )
    paper().print(table)


@alerts.command("log", help=say("log_help"))
@click.option("--most", type=click.IntRange(1, 10_000), default=50, help=say("most_option"))
@located
def log(place: Place, most: int) -> None:
    """The command `log`."""
    table = plain_table(say("at"), say("what"), say("title"), say("state"))
    with book_of(place) as book:
        for told in book.told(most):
            states = []
            for one in told.deliveries:
                code = "sent_to" if one.sent_at else "given_up_for" if one.given_up_at else "waits_for"
                states.append(say(code, channel=one.channel, **({} if one.sent_at else {"why": one.why})))
            table.add_row(
                say("at_stamp", at=told.notice.at),
                told.notice.rule,
                title(told.notice),
                "; ".join(states) or say("nobody_to_tell"),
            )
    paper().print(table)


@alerts.command("ack", help=say("ack_help"))
@click.argument("alert")
@_NOTE
@located
def ack(place: Place, alert: str, note: str) -> None:
    """The command `ack`."""
    with book_of(place) as book, noted(place, book.store, "alert_answered", ALERT, alert):
        book.acknowledge(alert, note)
    tell(say("done"))


@alerts.command("snooze", help=say("snooze_help"))
@click.argument("alert")
@click.argument("duration")
@_NOTE
@located
def snooze(place: Place, alert: str, duration: str, note: str) -> None:
    """The command `snooze`."""
    until = now() + duration_of(duration)
    with book_of(place) as book, noted(place, book.store, "alert_answered", ALERT, alert):
        book.snooze(alert, until, note)
    tell(say("done"))


def _rule(name: str, kind: str, values: Sequence[str], channels: list[str] | None) -> Rule:
    try:
        return checked_rule(name, {"kind": kind, **values_of(values)}, channels)
    except RuleError as error:
        raise click.UsageError(say("bad_rule", name=name, error=error)) from error


def _tested(desk: Desk, rule: Rule, days: int) -> BackTest:
    end = now()
    with progress_bar() as bar:
        told = bar.begin(rule.name)

        def goes_on(done: int, of: int) -> bool:
            told(done, of)
            return True

        return desk.past().told(rule, Span(end - days * 24 * HOUR, end), goes_on)


def _tell_test(rule: Rule, days: int, found: BackTest) -> None:
    tellings = found.tally.tellings
    for telling in tellings[-_MOST_LISTED:]:
        over = say("lasts")
        if telling.over_at is not None:
            over = say("over_after", lasted=(telling.over_at - telling.notice.at) / SECOND)
        tell(say("line", at=telling.notice.at, title=title(telling.notice), over=over))
    if len(tellings) > _MOST_LISTED:
        tell(say("and_more", n=len(tellings) - _MOST_LISTED))
    tell(*told_of(rule.name, days, found.tally))
