"""How is an alert put in words, and what would a rule have told?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from chargeboard.alerts.notice import Event, Member, Notice
from chargeboard.alerts.rule import LASTING_S, Kind, Rule
from chargeboard.alerts.tally import Tally
from chargeboard.alerts.words import say
from chargeboard.domain.report_orders import ReportAsked
from chargeboard.guidance.words import say as say_guidance
from chargeboard.time.instants import Instant
from chargeboard.words.wall_clock import Local

_NUMBERS: Mapping[Kind, Callable[[Rule], dict[str, object]]] = {
    Kind.LOW_SUCCESS: lambda rule: {"below": rule.below_pct},
    Kind.FLAPPING: lambda rule: {"n": rule.reconnects},
}
"""What a kind's description names."""
WITHDRAWN = "withdrawn"
"""What a rule told is to be shown no more: told to channels alone that show how things stand."""
MOST_NAMED = 20
"""So many chargers of a site are named."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom a rule's alerts last: for channels that show how things stand."""

    rule: str
    kind: Kind
    group: str
    """Who is told together, as it is remembered."""
    site: str = ""
    """Empty where it is not about the site as a whole."""
    chargers: dict[str, str]
    """Of whom the message tells: what each id is called."""
    lasting: tuple[str, ...] = ()
    """Those of whom something that was told lasts, when the message is sent."""
    is_gone: bool = False
    """The rule is gone, or tells nobody any more when it is over: nothing is to be shown of it."""


class Attached(msgspec.Struct, frozen=True):
    """A file that goes along."""

    name: str
    kind: str
    """Its media type."""
    body: bytes


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent, whatever the channel is."""

    id: str
    """Of the notice, however often it is sent."""
    event: str
    """fired, repeated, recovered or test; withdrawn, for channels alone that show how things stand."""
    title: str
    lines: tuple[str, ...]
    """Sentences, one a line."""
    url: str = ""
    """Where the evidence is."""
    is_urgent: bool = False
    standing: Standing | None = None
    """None: nobody is told when it is over."""
    document: msgspec.Raw = msgspec.Raw(b"{}")
    """For programs."""
    report: ReportAsked | None = None
    """What is made of it when it is sent: the words, the address and the files."""
    files: tuple[Attached, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join([self.title, *self.lines])

    @property
    def all_files(self) -> tuple[Attached, ...]:
        """Those of it, for where only files go; of one without any its text."""
        return self.files or (Attached(f"{self.id}.txt", "text/plain", f"{self.text}\n".encode()),)


def thing(kind: Kind, what: str) -> str:
    """What it is, in few words."""
    if kind is Kind.DANGER and what:
        return say("danger", what=say_guidance(what))
    return say(kind, what=what) if kind in {Kind.ERROR, Kind.STATE} else say(kind)


def subject(notice: Notice) -> str:
    """Who has what."""
    first = notice.members[0]
    if notice.site:
        return say(
            "of_site",
            site=notice.site,
            n=len(notice.chargers),
            size=notice.size,
            thing=thing(notice.kind, ""),
        )
    told = "; ".join(_of_member(notice.kind, member) for member in notice.members)
    return told or _of_member(notice.kind, first)


def _of_member(kind: Kind, member: Member) -> str:
    charger = called(member)
    if member.socket:
        socket: str | int = member.socket
        if member.socket_name:
            socket = say("named_socket", number=socket, name=member.socket_name)
        return say("of_socket", charger=charger, socket=socket, thing=thing(kind, member.what))
    return say("of_charger", charger=charger, thing=thing(kind, member.what))


def called(member: Member) -> str:
    """A charger by its name, with its id where that is another one."""
    is_named = member.name and member.name != member.station
    return f"{member.name} ({member.station})" if is_named else member.station


def title(notice: Notice) -> str:
    """The first line."""
    return say(f"title_{notice.event}", subject=subject(notice))


def lines(notice: Notice, url: str = "") -> tuple[str, ...]:
    """The others: since when, last contact, what to do, and where the evidence is."""
    first = min(notice.members, key=lambda member: member.since)
    local = Local(first.zone, notice.at)

    def at(moment: Instant) -> str:
        return local.in_full(moment)

    told = [
        say("over_since", at=at(notice.at), since=at(first.since))
        if notice.event is Event.RECOVERED
        else say("since", since=at(first.since))
    ]
    if notice.site:
        told += _named(notice)
    if notice.event is not Event.RECOVERED:
        if first.last_contact is not None:
            told.append(say("last_contact", at=at(first.last_contact)))
        if notice.kind is not Kind.STATE:
            told.append(say("to_do", action=say("do_site" if notice.site else f"do_{notice.kind}")))
    if notice.note:
        told.append(say("noted", note=notice.note))
    if url:
        told.append(say("evidence_at", url=url))
    return tuple(told)


def _named(notice: Notice) -> list[str]:
    names = list(dict.fromkeys(called(member) for member in notice.members))
    more = len(names) - MOST_NAMED
    return [", ".join(names[:MOST_NAMED]), *([say("and_more", n=more)] if more > 0 else [])]


def told_of(rule: str, days: int, tally: Tally) -> list[str]:
    """What a back-test comes to."""
    fired, soon = len(tally.tellings), tally.soon_over
    over = say("days", n=days)
    if not fired:
        told = [say("never_fired", rule=rule, days=over)]
    else:
        also = say("once_soon_over") if fired == 1 and soon else say("soon_over", n=soon)
        told = [
            say("would_have_fired", n=fired, rule=rule, days=over, soon=also if soon or fired > 1 else "")
        ]
    if tally.held_back:
        told.append(say("held_back", n=tally.held_back))
    if tally.repeats:
        told.append(say("repeats", n=tally.repeats))
    return told


def described(rule: Rule) -> str:
    """What a rule is about, in a line."""
    lasting_s = LASTING_S[rule.kind] if rule.after_s is None else rule.after_s
    what = ", ".join((*rule.codes, *rule.dangers, *rule.states))
    numbers = _NUMBERS[rule.kind](rule) if rule.kind in _NUMBERS else {}
    told = [say(f"rule_{rule.kind}", **numbers)]
    if what:
        told[0] += f" ({what})"
    if lasting_s:
        told.append(say("rule_after", lasting=lasting_s))
    for code, names in (
        ("rule_chargers", rule.chargers),
        ("rule_sites", rule.sites),
        ("rule_tags", rule.tags),
        ("rule_makers", rule.makers),
        ("rule_models", rule.models),
        ("rule_channels", rule.channels),
    ):
        if names:
            told.append(say(code, names=", ".join(names)))
    if rule.repeat_s:
        told.append(say("rule_repeats", every=rule.repeat_s))
    if rule.quiet:
        told.append(say("rule_quiet", hours=rule.quiet))
    if rule.is_off:
        told.append(say("rule_off"))
    return "; ".join(told)
