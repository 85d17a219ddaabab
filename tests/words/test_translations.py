"""What is a translation to be? Whole, in the field's words, with numbers and dates as is usual."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from babel.core import Locale
from babel.dates import format_skeleton, get_day_names, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from same_in_both import MAY_BE_ENGLISH, WITHOUT_THE_TERM
from usage import load_every_room

from chargeboard.config.language import language_of, spoken
from chargeboard.words.catalogue import Plural
from chargeboard.words.dates import day_month, day_year, full_day, month_of, weekday, whole_weekday
from chargeboard.words.formats import percent, spelled
from chargeboard.words.languages import ENGLISH, speaking
from chargeboard.words.words import say

ROOMS = load_every_room()
TRANSLATIONS = Path(str(files("chargeboard.words"))) / "translations"
TAGS = [one.tag for one in spoken() if one is not ENGLISH]
TERMS = Path(__file__).parents[2] / "docs/reference/terms.md"
COLUMNS = {"de": "German", "fr": "French", "nl": "Dutch", "es": "Spanish"}


def english():
    """Each sentence by its full code: its forms."""
    for room, words in ROOMS.items():
        for code, text in words.texts.items():
            yield f"{room}.{code}", (text.singular, text.plural) if isinstance(text, Plural) else (text,)


ENGLISH_FORMS = dict(english())


def translated(tag):
    """Each sentence by its full code, in that language: its forms."""
    with (TRANSLATIONS / f"{tag}.po").open("rb") as file:
        found = {}
        for message in read_po(file, locale=tag):
            if message.id:
                forms = message.string
                found[message.context] = (forms,) if isinstance(forms, str) else tuple(forms)
        return found


def terms_of(tag):
    """By the English word, with what a sentence is to have one of."""
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in TERMS.read_text().splitlines()
        if line.startswith("|")
    ]
    column = head.index(COLUMNS[tag])
    return {row[0]: [stem.strip() for stem in row[column].split(",")] for row in rows}


def without_places(text):
    return re.sub(r"\{[^}]*\}", "", text)


pytestmark = pytest.mark.parametrize("tag", TAGS)


def test_every_sentence_is_translated(tag):
    known = translated(tag)
    assert [code for code in ENGLISH_FORMS if not all(known.get(code) or [""])] == []


def test_a_sentence_is_english_only_where_both_say_the_same(tag):
    known = translated(tag)
    same = [
        code
        for code, forms in ENGLISH_FORMS.items()
        if known.get(code) == forms and re.search(r"[A-Za-z]{2}", without_places("".join(forms)))
    ]
    assert [code for code in same if code not in MAY_BE_ENGLISH[tag]] == []
    assert [code for code in MAY_BE_ENGLISH[tag] if code not in same] == [], "these are no longer so"


def test_the_words_of_the_field_are_those_of_the_glossary(tag):
    known, missing = translated(tag), []
    for english_term, stems in terms_of(tag).items():
        word = word_of(english_term)
        for code, forms in ENGLISH_FORMS.items():
            if not word.search(spoken_of(forms[-1])) or code in WITHOUT_THE_TERM.get(english_term, ()):
                continue
            told = " ".join(known.get(code, ())).casefold()
            if not any(stem.casefold() in told for stem in stems):
                missing.append((english_term, code))
    assert missing == []


def word_of(term):
    """Behind a dash it is an option of a command; "on site" is there, not a site."""
    return re.compile(rf"(?<![\w{{./-])(?<!on ){term}s?(?![\w/=-]|\.\w)", re.IGNORECASE)


def spoken_of(text):
    """Without what is typed: placeholders, and what stands between back ticks or in brackets of a table."""
    return re.sub(r"\{[^}]*\}|`[^`]*`|\[[^\]]*\]", "", text)


def test_marks_at_the_edges_stay(tag):
    """A blank or a colon at an edge is there for what is put beside it."""
    known, edge = translated(tag), re.compile(r"^\s*|[\s:]*$")

    def edges(form):
        return [
            found.replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
            for found in edge.findall(form)
        ]

    assert [
        code
        for code, forms in ENGLISH_FORMS.items()
        if len(known.get(code, ())) and any(edges(form) != edges(forms[-1]) for form in known[code])
    ] == []


@pytest.mark.parametrize("number", [0, 7, 999, 1234, 12_345, 1_234_567])
def test_numbers_are_written_as_the_language_writes_them(tag, number):
    with speaking(language_of(tag)):
        # Babel groups four digits in Spanish, too; the locale data (minimumGroupingDigits) does not
        is_grouped = len(str(number)) >= int(say("grouped_from"))
        assert spelled(number) == (format_decimal(number, locale=tag) if is_grouped else str(number))


@pytest.mark.parametrize("share", [0.5, 12.5, 42, 100])
def test_shares_are_written_as_the_language_writes_them(tag, share):
    with speaking(language_of(tag)):
        pattern = str(Locale(tag).percent_formats[None].pattern).replace("#,##0", "#,##0.#")
        assert percent(share) == format_percent(share / 100, pattern, locale=tag)


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_written_as_the_language_writes_them(tag, month):
    day = date(2026, month, 21)
    with speaking(language_of(tag)):
        assert month_of(day) == get_month_names("abbreviated", locale=tag)[month]
        assert weekday(day) == get_day_names("abbreviated", locale=tag)[day.weekday()]
        assert whole_weekday(day) == get_day_names("wide", locale=tag)[day.weekday()]
        assert day_month(day) == format_skeleton("MMMd", day, locale=tag)
        assert day_year(day) == format_skeleton("yMMMd", day, locale=tag)
        assert full_day(day) == format_skeleton("yMMMEd", day, locale=tag)


def test_a_language_calls_itself_by_its_own_name(tag):
    with speaking(language_of(tag)):
        assert say("language_name").casefold() == Locale(tag).get_display_name(tag).casefold()
