from wtforms import StringField
from wtforms.validators import DataRequired, Length

from exchange.web.application import Exchange
from exchange.web.forms import Form


class Short(Form):
    name = StringField("Name", [DataRequired(), Length(min=2, max=3)])


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


def test_a_nul_character_is_an_error_of_its_field(app: Exchange):
    with app.test_request_context(method="POST", data={"name": "a\x00b"}):
        form = Short()
        assert not form.validate()
        assert form.name.errors == ["A character was sent that no text holds. Type it again."]
