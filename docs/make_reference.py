"""
What do the reference pages say?

They are made from the code: `.venv/bin/python docs/make_reference.py`. A test fails where they are stale.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args, get_origin

import click
import msgspec

from chargeboard.alerts.rule import Rule
from chargeboard.capture.redaction.table import (
    ALWAYS,
    CLEAR_ENDINGS,
    FIELDS,
    IN_CLEAR,
    KINDS,
    LAST_WORDS,
    Field,
)
from chargeboard.cli import main
from chargeboard.config import ABOUT_FIELDS, Backups, Csms, Metrics, Privacy, Server
from chargeboard.config.alerts import AlertSettings
from chargeboard.config.ocpi import OcpiSettings
from chargeboard.config.oidc import OidcSettings
from chargeboard.config.people import PeopleSettings
from chargeboard.config.reports import ReportSettings
from chargeboard.config.tap import TapSettings
from chargeboard.config.words import say as say_of_settings
from chargeboard.documents.alerts import schema
from chargeboard.documents.columns import WH_DIGITS, WH_PLACES, Kind
from chargeboard.documents.tables import SCHEMA, tables
from chargeboard.domain import codes as all_codes
from chargeboard.domain import reasons as all_reasons
from chargeboard.domain.codes import Code
from chargeboard.domain.policy import Policy, Retention
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.guidance.rules import RULES
from chargeboard.guidance.words import say
from chargeboard.panels.registry import panels
from chargeboard.run.measuring.charger_measures import (
    CHARGER_MEASURES,
    FLEET_MEASURES,
    OMITTED,
    labels_of,
)
from chargeboard.run.measuring.measures import MEASURES
from chargeboard.run.measuring.words import say as say_of_measures
from chargeboard.vocabularies import CHARGEX, EVGO, UEC
from chargeboard.vocabularies.ocpp.words import WORDS
from chargeboard.vocabularies.upkeep.words import SECURITY, TRANSFERS

FOLDER = Path(__file__).parent / "reference"
SECURITY_PAGE = Path(__file__).parents[1] / "SECURITY.md"
_PARQUET_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "string",
    Kind.WORD: "string (dictionary)",
    Kind.INSTANT: "timestamp, microseconds, UTC",
    Kind.DATE: "date",
    Kind.WHOLE: "int64",
    Kind.NUMBER: "double",
    Kind.WH: f"decimal({WH_DIGITS + WH_PLACES}, {WH_PLACES})",
    Kind.YES_NO: "boolean",
    Kind.TEXTS: "list of string",
    Kind.ALL_WH: f"list of decimal({WH_DIGITS + WH_PLACES}, {WH_PLACES})",
}
_TABLES_WRITTEN = (
    f"What `chargeboard export WHAT... --parquet FOLDER` writes; schema {SCHEMA}, which each file names in "
    "its metadata (`chargeboard.schema`, beside `.table`, `.month` and `.made_at_us`)."
)
_TABLES_NULL = (
    "A value that is not there is null: it is not known, or such a fact has no such field. Energy of more "
    f"than {WH_DIGITS} digits before the point is null, too; the frame says what was sent. "
    'In SQL `"at"`, `"end"` and `"group"` are written with quotes.'
)
_MADE, _MADE_UNTIL = "<!-- made by docs/make_reference.py -->", "<!-- made until here -->"


def command_line() -> str:
    """Every command with its help, as the shell prints it."""
    lines = ["# The command line", "", "What `chargeboard COMMAND --help` prints.", ""]
    for path, command in _commands(main, ("chargeboard",)):
        name = " ".join(path)
        context = click.Context(
            command, info_name=name, terminal_width=100, **{**main.context_settings, "max_content_width": 100}
        )
        lines += [f"## {name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(lines)


def tables_for_programs() -> str:
    """Every table of `chargeboard export --parquet`: its columns, their types, and what is in which fact."""
    lines = [
        "# Tables in Parquet",
        "",
        _TABLES_WRITTEN,
        "",
        _TABLES_NULL,
        "",
    ]
    for name, table in tables().items():
        lines += [f"## {name}", "", f"In the order of {', '.join(f'`{one}`' for one in table.order)}.", ""]
        is_of_facts = name == "facts"
        lines += (
            ["| column | type | in |", "|---|---|---|"] if is_of_facts else ["| column | type |", "|---|---|"]
        )
        for place, (column, kind) in enumerate(table.columns.items()):
            row = f"| `{column}` | {_PARQUET_TYPES[kind]} |"
            if is_of_facts:
                tags = [
                    str(fact.__struct_config__.tag)
                    for fact, told in table.filled.items()
                    if any(at == place for at, *_ in told)
                ]
                every = len(tags) == len(table.filled) or column in table.whose
                row += f" {'every fact' if every else ', '.join(f'`{tag}`' for tag in tags)} |"
            lines.append(row)
        lines.append("")
    lines += ["## Facts", "", "| fact | what it says |", "|---|---|"]
    for fact in tables()["facts"].filled:
        said = " ".join((fact.__doc__ or "").split())
        lines.append(f"| `{fact.__struct_config__.tag}` | {said.replace('|', chr(92) + '|')} |")
    return "\n".join([*lines, ""])


def metrics() -> str:
    """Every number that `/metrics` has."""
    lines = [
        "# Metrics",
        "",
        "What `/metrics` of each process has ([how to](../how-to/watch-over-it.md)). None is of a charger:",
        "there are as many for ten chargers as for ten thousand.",
        "",
        "| name | kind | labels | meaning |",
        "|---|---|---|---|",
    ]
    for name, measure in MEASURES.items():
        labels = ", ".join(f"`{label}`" for label in measure.labels) or "–"
        lines.append(f"| `{name}` | {measure.kind} | {labels} | {say_of_measures(name)} |")
    lines += [
        "",
        "## Of chargers",
        "",
        "What `/metrics/chargers` has, where the page is served. All are gauges.",
        "What is not known has no series.",
        "",
        "| name | labels | meaning |",
        "|---|---|---|",
    ]
    for name in (*FLEET_MEASURES, *CHARGER_MEASURES, OMITTED):
        labels = ", ".join(f"`{label}`" for label in labels_of(name)) if name in CHARGER_MEASURES else "–"
        lines.append(f"| `{name}` | {labels} | {say_of_measures(name)} |")
    return "\n".join([*lines, ""])


def page_of_panels() -> str:
    """Every panel: what it measures, how it is read, and the fields of the API that hold its figures."""
    lines = ["# Panels", "", "In the order of a charger's page; `chargeboard board` has them too.", ""]
    for panel in panels():
        lines += [f"## {panel.say('title')}", ""]
        if guide := panel.guide:
            lines += [guide.measures, "", *(f"* {line}" for line in guide.reading), "", guide.rule, ""]
        lines += [f"In the board's document: {', '.join(f'`{name}`' for name in panel.tells)}.", ""]
    return "\n".join(lines)


def rules_of_guidance() -> str:
    """Every rule of guidance: where it is shown, how urgent it is, and what it says."""
    lines = [
        "# Guidance",
        "",
        "Every sentence that chargeboard may say of a charger, and what it then says to do. When a rule",
        "speaks, and how severe it is when not as usual, is told by [the",
        "definitions](../definitions.md#3). An ellipsis stands for numbers, times and names. The API has",
        "each sentence by its code, with all numbers.",
        "",
        "| rule | panel | usually | looks at | code | what it says |",
        "|---|---|---|---|---|---|",
    ]
    for rule in RULES:
        for code in rule.codes:
            told = f"{_blanked(code)} {_blanked(rule.action) if rule.action else ''}".rstrip()
            place = (
                f"[{rule.id}](../definitions.md#{rule.id}) | {rule.panel} | {rule.severity} | {rule.looks_at}"
            )
            lines.append(f"| {place} | `{code}` | {told} |")
    return "\n".join([*lines, ""])


def _blanked(code: str) -> str:
    text = say.texts[code]
    return re.sub(r"\{[^}]*\}", "…", text if isinstance(text, str) else text.plural)


def settings() -> str:
    """Every setting with its default and its meaning."""
    lines = [
        "# Settings",
        "",
        "A TOML file (`--config`, `CHARGEBOARD_CONFIG`, or `chargeboard.toml` here), then the environment,",
        "then the shell; the later one wins. `chargeboard config` prints what is in force and who set it.",
        "",
        "## For the installation",
        "",
        "At the top of the file, or as `CHARGEBOARD_` and the key in capitals.",
        "",
        *_table(Server, documented(Server)),
        "",
        "## For chargers that connect",
        "",
        "Under `[csms]`, or as `CHARGEBOARD_CSMS_` and the key in capitals.",
        "",
        *_table(Csms, documented(Csms)),
        "",
        "## For backups",
        "",
        "Under `[backup]`, or as `CHARGEBOARD_BACKUP_` and the key in capitals.",
        "",
        *_table(Backups, documented(Backups)),
        "",
        "## `[metrics]`",
        "",
        "See [watch over the processes](../how-to/watch-over-it.md).",
        "",
        *_table(Metrics, documented(Metrics)),
        "",
        "## `[ocpi]`",
        "",
        "See [tell others where charging is possible](../how-to/ocpi.md).",
        "",
        *_table(OcpiSettings, documented(OcpiSettings)),
        "",
        "## `[tap]`",
        "",
        "See [tap an existing CSMS](../how-to/tap.md).",
        "",
        *_table(TapSettings, documented(TapSettings)),
        "",
        "## For what is kept of people and secrets",
        "",
        "Under `[privacy]`, or as `CHARGEBOARD_PRIVACY_` and the key in capitals. What is hidden always says",
        "[SECURITY.md](../../SECURITY.md). A change is carried out on what was kept before, too.",
        "",
        *_table(Privacy, documented(Privacy)),
        "",
        "## For how long what is kept is kept",
        "",
        "Under `[retention]`, or as `CHARGEBOARD_RETENTION_` and the key in capitals.",
        "",
        *_table(Retention, documented(Retention)),
        "",
        "## `[alerts]`",
        "",
        "See [be alerted](../how-to/alerts.md); each rule is a table of its own, `[alerts.rules.NAME]`.",
        "",
        *_table(AlertSettings, documented(AlertSettings)),
        "",
        "A rule:",
        "",
        *_table(Rule, documented(Rule)),
        "",
        "## `[reports]`",
        "",
        "See [send reports](../how-to/reports.md); each that is sent again and again is a table of its own,",
        "`[reports.orders.NAME]`.",
        "",
        *_table(ReportSettings, documented(ReportSettings)),
        "",
        "A report that is sent:",
        "",
        *_table(ReportOrder, documented(ReportOrder)),
        "",
        "## `[people]`",
        "",
        "See [give people accounts](../how-to/accounts.md).",
        "",
        *_table(PeopleSettings, documented(PeopleSettings)),
        "",
        "## `[oidc]`",
        "",
        "See [log in by another service](../how-to/log-in-by-another-service.md).",
        "",
        *_table(OidcSettings, documented(OidcSettings)),
        "",
        "## For the figures of chargers",
        "",
        "Under `[policy]` for all chargers, or as `CHARGEBOARD_POLICY_` and the key in capitals; under",
        '`[chargers."ID"]`, or by `chargeboard charger set ID KEY=VALUE`, for one. Numbers in brackets are',
        "paragraphs of the definitions.",
        "",
        *_table(Policy, documented(Policy)),
        "",
        "## For one charger only",
        "",
        "| key | meaning |",
        "|---|---|",
        *(f"| `{key}` | {say_of_settings(code)} |" for key, code in ABOUT_FIELDS.items()),
        "",
        "## Exclusions",
        "",
        "```toml",
        '[[chargers."ID".exclusions]]',
        "from = 2025-10-13T08:00:00Z   # a date, or a time without a zone, is the charger's own",
        "to = 2025-10-14",
        'reason = "utility"',
        'note = "work on the grid"     # may be left out, like the next',
        "socket = 1",
        'kind = "planned_maintenance"  # which official figures honour it; else other',
        "```",
        "",
    ]
    return "\n".join(lines)


_VOCABULARIES = """
| vocabulary | known in 1.6 by | known in 2.x by | several at once | who can resolve it |
|---|---|---|---|---|
| ChargeX MREC | vendorId `https://chargex.inl.gov`, or a code `CXnnn` | techCode `CXnnn`, or its name | `CX014;CX023`, a row each | by INL's table |
| EVgo MREC | vendorId `com.evgo.mrec` | techCode, `A000` to `A005` and `F000` to `F010` | `F001,F003` with info `1.11,5.00`, a row and a value each | A: the driver; F: about safety |
| CharIN UEC | vendorId `org.charin.uec.v1`, its name in vendorErrorCode | its name in techCode | one at a time | not said |

A 1.6 status clears one error by name where its `vendorErrorCode` is that of an open error while its `errorCode`
belongs to another open one (EVerest), or is `NoError` (CharIN); `NoError` without such a name clears all of the
connector. In 2.x the same component and variable clear, instance and connector included; `Operated` and
`Complete` only happen and never clear.
"""  # noqa: E501  # a table


def error_codes() -> str:
    """Every code that has words: what it means, what to do, and whose turn it is."""
    lines = [
        "# Error codes",
        "",
        "What the page says of a code. Codes that stand nowhere here are shown as the charger sent them.",
        "",
        *_VOCABULARIES.strip().splitlines(),
        "",
    ]
    for title, words in (("ChargeX MREC", CHARGEX), ("EVgo MREC", EVGO)):
        lines += [
            f"## {title}",
            "",
            "| code | name | meaning | what to do | who can resolve it |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| `{code}` | {word.name} | {word.meaning} | {word.action} | {', '.join(word.turn)} |"
            for code, word in words.items()
        ]
        lines.append("")
    lines += ["## CharIN UEC", "", *_sentences({one.name: (one.meaning, one.action) for one in UEC.values()})]
    lines += ["## OCPP: errorCode, stop reasons and triggers", "", *_sentences(WORDS)]
    lines += ["## Firmware, logs and diagnostics", "", *_sentences(TRANSFERS)]
    lines += ["## Security events", "", *_sentences(SECURITY)]
    return "\n".join(lines)


def _sentences(words: Mapping[str, tuple[str, str]]) -> list[str]:
    rows = [f"| `{code}` | {meaning} | {action} |" for code, (meaning, action) in words.items()]
    return ["| word | meaning | what to do |", "|---|---|---|", *rows, ""]


def what_is_kept() -> str:
    """The tables of SECURITY.md: what is hidden, and what stays of the texts of OCPP."""
    lines = ["| fields of OCPP 1.6, 2.0.1, 2.1 | what becomes of them | what they hold |", "|---|---|---|"]
    lines += [f"| {_code(one.names)}{_where(one)} | {one.way} | {one.what} |" for one in FIELDS]
    lines += [
        "",
        "| names of any field or setting | what becomes of them | what they hold |",
        "|---|---|---|",
    ]
    lines += [
        f"| in which stands {_code(one.stems)}; or whose last word is {_code(one.words)} "
        f"| {one.way} | {one.what} |"
        for one in KINDS
    ]
    lines += [
        "",
        f"Not where the last word says that it only tells of it: {_code(CLEAR_ENDINGS)}. Behind the",
        f"last word may stand {_code(LAST_WORDS)}. Whatever the last word is: {_code(ALWAYS)}.",
        "",
        "| texts of OCPP that are kept in clear | what they hold |",
        "|---|---|",
    ]
    lines += [f"| {_code(one.names)} | {one.what} |" for one in IN_CLEAR]
    lines += [
        "",
        "Kept as well: numbers, times, words that OCPP enumerates, and fields that are none of OCPP's.",
    ]
    return "\n".join(lines)


def security() -> str:
    """SECURITY.md with its tables as they should be."""
    before, _, rest = SECURITY_PAGE.read_text().partition(_MADE)
    return f"{before}{_MADE}\n{what_is_kept()}\n{_MADE_UNTIL}{rest.partition(_MADE_UNTIL)[2]}"


def _code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split())


def _where(field: Field) -> str:
    parts = [
        f" {word} {_code(names)}"
        for word, names in (
            ("in", field.within),
            ("not in", field.not_within),
            ("of", field.only_in),
            ("but not of", field.not_in),
        )
        if names
    ]
    return "".join(parts)


def codes() -> str:
    """Every code of a closed set, with what it means."""
    lines = [
        "# Codes",
        "",
        "The words of columns, the API and its filters for what is one of a few. Why something is so is a",
        "code with the numbers that are named here; the API has it in words beside them.",
        "",
    ]
    for enum in _enums():
        meanings = documented(enum)
        lines += [f"## {_title(enum)}", "", str(inspect.getdoc(enum)), "", "| code | meaning |", "|---|---|"]
        lines += [f"| `{code}` | {meanings[code.name]} |" for code in enum]
        lines.append("")
    return "\n".join(lines)


def _enums() -> list[type[Code]]:
    return [
        enum
        for module in (all_codes, all_reasons)
        for enum in vars(module).values()
        if inspect.isclass(enum)
        and issubclass(enum, Code)
        and enum.__module__ == module.__name__
        and len(enum)
    ]


def _title(enum: type[Code]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", enum.__name__).capitalize()


def alert_schema() -> str:
    """The JSON schema of what a webhook gets."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "alert.schema.json": alert_schema,
    "cli.md": command_line,
    "codes.md": codes,
    "error-codes.md": error_codes,
    "guidance.md": rules_of_guidance,
    "metrics.md": metrics,
    "panels.md": page_of_panels,
    "tables.md": tables_for_programs,
    "settings.md": settings,
}


def documented(struct: type[msgspec.Struct | Code]) -> dict[str, str]:
    """The docstring under each field or member."""
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    found: dict[str, str] = {}
    for field, below in pairwise(getattr(body, "body", [])):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
    return found


def _commands(group: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None:
                yield from _commands(command, (*path, name))


def _table(struct: type[msgspec.Struct], meanings: Mapping[str, str]) -> Iterator[str]:
    yield from ("| key | default | meaning |", "|---|---|---|")
    for field in msgspec.structs.fields(struct):
        choices = _choices(field.type)
        meaning = meanings[field.name] + (f" One of {choices}." if choices else "")
        yield f"| `{field.name}` | {_shown(field.default)} | {meaning} |"


def _choices(kind: object) -> str:
    return ", ".join(f"`{one}`" for one in get_args(kind)) if get_origin(kind) is Literal else ""


def _shown(default: object) -> str:
    if default is None or default in {(), ""}:
        return "–"
    return "" if default is msgspec.NODEFAULT else f"`{msgspec.json.encode(default).decode()}`"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())
    SECURITY_PAGE.write_text(security())
