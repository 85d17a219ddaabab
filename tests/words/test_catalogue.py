import re
from gettext import GNUTranslations
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from usage import every_string, every_use, load_every_room

from chargeboard.words.catalogue import Plural
from chargeboard.words.sentences import sentence_of

ROOMS = load_every_room()
USES = list(every_use())
CODES = {f"{room}.{code}": words for room, words in ROOMS.items() for code in words.texts}


def forms_of(text):
    return (text.singular, text.plural) if isinstance(text, Plural) else (text,)


@pytest.mark.parametrize("full", CODES)
def test_every_text_can_be_said(full):
    room, _, code = full.rpartition(".")
    text = ROOMS[room].texts[code]
    for form in forms_of(text):
        sentence_of(form, is_plural=isinstance(text, Plural))
    if isinstance(text, Plural):
        assert "{n" in text.plural, "it does not say how many"


@pytest.mark.parametrize("use", [use for use in USES if use.is_literal], ids=lambda use: use.where)
def test_what_is_said_has_words_and_its_placeholders(use):
    full = re.sub(r"\\(.)", r"\1", use.pattern)
    assert full in CODES, f"{use.where}: there are no words for {full}"
    if use.names is not None:
        assert use.names == CODES[full].names(full.rpartition(".")[2]), use.where


@pytest.mark.parametrize("use", [use for use in USES if not use.is_literal], ids=lambda use: use.where)
def test_a_code_that_is_made_may_be_one_that_has_words(use):
    assert any(re.fullmatch(use.pattern, full) for full in CODES), use.where


def test_every_sentence_is_said_somewhere():
    literal = {re.sub(r"\\(.)", r"\1", use.pattern) for use in USES if use.is_literal}
    made = [use for use in USES if not use.is_literal]
    strings = every_string()

    def may_be_made(full):
        """A part of a code is spelled where it is put together; all of it in an enum or a table."""
        if full.startswith("vocabularies."):
            return True  # a table of what chargers may say: each key is asked for by what was said
        is_spelled = full in strings or full.rpartition(".")[2] in strings
        return any(re.fullmatch(use.pattern, full) for use in made if is_spelled or not use.is_wild)

    assert [full for full in CODES if full not in literal and not may_be_made(full)] == []


TRANSLATIONS = Path(files("chargeboard.words")) / "translations"


def test_a_translation_has_the_placeholders_of_its_sentences_and_is_compiled():
    for path in sorted(TRANSLATIONS.glob("*.po")):
        _check_translation(path)


def _check_translation(path):
    with path.open("rb") as file:
        translated = [message for message in read_po(file, locale=path.stem) if message.id and message.string]
    compiled = GNUTranslations(path.with_suffix(".mo").open("rb"))
    for message in translated:
        english, forms = message.id, message.string
        for form in (forms,) if isinstance(forms, str) else forms:
            names = CODES[message.context].names(message.context.rpartition(".")[2])
            assert sentence_of(form).names <= names, message.context
        if isinstance(english, str):
            assert compiled.pgettext(message.context, english) == forms, "make words"
