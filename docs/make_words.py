"""
Gathers all that chargeboard says for translators: `make words`.

Writes the template `build/chargeboard.pot`, brings every `translations/LANGUAGE.po` up to date with it, and
makes of each the `.mo` that is read at run time.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import chargeboard
from chargeboard.words.catalogue import ROOMS

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "build" / "chargeboard.pot"
TRANSLATIONS = ROOT / "src" / "chargeboard" / "words" / "translations"


def template() -> Catalog:
    """Every sentence of every room: its code as the context, the English as the message."""
    for module in pkgutil.walk_packages(chargeboard.__path__, "chargeboard."):
        if module.name.endswith(".words"):
            import_module(module.name)
    found = Catalog(project="chargeboard", charset="utf-8")
    for room, words in sorted(ROOMS.items()):
        place = f"src/chargeboard/{room.replace('.', '/')}/words.py"
        for code, text in words.texts.items():
            message = text if isinstance(text, str) else (text.singular, text.plural)
            is_made = "{" in "".join(message)
            flags = ["python-brace-format"] if is_made else []
            found.add(message, locations=[(place, 0)], flags=flags, context=f"{room}.{code}")
    return found


def main() -> None:
    """Write the template, then each language."""
    made = template()
    TEMPLATE.parent.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, made, width=110, include_lineno=False)
    for path in sorted(TRANSLATIONS.glob("*.po")):
        with path.open("rb") as file:
            language = read_po(file, locale=path.stem)
        told_at = language.creation_date
        language.update(made, no_fuzzy_matching=True)
        language.creation_date = told_at  # what says the same is the same file
        with path.open("wb") as file:
            write_po(file, language, width=110, include_lineno=False)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, language)
        print(f"{path.name}: {sum(any(message.string or ()) for message in language)} of {len(language)}")


if __name__ == "__main__":
    main()
