"""
What Schemathesis is told beside the description of a board: SCHEMATHESIS_HOOKS names this module.

Every other address leads to what is there: BOARD_HAS lists, as JSON, what parts of paths may be. What a
description cannot say of several parameters together is put right: dates come as a span.
"""

import itertools
import json
import os

import schemathesis
from hypothesis import strategies
from schemathesis.core.parameters import ParameterLocation

KNOWN = json.loads(os.environ["BOARD_HAS"])
SPANS = (("from", "through"), ("against_from", "against_through"), ("timeline_from", "timeline_to"))
A_DAY = ("2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z")
SOME_DAYS = ("2026-03-20", "2026-03-22")
turns = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    turn = next(turns)
    if turn % 2 and not case.meta.is_negative_at(ParameterLocation.PATH):
        for there in KNOWN:
            if set(there) == set(case.path_parameters):
                case.path_parameters = there
    if case.query and not case.meta.is_negative_at(ParameterLocation.QUERY):
        case.query = together(case.query)


def together(query):
    """The dates of a span, in order and not too many; those of which the other is missing are left out."""
    query = {name: value for name, value in query.items() if name != "to"}
    for first, last in SPANS:
        if not (query.get(first) and query.get(last)):
            query = {name: value for name, value in query.items() if name not in {first, last}}
        else:
            query |= zip((first, last), A_DAY if first == "timeline_from" else SOME_DAYS, strict=True)
    return query


schemathesis.openapi.format("date", strategies.dates().map(str))
