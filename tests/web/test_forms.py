import pytest
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from exchange.web.application import Exchange
from exchange.web.forms import Form, at_most, between


class Short(Form):
    name = StringField("Name", [DataRequired(), Length(min=2, max=3)])
    words = TextAreaField("Words")


def test_a_refused_form_says_so_in_words_and_keeps_what_was_typed(app: Exchange):
    with app.test_request_context(method="POST", data={"name": "far too long"}):
        form = Short()
        assert not form.validate()
        assert form.name.errors == ["Field must be between 2 and 3 characters long."]
        assert form.name.data == "far too long"


class Bounded(Form):
    name = StringField("Name", [at_most(3)])
    places = IntegerField("Places", [between(1, 5)])


@pytest.mark.parametrize(
    ("language", "name", "places"),
    [
        ("en", "Write at most 3 characters.", "Give a number from 1 to 5."),
        ("da", "Skriv højst 3 tegn.", "Angiv et tal fra 1 til 5."),
    ],
)
def test_bounds_are_said_in_the_readers_language(
    app: Exchange, language: str, name: str, places: str
):
    given = {"name": "four", "places": "6"}
    headers = {"Accept-Language": language}
    with app.test_request_context(method="POST", data=given, headers=headers):
        form = Bounded()
        assert not form.validate()
        assert form.errors == {"name": [name], "places": [places]}


def test_a_form_without_its_token_is_refused(app: Exchange):
    app.config["WTF_CSRF_ENABLED"] = True
    with app.test_request_context(method="POST", data={"name": "abc"}):
        assert not Short().validate()


@pytest.mark.parametrize(
    ("field", "character"),
    [("name", "\x00"), ("name", "\n"), ("name", "\x1b"), ("words", "\x00"), ("words", "\x1b")],
)
def test_a_control_character_is_an_error_of_its_field(app: Exchange, field: str, character: str):
    with app.test_request_context(method="POST", data={"name": "ab", field: f"a{character}b"}):
        form = Short()
        assert not form.validate()
        sentence = "A character was sent that no text holds. Type it again."
        assert form.errors == {field: [sentence]}
        assert form[field].data == f"a{character}b"


def test_longer_texts_hold_lines_and_tabs(app: Exchange):
    with app.test_request_context(method="POST", data={"name": "ab", "words": "a\r\n\tb\u00a0c"}):
        assert Short().validate()
