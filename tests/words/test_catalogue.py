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
CODES = {f"{room}.{code}": words for room, words in ROOMS.items() for code in words.texts}


@pytest.fixture(scope="module")
def uses():
    return list(every_use())


@pytest.fixture(scope="module")
def literal(uses):
    return [use for use in uses if use.is_literal]


@pytest.fixture(scope="module")
def made(uses):
    return [use for use in uses if not use.is_literal]


def spelled(use):
    """Its code, of the pattern that finds it."""
    return re.sub(r"\\(.)", r"\1", use.pattern)


def forms_of(text):
    return (text.singular, text.plural) if isinstance(text, Plural) else (text,)


def test_every_text_can_be_said():
    for full, words in CODES.items():
        text = words.texts[full.rpartition(".")[2]]
        for form in forms_of(text):
            sentence_of(form, is_plural=isinstance(text, Plural))
        if isinstance(text, Plural):
            assert "{n" in text.plural, f"{full} does not say how many"


def test_what_is_said_has_words(literal):
    assert [use.where for use in literal if spelled(use) not in CODES] == []


def test_what_is_said_has_the_placeholders_of_its_words(literal):
    named = [(use, spelled(use)) for use in literal if use.names is not None and spelled(use) in CODES]
    wanted = [(use, CODES[full].names(full.rpartition(".")[2])) for use, full in named]
    assert [(use.where, names) for use, names in wanted if use.names != names] == []


def test_a_code_that_is_made_may_be_one_that_has_words(made):
    assert [use.where for use in made if not any(re.fullmatch(use.pattern, full) for full in CODES)] == []


def test_every_sentence_is_said_somewhere(literal, made):
    said, strings = set(map(spelled, literal)), every_string()

    def may_be_made(full):
        """A part of a code is spelled where it is put together; all of it in an enum or a table."""
        if full.startswith("vocabularies."):
            return True  # a table of what chargers may say: each key is asked for by what was said
        is_spelled = full in strings or full.rpartition(".")[2] in strings
        return any(re.fullmatch(use.pattern, full) for use in made if is_spelled or not use.is_wild)

    assert [full for full in CODES if full not in said and not may_be_made(full)] == []


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
