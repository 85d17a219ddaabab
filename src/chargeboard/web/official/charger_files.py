"""Which files for a regulator are got of a charger?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.official.exports.atlas import KINDS
from chargeboard.official.exports.atlas_registered import REGISTERED
from chargeboard.official.exports.evchart import MODULES
from chargeboard.web.api.tables import csv_file, csv_of, json_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.official.uk_file import uk_file
from chargeboard.web.official.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.filters import one_of
from chargeboard.web.urls.official import month_wanted, quarter_in, year_in
from chargeboard.web.urls.paths import station_of


def charger_files(desk: Desk) -> list[BaseRouteHandler]:
    """What its own checks would refuse is not handed out."""

    @computed("/chargers/{station:str}/official/ev-chart.csv", include_in_schema=False)
    def ev_chart(request: PageRequest, station: str) -> Response[bytes]:
        query = request.query_params
        quarter, module = quarter_in(query), int(one_of(query, "module", [*map(str, MODULES)]) or 2)
        made = desk.official.file(station_of(station), module, quarter)
        _refuse_gaps(made.missing, "quarter", query, is_whole=made.is_whole)
        if made.faults:
            first = made.faults[0]
            told = say("official_refused", line=first.line, column=first.column, why=first.code)
            raise BadParameterError("module", told)
        return csv_file(f"ev-chart-{module}-{quarter:%Y-%m}", csv_of(made.module.heads, made.rows))

    @computed("/chargers/{station:str}/official/atlas.json", include_in_schema=False)
    def atlas(request: PageRequest, station: str) -> Response[bytes]:
        query = request.query_params
        kind, own = one_of(query, "kind", [*KINDS, *REGISTERED]) or "sessions", station_of(station)
        if kind in REGISTERED:
            made = desk.official.registered(own, kind)
            if made.missing:
                raise BadParameterError("settings", say("unregistered", keys=", ".join(made.missing)))
            return json_file(f"atlas-{kind}", made.documents, left_out=0)
        month, is_complete = month_wanted(query), one_of(query, "only", ["complete", ""]) == "complete"
        made = desk.official.documents(own, kind, month)
        _refuse_gaps(made.missing, "month", query, is_whole=made.is_whole)
        refused = {one.line for one in made.faults}
        if refused and not is_complete:
            first = made.faults[0]
            told = say("atlas_refused", line=first.line, field=first.column, why=first.code, n=len(refused))
            raise BadParameterError("kind", told)
        taken = [one for line, one in enumerate(made.documents, 1) if line not in refused]
        return json_file(f"atlas-{kind}-{month:%Y-%m}", taken, left_out=len(refused))

    @computed("/chargers/{station:str}/official/uk.csv", include_in_schema=False)
    def uk_year(request: PageRequest, station: str) -> Response[bytes]:
        year = year_in(request.query_params)
        return uk_file(year, desk.official.year(station_of(station), year))

    return [ev_chart, atlas, uk_year]


def _refuse_gaps(missing: Collection[str], name: str, query: Mapping[str, str], *, is_whole: bool) -> None:
    """`missing` has to be declared first; `name` is the parameter of a time that is not whole any more."""
    if missing:
        raise BadParameterError("settings", say("official_missing", keys=", ".join(missing)))
    if not is_whole:
        raise BadParameterError(name, say("official_gone", quarter=query[name]))
