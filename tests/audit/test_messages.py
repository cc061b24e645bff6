import pytest

from exchange.audit.messages import SENTENCES
from exchange.audit.tags import Tag


@pytest.mark.parametrize("tag", Tag)
def test_every_kind_of_act_has_a_sentence(tag: Tag) -> None:
    assert SENTENCES[tag] % {"who": "Ada", "what": "Exshire"}
