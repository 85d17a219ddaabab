"""`chargeboard charger export` and `import`: the list of chargers as CSV, out and in."""

from __future__ import annotations

from pathlib import Path

import click

from chargeboard.cli.books_at import books_of
from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import ask, stream, tell
from chargeboard.domain.sheet_plan import PlanChangedError, SheetPlan
from chargeboard.run.people.audited import CHARGER


@click.command("export", help=say("list_out_help"))
@click.option("--out", metavar="CSV", help=say("list_out_option"))
@located
def list_out(place: Place, out: str | None) -> None:
    """The command `charger export`."""
    with place.store() as store:
        written = books_of(place, store).sheet.written(place.desk_over(store).stations())
    if out is None:
        stream().write(written.decode())
    else:
        Path(out).write_bytes(written)


@click.command("import", help=say("list_in_help"))
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--dry-run", "is_dry", is_flag=True, help=say("list_dry_option"))
@click.option("--yes", is_flag=True, help=say("yes_option"))
@located
def list_in(place: Place, file: str, *, is_dry: bool, yes: bool) -> None:
    """The command `charger import`."""
    with click.open_file(file, "rb") as opened:
        data = opened.read()
    with place.store(is_made=True) as store:
        known = place.desk_over(store).stations()
        sheet = books_of(place, store).sheet
        plan = sheet.plan(data, known)
        _show(plan, file)
        if plan.refused:
            raise click.ClickException(say("list_refused", n=len(plan.refused)))
        if is_dry or not plan.rows:
            return
        if not yes:
            ask(say("ask_list"))
        ids = [row.charger for row in plan.rows]
        try:
            with noted(place, store, "charger_set", CHARGER, *ids):
                sheet.apply(data, plan.digest, known)
        except PlanChangedError as error:
            raise click.ClickException(say("list_changed")) from error
    tell(say("list_taken", n=len(ids)), aside=True)


def _show(plan: SheetPlan, file: str) -> None:
    """What would change, line by line."""
    tell(*(f"{file}:{one.line}: {one.charger} {one.why}" for one in plan.refused), aside=True)
    table = plain_table(
        say("list_line"), say("id"), say("list_column"), say("list_before"), say("list_after")
    )
    for row in plan.rows:
        if row.is_new:
            table.add_row(str(row.line), row.charger, "", "", say("list_new"))
        for one in row.cells:
            table.add_row(str(row.line), row.charger, one.column, one.before, one.after)
    if plan.rows:
        paper().print(table)
    new = sum(row.is_new for row in plan.rows)
    tell(say("list_told", new=new, changed=len(plan.rows) - new, unchanged=plan.unchanged), aside=True)
