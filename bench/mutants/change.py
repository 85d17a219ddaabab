"""How is a module that runs changed, so that nothing has to be imported anew?"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import CO_NEWLOCALS, CO_OPTIMIZED
from types import CodeType, FunctionType, ModuleType

from bench.mutants.places import HERE, Mutant

_CONSTANTS = (int, float, str, tuple, frozenset, dict, set, list, re.Pattern)


def change(mutant: Mutant) -> bool:
    """Change functions and constants where they are; whether that is all that the mutant changes."""
    name = mutant.file.removeprefix("src/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    module = import_module(name)
    before, after = (
        dict(_functions(compile(code, mutant.file, "exec")))
        for code in ((HERE / mutant.file).read_text(encoding="utf-8"), mutant.code)
    )
    if not is_in_function(mutant):
        return any(
            isinstance(node, ast.Assign | ast.AnnAssign)
            and node.lineno <= mutant.line <= (node.end_lineno or 0)
            for node in ast.parse(mutant.code).body
        ) and _change_constants(module, mutant)
    for path, code in after.items():
        if code != before.get(path):
            function = _function_at(module, path)
            if function is None or function.__code__.co_freevars != code.co_freevars:
                return False
            function.__code__ = code
    return True


def is_in_function(mutant: Mutant) -> bool:
    """Whether the change is in the body of a function; else it is in what runs on import."""
    return any(
        isinstance(node, ast.FunctionDef) and node.body[0].lineno <= mutant.line <= (node.end_lineno or 0)
        for node in ast.walk(ast.parse(mutant.code))
    )


def _functions(code: CodeType, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], CodeType]]:
    """The functions of a module, and those of its classes; what is inside of them is theirs."""
    for const in code.co_consts:
        if isinstance(const, CodeType):
            if const.co_flags & CO_NEWLOCALS and const.co_flags & CO_OPTIMIZED:
                yield (*path, const.co_name), const
            else:
                yield from _functions(const, (*path, const.co_name))


def _function_at(module: ModuleType, path: tuple[str, ...]) -> FunctionType | None:
    found: object = module
    for name in path:
        found = vars(found).get(name) if hasattr(found, "__dict__") else None
    for inside in ("fget", "__func__", "func", "__wrapped__"):
        found = getattr(found, inside, found)
    return found if isinstance(found, FunctionType) else None


def _change_constants(module: ModuleType, mutant: Mutant) -> bool:
    """The constants of a module, in it and wherever they were imported."""
    fresh = ModuleType(module.__name__)
    fresh.__dict__.update(
        {
            name: getattr(module, name)
            for name in ("__file__", "__package__", "__path__")
            if hasattr(module, name)
        }
    )
    exec(compile(mutant.code, mutant.file, "exec"), fresh.__dict__)  # noqa: S102 - it is our own code
    changed = {
        name: value
        for name, value in vars(fresh).items()
        if isinstance(value, _CONSTANTS) and value != getattr(module, name, None)
    }
    for other in [other for key, other in sys.modules.items() if key.startswith("chargeboard.")]:
        for name, value in changed.items():
            if vars(other).get(name) == getattr(module, name):
                setattr(other, name, value)
    return bool(changed)
