"""Where is a sentence spelled that belongs into a words.py? By syntax trees of Python, Jinja and scripts."""

import ast
import re
from html.parser import HTMLParser

from jinja2 import Environment, nodes
from usage import SRC

from chargeboard.web.speaking import Speaking

_WORD = r"[A-Za-z’']+[,;:.!?]?"
_PROSE = re.compile(rf"(?:^|[\s(“\"'])(?:(?:{_WORD} ){{2,}}{_WORD}|[A-Z][a-z]+ [a-z]+)(?=$|[\s.,;:!?)”\"'])")
_NOT_TOLD = re.compile(r"re\.compile$|\.debug$|^cast$|^command$|^say$|^said$|\.html$")
_TOLD_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "aria-description"}
_NAMES = re.compile(r"chargeboard|\b(?:CSV|JSON)\b")


def prose_of(path):
    """The sentences of a file: their lines and texts."""
    if path.suffix == ".py":
        return sorted(_in_python(ast.parse(path.read_text())))
    if path.suffix == ".html":
        return _in_template(path)
    return [(n, text) for n, line in enumerate(path.read_text().splitlines(), 1) for text in _in_script(line)]


def _is_docstring_or_untold(node):
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant | ast.JoinedStr)
    return isinstance(node, ast.Assert) or (
        isinstance(node, ast.Call) and _NOT_TOLD.search(ast.unparse(node.func)) is not None
    )


def _in_python(tree):
    untold = set()
    for node in ast.walk(tree):
        if _is_docstring_or_untold(node):
            untold |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
            untold |= {id(part) for part in ast.walk(node.annotation)}
    for node in ast.walk(tree):
        if id(node) in untold:
            continue
        if isinstance(node, ast.JoinedStr):
            untold |= {id(part) for part in node.values}
            text = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if _PROSE.search(text):
            yield node.lineno, text


class _Told(HTMLParser):
    """What a reader sees or hears of a template: its text, and what some attributes say."""

    def __init__(self):
        super().__init__()
        self.found, self._silent = [], 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in {"script", "style"}
        for name, value in attrs:
            if name in _TOLD_ATTRIBUTES and value:
                self._tell(value)

    def handle_endtag(self, tag):
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._silent:
            self._tell(data)

    def _tell(self, text):
        for line in text.splitlines():
            if re.search(r"[A-Za-z]{2}", _NAMES.sub("", line)):
                self.found.append((self.getpos()[0], line.strip()))


def _in_template(path):
    environment = Environment(extensions=[Speaking], autoescape=True)
    tree = environment._parse(path.read_text(), str(path.relative_to(SRC)), str(path))
    parts = tree.find_all((nodes.TemplateData, nodes.Output))
    told = _Told()
    told.feed("".join(part.data if isinstance(part, nodes.TemplateData) else " " for part in parts))
    literals = {
        (node.lineno, node.value)
        for node in tree.find_all(nodes.Const)
        if isinstance(node.value, str) and _PROSE.search(node.value)
    }
    return told.found + sorted(literals)


def _in_script(line):
    for literal in re.findall(r"""(?<!\w)(?:"([^"\\]*)"|'([^'\\]*)'|`([^`\\]*)`)""", line.split("//")[0]):
        if _PROSE.search("".join(literal)):
            yield "".join(literal)
