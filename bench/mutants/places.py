"""Where can the code be changed, and how?"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

HERE = Path(__file__).parents[2]
_ARGUMENTS_NEEDED = ("VariableReplacer", "VariableInserter")
_UNSEEN = {"gc", "covariant"}
"""Arguments that only the collector of garbage and type checkers ask for."""
_NO_CHANGE = re.compile(r"Operator_(?!Is).*_Is(Not)?$|Operator_Is(Not)?_(?!Is)")
"""`==` for `is` of a number or enum, and back, is the same program in CPython."""


class Place(NamedTuple):
    """Where a file can be changed."""

    file: Path
    line: int
    column: int


class Mutant(NamedTuple):
    """One small change of a file."""

    file: str
    line: int
    operator: str
    before: str
    after: str
    code: str
    """The whole file, changed."""


def places_in(file: Path) -> dict[Place, list[tuple[str, int]]]:
    """Where a file can be changed, and the operators that do it, each with its occurrence."""
    nodes = list(ast_nodes(get_ast(file.read_text(encoding="utf-8"))))
    places: dict[Place, list[tuple[str, int]]] = defaultdict(list)
    for family in _families():
        # those that replace the same thing find it at the same places
        first, occurrence = get_operator(family[0])(), 0
        for node in nodes:
            for start, _ in first.mutation_positions(node):
                places[Place(file, *start)] += [(name, occurrence) for name in family]
                occurrence += 1
    return places


def _families() -> list[list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in operator_names():
        if not name.endswith(_ARGUMENTS_NEEDED) and not _NO_CHANGE.search(name):
            found[name if "_Delete_" in name else name.rpartition("_")[0] or name].append(name)
    return list(found.values())


def mutant_at(place: Place, operator: str, occurrence: int) -> Mutant | None:
    """The file with one change; None where that changes nothing that is executed."""
    source = place.file.read_text(encoding="utf-8")
    code = mutate_code(source, get_operator(operator)(), occurrence)
    try:
        if code is None or _executed(code) == _executed(source):
            return None
    except SyntaxError:
        return None
    old, new = source.splitlines(), code.splitlines()
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), place.line - 1)
    file = str(place.file.relative_to(HERE))
    return Mutant(file, at + 1, operator.removeprefix("core/"), old[at].strip(), new[at].strip(), code)


def _executed(source: str) -> str:
    """The program without what only readers, type checkers and the collector of garbage see."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.arg):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.ClassDef | ast.Call):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in _UNSEEN]
    return ast.dump(tree)
