"""Who says what? Every call of a room's words in Python and in templates, read off their syntax trees."""

import ast
import pkgutil
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from jinja2 import Environment, nodes

import chargeboard
from chargeboard.web.speaking import Speaking
from chargeboard.words.catalogue import ROOMS

SRC = Path(chargeboard.__file__).parent


@dataclass(frozen=True)
class Use:
    """One call: a pattern of full codes, exact for a literal, and its placeholders if they are all named."""

    where: str
    pattern: str
    names: frozenset[str] | None
    is_literal: bool

    @property
    def is_wild(self):
        """Whether the call tells nothing of the code but, at most, its room."""
        return self.pattern.endswith(r"\..*") or self.pattern == ".*"


def load_every_room():
    """All words.py of the package. Gives: the module of each room by the room's name."""
    modules = (module.name for module in pkgutil.walk_packages(chargeboard.__path__, "chargeboard."))
    for name in modules:
        if name.endswith(".words"):
            import_module(name)
    return {
        name: words for name, words in ROOMS.items() if (SRC / name.replace(".", "/") / "words.py").exists()
    }


def _patterns(node):
    """What a code may be: literals, either branch of a condition, the known parts of what is put together."""
    if isinstance(node, ast.Constant | nodes.Const) and isinstance(node.value, str):
        return [(re.escape(node.value), True)]
    if isinstance(node, ast.IfExp):
        return [*_patterns(node.body), *_patterns(node.orelse)]
    if isinstance(node, nodes.CondExpr):
        return [*_patterns(node.expr1), *_patterns(node.expr2)]
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(part.value) if isinstance(part, ast.Constant) else ".*" for part in node.values)
        return [("".join(parts), False)]
    if isinstance(node, nodes.Concat):
        return [("".join(_patterns(part)[0][0] for part in node.nodes), False)]
    return [(".*", False)]


def _uses_in_python(path):
    tree = ast.parse(path.read_text())
    rooms, handed = {}, set(_handed(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                if node.module.endswith(".words") and name.name == "say":
                    rooms[name.asname or name.name] = _room(node.module)
                elif name.name in {"said", "said_html"} and node.module == "chargeboard.words.catalogue":
                    rooms[name.asname or name.name] = ""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "Reason"
            and isinstance(node.args[0], ast.JoinedStr)
        ):
            yield Use(
                f"{path.relative_to(SRC)}:{node.lineno}",
                _patterns(node.args[0])[0][0],
                None,
                is_literal=False,
            )
            continue
        voice = (
            node.func.value
            if isinstance(node.func, ast.Attribute) and node.func.attr == "html"
            else node.func
        )
        if not node.args or _name_of(voice) not in {*rooms, *handed}:
            continue
        room = rooms.get(_name_of(voice), ".*")
        keys = [keyword.arg for keyword in node.keywords]
        names = None if None in keys else frozenset(keys)
        for pattern, is_literal in _patterns(node.args[0]):
            own = room if room == ".*" else re.escape(room)
            full = f"{own}\\.{pattern}" if room else pattern
            yield Use(f"{path.relative_to(SRC)}:{node.lineno}", full, names, is_literal and room != ".*")


def _name_of(voice):
    """`say`, or `self.say` where a struct holds its room's words."""
    if isinstance(voice, ast.Attribute):
        return f"{_name_of(voice.value)}.{voice.attr}"
    return voice.id if isinstance(voice, ast.Name) else ""


def _handed(tree):
    """By which names a module has words of whatever room: arguments and fields that are `Words`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.arg)
            and isinstance(node.annotation, ast.Name)
            and node.annotation.id == "Words"
        ):
            yield node.arg
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.annotation, ast.Name)
            and node.annotation.id == "Words"
        ):
            yield f"self.{node.target.id}"


def _room(module):
    return module.removeprefix("chargeboard.").removesuffix(".words")


def _uses_in_template(path, environment):
    name = str(path.relative_to(SRC))
    tree = environment._parse(path.read_text(), name, str(path))
    for node in tree.find_all(nodes.Call):
        voice = (
            node.node.node if isinstance(node.node, nodes.Getattr) and node.node.attr == "html" else node.node
        )
        if isinstance(voice, nodes.Name) and voice.name == "said":
            room = ""
        elif (
            isinstance(voice, nodes.Getitem)
            and isinstance(voice.node, nodes.Name)
            and voice.node.name == "say"
        ):
            room = f"{re.escape(voice.arg.value)}\\."
        else:
            continue
        names = None if node.dyn_kwargs else frozenset(keyword.key for keyword in node.kwargs)
        for pattern, is_literal in _patterns(node.args[0]):
            yield Use(f"{name}:{node.lineno}", room + pattern, names, is_literal)


def every_use():
    """All calls of the package."""
    environment = Environment(autoescape=True, extensions=[Speaking], trim_blocks=True, lstrip_blocks=True)
    for path in sorted(SRC.rglob("*.py")):
        yield from _uses_in_python(path)
    for path in sorted(SRC.rglob("*.html")):
        yield from _uses_in_template(path, environment)


def every_string():
    """All string constants of the package but the keys of words: a code that is made elsewhere is one."""
    found = set()
    for path in SRC.rglob("*.py"):
        if path.name != "words.py":
            found |= {
                node.value
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found
