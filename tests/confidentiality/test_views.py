import pytest
from sqlalchemy import func, select

from exchange.confidentiality import actions, queries
from exchange.confidentiality.messages import VersionContent
from exchange.confidentiality.models import Acknowledgement, Protocol
from exchange.core.db import scope_of, session


@pytest.fixture
def event(world, council):
    return world.event()


@pytest.fixture
def version(world, event):
    return world.protocol(event, title="Rooms and what is said in them")


@pytest.fixture
def slug(app, version):
    with scope_of(app.database):
        return session().scalars(select(Protocol.slug)).one()


@pytest.fixture
def newer(app, world, staff, version):
    with scope_of(app.database):
        return actions.publish_version(
            actor=world.actor(staff),
            protocol_id=version.protocol_id,
            content=VersionContent(
                "1.1", [{"title": "Introduction", "text": "What is <b>said</b> here remains here."}]
            ),
        )


@pytest.fixture
def assents(app):
    def count():
        with scope_of(app.database):
            return session().scalar(select(func.count()).select_from(Acknowledgement))

    return count


def text(response):
    return response.get_data(as_text=True)


def test_everybody_may_read_protocols(client, version, slug):
    assert "Rooms and what is said in them" in text(client.get("/protocols"))
    page = text(client.get(f"/protocols/{slug}"))
    assert "What is said here stays here." in page
    assert 'href="#section-1"' in page


def test_without_protocols_the_list_says_what_will_stand_there(client, council):
    assert "No protocols yet" in text(client.get("/protocols"))


def test_a_replaced_version_says_so_and_leads_to_the_one_in_force(client, slug, newer):
    page = text(client.get(f"/protocols/{slug}/1.0"))
    assert "which has been replaced" in page
    assert "1.1 (in force)" in text(client.get(f"/protocols/{slug}"))


@pytest.mark.parametrize("path", ["nothing", "{slug}/9.9", "{slug}/compare?from=9.9&to=1.0"])
def test_unknown_protocols_and_versions_are_not_there(client, slug, path):
    assert client.get("/protocols/" + path.format(slug=slug)).status_code == 404


def test_one_version_has_nothing_to_compare_with(client, slug):
    assert client.get(f"/protocols/{slug}/compare").status_code == 404


def test_changes_are_marked_by_more_than_colour_and_texts_are_escaped(client, slug, newer):
    page = text(client.get(f"/protocols/{slug}/compare?from=1.0&to=1.1"))
    assert "[added:]" in page
    assert "[removed:]" in page
    assert "<b>said" not in page


def test_a_visitor_signs_in_before_acknowledging(client, event, version):
    assert client.get(f"/events/{event.slug}/acknowledge").status_code == 302


def test_a_draft_s_page_is_not_there(as_, world, officer):
    draft = world.event(state="draft")
    assert as_(officer).get(f"/events/{draft.slug}/acknowledge").status_code == 404


def test_an_officer_reads_ticks_and_goes_on(as_, officer, event, version, assents):
    client, path = as_(officer), f"/events/{event.slug}/acknowledge?next=/live/abc"
    assert "What is said here stays here." in text(client.get(path))
    answer = client.post(path, data={"version": version.id.hex})
    assert (answer.status_code, answer.location) == (303, "/live/abc")
    assert assents() == 1
    assert "Nothing to acknowledge" in text(client.get(path))


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_the_way_on_never_leads_to_another_site(as_, officer, event, version, elsewhere):
    answer = as_(officer).post(
        f"/events/{event.slug}/acknowledge", data={"version": version.id.hex, "next": elsewhere}
    )
    assert answer.location == f"/events/{event.slug}"


def test_without_the_tick_nothing_is_recorded_and_the_box_is_named(
    as_, officer, event, version, assents
):
    page = text(as_(officer).post(f"/events/{event.slug}/acknowledge"))
    assert "Tick this box to go on." in page
    assert assents() == 0


def test_a_forged_id_is_no_tick(*, as_, world, officer, event, version, assents):
    client, path = as_(officer), f"/events/{event.slug}/acknowledge"
    assert client.post(path, data={"version": "x"}).status_code == 404
    assert "Tick this box" in text(client.post(path, data={"version": event.id.hex}))
    assert assents() == 0


def test_ticking_a_text_that_was_replaced_meanwhile_shows_the_new_one(
    *, as_, world, officer, event, version, newer, assents
):
    path = f"/events/{event.slug}/acknowledge"
    page = text(as_(officer).post(path, data={"version": version.id.hex}))
    assert "version 1.1" in page
    assert assents() == 0


def test_somebody_who_acknowledged_before_reads_what_changed_first(
    *, as_, world, officer, event, version, newer
):
    world.acknowledgement(officer, version)
    page = text(as_(officer).get(f"/events/{event.slug}/acknowledge"))
    assert "You acknowledged version 1.0." in page
    assert page.index("[removed:]") < page.index("Read the whole of version 1.1")


def test_publishing_is_not_there_for_others(as_, client, officer, slug):
    path = f"/staff/protocols/{slug}/new-version"
    assert client.get(path).status_code == 302
    for answer in (as_(officer).get(path), as_(officer).post(path, data={"step": "publish"})):
        assert answer.status_code == 404


def test_staff_see_whom_a_version_asks_again_before_it_is_published(
    *, app, as_, world, officer, staff, version, slug
):
    world.acknowledgement(officer, version)
    client, path = as_(staff), f"/staff/protocols/{slug}/new-version"
    assert 'value="1.1"' in text(client.get(path))
    written = {"number": "1.1", "change_note": "Clearer.", "text": "Read.\n# Why\nTo speak freely."}
    page = text(client.post(path, data=written))
    assert "1 person who acknowledged this protocol is asked again" in page
    assert "To speak freely." in page
    with scope_of(app.database):
        assert queries.version_of(queries.get_protocol(slug), None).number == "1.0"
    client.post(path, data={**written, "step": "publish"})
    with scope_of(app.database):
        published = queries.version_of(queries.get_protocol(slug), None)
        assert (published.number, published.introduction) == ("1.1", "Read.")


def test_a_text_without_sections_is_sent_back_with_what_was_written(as_, staff, version, slug):
    written = {"number": "1.1", "change_note": "Clearer.", "text": "No heading here."}
    page = text(as_(staff).post(f"/staff/protocols/{slug}/new-version", data=written))
    assert "Begin each section with a heading" in page
    assert "No heading here." in page
