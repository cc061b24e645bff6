"""Texts of protocols: written, read, numbered and compared without loss."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.confidentiality.comparison import Status, compare
from exchange.confidentiality.messages import normal, numbered, sections_of, text_of

WORD = st.text("abcdefghijklmnopqrstuvwxyzæøå.,", min_size=1, max_size=8)
TITLE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
TEXT = st.lists(TITLE, max_size=3).map("\n\n".join)
LEAF = st.fixed_dictionaries({"title": TITLE, "text": TEXT})


def nested(children):
    return st.fixed_dictionaries(
        {"title": TITLE, "text": TEXT, "children": st.lists(children, min_size=1, max_size=3)}
    )


SECTIONS = st.lists(LEAF | nested(LEAF | nested(LEAF)), max_size=4)


@given(introduction=TEXT, sections=SECTIONS)
def test_a_text_with_headings_keeps_what_was_written(introduction, sections):
    assert sections_of(text_of(introduction, sections)) == (introduction, sections)


@given(text=st.text(max_size=400))
def test_any_text_can_be_read_and_loses_no_word(text):
    introduction, sections = sections_of(text)
    kept = introduction.split() + [
        word for section in numbered(sections) for word in f"{section.title} {section.text}".split()
    ]
    assert [w.strip("#") for w in kept if w.strip("#")] == [
        w.strip("#") for w in text.split() if w.strip("#")
    ]


@given(sections=SECTIONS)
def test_numbers_are_unique_and_in_order(sections):
    numbers = [tuple(map(int, s.number.split("."))) for s in numbered(sections)]
    assert numbers == sorted(set(numbers))


@given(sections=SECTIONS)
def test_a_text_does_not_differ_from_itself(sections):
    changes = compare(sections, normal(sections))
    assert all(change.status is Status.SAME for change in changes)
    assert len(changes) == len(list(numbered(sections)))


@given(old=SECTIONS, new=SECTIONS)
def test_a_comparison_holds_the_whole_of_both_texts(old, new):
    changes = compare(old, new)

    def words(*, without: Status) -> list[str]:
        return sorted(
            word
            for change in changes
            for run in change.runs
            if run.status is not without
            for word in run.text.split()
        )

    def whole(sections) -> list[str]:
        return sorted(word for section in numbered(sections) for word in section.text.split())

    assert words(without=Status.REMOVED) == whole(new)
    assert words(without=Status.ADDED) == whole(old)
    kept = [change.section for change in changes if change.status is not Status.REMOVED]
    assert kept == list(numbered(new))
