from exchange.confidentiality.comparison import Status, compare

OLD = [
    {"title": "Roles", "text": "Officers advise."},
    {"title": "Press", "text": "Ask first.", "children": [{"title": "Web", "text": "The same."}]},
]


def statuses(new, **introductions):
    return [(c.section.title, c.status) for c in compare(OLD, new, **introductions)]


def test_a_changed_word_is_shown_beside_the_one_it_replaced():
    new = [{"title": "Roles", "text": "Officers decide."}, OLD[1]]
    change = compare(OLD, new)[0]
    assert change.status is Status.CHANGED
    assert [(run.status, run.text.strip()) for run in change.runs if run.text.strip()] == [
        (Status.SAME, "Officers"),
        (Status.REMOVED, "advise."),
        (Status.ADDED, "decide."),
    ]


def test_a_section_taken_out_stands_where_it_stood():
    assert statuses([OLD[1]]) == [
        ("Roles", Status.REMOVED),
        ("Press", Status.SAME),
        ("Web", Status.SAME),
    ]


def test_a_section_added_is_new_and_the_rest_stays():
    added = {"title": "Lobbying", "text": "Say so."}
    assert statuses([OLD[0], added, OLD[1]])[1] == ("Lobbying", Status.ADDED)


def test_sections_of_one_name_under_two_titles_are_kept_apart():
    new = [OLD[0], {"title": "Web", "text": "The same."}, {**OLD[1], "children": []}]
    assert {("Web", Status.ADDED), ("Web", Status.REMOVED)} <= set(statuses(new))


def test_white_space_alone_is_no_change():
    new = [{"title": "Roles", "text": "Officers\n  advise. "}, OLD[1]]
    assert {status for _, status in statuses(new)} == {Status.SAME}


def test_the_introduction_is_compared_first():
    found = compare(OLD, OLD, old_introduction="Two minutes.", new_introduction="Three minutes.")
    assert (found[0].status, found[0].section.number) == (Status.CHANGED, "")
