import ast
import json
import re

import pytest
from babel.messages import Message
from babel.messages.extract import DEFAULT_KEYWORDS

from tests.architecture.translations import (
    CATALOGUES,
    ROOT,
    catalogue,
    extracted,
    is_covered,
    mapping,
    strings,
    untranslated,
)

CLIENT_TEXTS = "static/src/room/texts.json"
LANGUAGES = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir())
# What a translation has to keep: "%(name)s", "%%", and the tags of HTML.
KEPT = re.compile(r"%\(\w+\)[a-z]|%%|</?\w[^>]*>")


def kept(text: str) -> list[str]:
    return sorted(KEPT.findall(text))


def source(message: Message) -> str:
    """The English text; of a counted one the plural, whose values every form may show."""
    return message.id if isinstance(message.id, str) else message.id[1]


def test_every_text_that_is_promised_in_danish_is_translated_without_doubt():
    missing = [message.id for message in untranslated("da") if is_covered(message)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_values_and_tags_of_their_source(language: str):
    altered = [
        (message.id, text)
        for message in catalogue(language)
        for text in strings(message)
        if message.id and text and kept(text) != kept(source(message))
    ]
    assert altered == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translated_count_has_every_plural_form_of_the_language(language: str):
    partial = [
        message.id
        for message in catalogue(language)
        if message.pluralizable and any(strings(message)) and not all(strings(message))
    ]
    assert partial == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_texts_of_the_sources(language: str):
    """Where this fails, `make i18n` brings it up to date."""
    ours = {(message.id, message.context) for message in catalogue(language)}
    theirs = {(message.id, message.context) for message in extracted()}
    assert (theirs - ours, ours - theirs) == (set(), set())


def test_every_text_of_the_room_page_is_collected():
    texts = json.loads((ROOT / CLIENT_TEXTS).read_text(encoding="utf-8"))
    collected = {
        message.id
        for message in extracted()
        if any(path == CLIENT_TEXTS for path, _ in message.locations)
    }
    assert {key: text for key, text in texts.items() if text not in collected} == {}


def test_every_name_that_the_sources_give_to_gettext_is_collected():
    """`lazy_gettext as _l` is lost unless babel.cfg names `_l`."""
    _, options = mapping()
    known = {*DEFAULT_KEYWORDS, *options["exchange/**.py"].get("keywords", {})}
    names = {
        (str(path.relative_to(ROOT)), alias.asname or alias.name)
        for path in (ROOT / "exchange").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if alias.name.endswith("gettext")
    }
    assert {name for name in names if name[1] not in known} == set()
