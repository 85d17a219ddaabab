import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "chargeboard"
BEGINNINGS = ("chargeboard ", "sqlite3 ", "chmod ", "mkdir ")
COMMANDS = ("import", "board", "serve", "follow", "tap", "charger", "export", "restore", "backup")
QUOTING = {"command", "shell_word"}


def unquoted(tree):
    """F-strings that tell a command with something in it that is not made one word of a shell."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        said = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                said += part.value
            elif tells_a_command(said) and not is_quoted(part.value):
                yield ast.unparse(node)
                break
            else:
                said += "…"


def tells_a_command(said):
    sentence = said.replace("; ", ". ").rsplit(". ", 1)[-1]
    told = (f"chargeboard {name} " in f"{sentence} " for name in COMMANDS)
    return any(told) or any(one in sentence for one in BEGINNINGS[1:])


def is_quoted(value):
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in QUOTING


def test_whatever_stands_in_a_command_that_is_told_is_one_word_of_a_shell():
    found = {
        str(path.relative_to(SOURCE)): told
        for path in SOURCE.rglob("*.py")
        if (told := list(unquoted(ast.parse(path.read_text()))))
    }
    assert found == {}


def test_a_command_that_is_told_without_quoting_would_be_found():
    bad = "f'{one} is not let in: chargeboard charger approve {one}'", "f'make it: mkdir -p {one}'"
    good = "f'{one} waits. chargeboard charger waiting lists it'", "f'chargeboard charger set {command(one)}'"
    assert [len(list(unquoted(ast.parse(text)))) for text in (*bad, *good)] == [1, 1, 0, 0]
