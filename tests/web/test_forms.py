import pytest
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from exchange.web.application import Exchange
from exchange.web.forms import Form


class Short(Form):
    name = StringField("Name", [DataRequired(), Length(min=2, max=3)])
    words = TextAreaField("Words")


def test_a_refused_form_says_so_in_words_and_keeps_what_was_typed(app: Exchange):
    with app.test_request_context(method="POST", data={"name": "far too long"}):
        form = Short()
        assert not form.validate()
        assert form.name.errors == ["Field must be between 2 and 3 characters long."]
        assert form.name.data == "far too long"


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
