from datetime import UTC, datetime, timedelta

import pytest

from exchange.core import clock
from exchange.core.db import scope_of
from exchange.events.enums import PriceFor
from exchange.registration import queries
from exchange.registration.enums import RegistrationState

S = RegistrationState


@pytest.fixture
def state_of(app):
    def state(person, event):
        with scope_of(app.database):
            found = queries.standing_registration(person.id, event.id)
            return found and found.state

    return state


def text(response):
    return response.get_data(as_text=True)


def test_a_place_on_offer_says_in_the_list_what_to_do(as_, world, officer):
    offered(world, officer, world.event())
    page = text(as_(officer).get("/my-exchanges"))
    assert "Held until" in page
    assert "Open its page to accept or decline." in page


def test_the_hours_of_a_night_name_the_day_on_which_it_ends(as_, world, officer):
    starts = datetime(2027, 3, 10, 22, 0, tzinfo=UTC)
    night = world.event("Night", parts=[(starts, starts + timedelta(hours=4))])
    day = world.event("Day", parts=[(starts, starts + timedelta(hours=1))])
    client = as_(officer)
    found = text(client.get(f"/events/{night.slug}/register"))
    assert "Wednesday, 10 March 2027, 22:00–Thursday, 11 March 2027, 02:00" in found
    assert "10 March 2027, 22:00–23:00" in text(client.get(f"/events/{day.slug}/register"))


def test_a_visitor_is_asked_to_sign_in_and_brought_back(client, world, council):
    event = world.event()
    answer = client.get(f"/events/{event.slug}/register")
    assert answer.status_code == 302
    assert f"next=%2Fevents%2F{event.slug}%2Fregister" in answer.location
    for path in ("registration", "registration/cancel"):
        assert client.get(f"/events/{event.slug}/{path}").status_code == 302
    assert client.get("/my-exchanges").status_code == 302


def test_an_officer_registers_in_two_clicks(as_, world, officer, state_of):
    event, client = world.event(), as_(officer)
    assert "Free for you" in text(client.get(f"/events/{event.slug}/register"))
    answer = client.post(f"/events/{event.slug}/register", follow_redirects=True)
    assert "You have a place. We have written to you." in text(answer)
    assert state_of(officer, event) == "confirmed"


def test_the_price_is_shown_with_vat_and_an_order_number_is_asked(as_, world, officer):
    event = world.event(prices=[(PriceFor.MEMBER, "187.00")])
    page = text(as_(officer).get(f"/events/{event.slug}/register"))
    assert "£224.40" in page
    assert "£37.40" in page
    assert "order number" in page


def test_a_full_event_offers_the_waiting_list_and_tells_the_position(as_, world, officer):
    event = world.event(capacity=1)
    world.registration(world.person(), event)
    client = as_(officer)
    assert "Join the waiting list" in text(client.get(f"/events/{event.slug}"))
    client.post(f"/events/{event.slug}/register")
    assert "You are number 1 on the waiting list." in text(client.get(f"/events/{event.slug}"))


def test_registering_twice_changes_nothing_and_says_so(as_, world, officer, state_of):
    event, client = world.event(), as_(officer)
    client.post(f"/events/{event.slug}/register")
    again = client.post(f"/events/{event.slug}/register")
    assert again.status_code == 409
    assert "You have a place already." in text(again)


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        ("lapsed", "membership ended on"),
        ("suspended", "has been suspended since"),
        ("prospective", "membership begins on"),
        ("none", "is not a member"),
    ],
)
@pytest.mark.usefixtures("council")
def test_a_council_without_standing_reads_why_and_cannot_register(
    as_, world, standing, reason, state_of
):
    outsider = world.person(organisation=world.organisation(standing=standing))
    event, client = world.event(), as_(outsider)
    assert reason in text(client.get(f"/events/{event.slug}"))
    assert reason in text(client.get(f"/events/{event.slug}/register"))
    refused = client.post(f"/events/{event.slug}/register")
    assert refused.status_code == 409
    assert reason in text(refused)
    assert state_of(outsider, event) is None


def test_a_closed_registration_says_when_it_closed(as_, world, officer, state_of):
    event = world.event(closes_at=clock.now() - timedelta(days=1))
    answer = as_(officer).post(f"/events/{event.slug}/register")
    assert answer.status_code == 409
    assert "Registration closed on" in text(answer)
    assert state_of(officer, event) is None


@pytest.mark.parametrize("path", ["register", "registration", "registration/cancel"])
def test_a_draft_and_an_unknown_event_look_the_same(as_, world, officer, path):
    draft, client = world.event(state="draft"), as_(officer)
    hidden = client.get(f"/events/{draft.slug}/{path}")
    assert (hidden.status_code, client.get(f"/events/nowhere/{path}").status_code) == (404, 404)


def test_without_the_form_s_token_nothing_is_done(app, as_, world, officer, state_of):
    event, client = world.event(), as_(officer)
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(f"/events/{event.slug}/register").status_code == 400
    assert state_of(officer, event) is None


def test_cancelling_is_confirmed_first(as_, world, officer, state_of):
    event, client = world.event(), as_(officer)
    client.post(f"/events/{event.slug}/register")
    page = text(client.get(f"/events/{event.slug}/registration/cancel"))
    assert "The place goes to the next in line at once." in page
    assert state_of(officer, event) == "confirmed"
    client.post(f"/events/{event.slug}/registration/cancel")
    assert state_of(officer, event) is None


def test_a_binding_place_is_cancelled_only_by_ticking_that_it_stays_payable(
    as_, world, officer, state_of
):
    event = world.event(
        prices=[(PriceFor.MEMBER, "187.00")], binding_from=clock.now() - timedelta(days=1)
    )
    client, path = as_(officer), f"/events/{event.slug}/registration/cancel"
    client.post(f"/events/{event.slug}/register")
    assert "£224.40 stays payable" in text(client.get(path))
    assert "Confirm that you know this." in text(client.post(path))
    assert state_of(officer, event) == "confirmed"
    client.post(path, data={"knows": "y"})
    assert state_of(officer, event) is None


def offered(world, person, event, **given):
    until = clock.now() + timedelta(hours=5)
    return world.registration(
        person, event, state=S.OFFERED, **{"offer_expires_at": until, **given}
    )


def test_an_offer_is_accepted_on_the_page(as_, world, officer, state_of):
    event, client = world.event(capacity=1), as_(officer)
    offered(world, officer, event)
    assert "A place is held for you" in text(client.get(f"/events/{event.slug}"))
    client.post(f"/events/{event.slug}/registration/accept")
    assert state_of(officer, event) == "confirmed"


def test_an_offer_that_ended_says_so(as_, world, officer, state_of):
    event, client = world.event(capacity=1), as_(officer)
    offered(world, officer, event, offer_expires_at=clock.now() - timedelta(minutes=1))
    path = f"/events/{event.slug}/registration/accept"
    assert "This offer has ended" in text(client.post(path, follow_redirects=True))
    assert state_of(officer, event) == "offered"


def test_nobody_accepts_without_an_offer(as_, world, officer):
    event = world.event()
    assert as_(officer).post(f"/events/{event.slug}/registration/accept").status_code == 404


def test_a_person_with_a_place_is_led_to_the_protocol_first(as_, world, officer):
    event, client = world.live_event(late_entry=True), as_(officer)
    version = world.protocol(event)
    world.registration(officer, event)
    page = text(client.get(f"/events/{event.slug}"))
    assert "Read and acknowledge" in page
    assert "/live/" not in page.replace("%2Flive%2F", "")
    world.acknowledgement(officer, version)
    assert f"/live/{world.part(event).id}" in text(client.get(f"/events/{event.slug}"))


def test_what_others_see_in_the_lobby_is_chosen_beforehand(as_, world, officer):
    event, client = world.event(), as_(officer)
    world.registration(officer, event)
    page = f"/events/{event.slug}/registration"
    assert '<option selected value="organisation">' in text(client.get(page))
    answer = client.post(f"{page}/shown", data={"shown": "name"}, follow_redirects=True)
    assert '<option selected value="name">' in text(answer)
    assert client.post(f"{page}/shown", data={"shown": "everything"}).status_code == 422


def test_my_exchanges_lists_my_own_alone(as_, world, officer):
    mine, other = world.event("Mine to come"), world.event("Somebody else's")
    world.registration(officer, mine)
    world.registration(world.person(), other)
    ended = clock.now() - timedelta(days=3)
    past = world.event("Mine and over", parts=[(ended, ended + timedelta(hours=1))])
    world.registration(officer, past)
    client = as_(officer)
    page = text(client.get("/my-exchanges"))
    assert "Mine to come" in page
    assert "Somebody else" not in page
    assert "Mine and over" not in page
    assert "Mine and over" in text(client.get("/my-exchanges?show=past&page=99999999999"))


def test_my_exchanges_says_what_will_stand_there(as_, officer):
    page = text(as_(officer).get("/my-exchanges"))
    assert "Events that you register for will stand here." in page


def test_the_calendar_holds_no_way_in(client, world, council):
    event = world.event(call_link="https://call.example/secret")
    body = text(client.get(f"/events/{event.slug}/calendar.ics"))
    assert "BEGIN:VEVENT" in body
    assert "secret" not in body
    assert "/live/" not in body


STAFF_PAGES = ("", "/export.csv", "/new")


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_staff_pages_are_not_there_for_others(as_, client, world, officer, path):
    event = world.event()
    page = f"/staff/events/{event.slug}/registrations{path}"
    assert client.get(page).status_code == 302
    assert as_(officer).get(page).status_code == 404


def test_staff_s_buttons_do_nothing_for_others(as_, world, officer, state_of):
    event, person = world.event(), world.person()
    registration = world.registration(person, event)
    page, client = f"/staff/events/{event.slug}/registrations", as_(officer)
    for path, data in (
        ("/fill", {}),
        ("/new", {"email": officer.email, "reason": "Mine"}),
        (f"/{registration.id}/cancel", {"reason": "Mine"}),
    ):
        assert client.post(page + path, data=data).status_code == 404
    assert state_of(person, event) == "confirmed"
    assert state_of(officer, event) is None


def test_staff_see_everybody_with_the_order_of_the_line(as_, world, officer, staff):
    event = world.event(capacity=1)
    world.registration(officer, event)
    world.registration(world.person("Second Waiting"), event, state=S.WAITLISTED)
    page = text(as_(staff).get(f"/staff/events/{event.slug}/registrations"))
    assert "Ada Officer" in page
    assert "Number 1 in line" in page
    filtered = f"/staff/events/{event.slug}/registrations?state=waitlisted&search=second"
    assert "Ada Officer" not in text(as_(staff).get(filtered))


@pytest.mark.parametrize("query", ["state=nonsense", "search=%25_", "page=-1", "page=x"])
def test_a_nonsensical_filter_is_answered(as_, world, staff, query):
    event = world.event()
    path = f"/staff/events/{event.slug}/registrations?{query}"
    assert as_(staff).get(path).status_code == 200


def test_staff_register_by_address_and_say_why(as_, world, officer, staff, state_of):
    event, client = world.event(closes_at=clock.now() - timedelta(days=1)), as_(staff)
    path = f"/staff/events/{event.slug}/registrations/new"
    assert "Fill this in." in text(client.post(path, data={"email": officer.email}))
    unknown = client.post(path, data={"email": "nobody@example.org", "reason": "Asked"})
    assert "Nobody here has this e-mail address." in text(unknown)
    client.post(path, data={"email": officer.email.upper(), "reason": "Asked by telephone"})
    assert state_of(officer, event) == "confirmed"


def test_staff_cancel_with_a_reason(as_, world, officer, staff, state_of):
    event, client = world.event(), as_(staff)
    registration = world.registration(officer, event)
    path = f"/staff/events/{event.slug}/registrations/{registration.id}/cancel"
    assert "Fill this in." in text(client.post(path))
    client.post(path, data={"reason": "Asked to"})
    assert state_of(officer, event) is None


def test_a_registration_of_another_event_is_not_there(as_, world, officer, staff):
    registration = world.registration(officer, world.event())
    path = f"/staff/events/{world.event().slug}/registrations/{registration.id}/cancel"
    assert as_(staff).get(path).status_code == 404


def test_the_export_runs_no_formula(as_, world, staff):
    event = world.event()
    world.registration(world.person("=HYPERLINK(1)"), event, order_number="+44")
    body = text(as_(staff).get(f"/staff/events/{event.slug}/registrations/export.csv"))
    assert '"\'=HYPERLINK(1)"' in body
    assert '"\'+44"' in body


def test_lists_cost_the_same_at_one_and_at_three_rows(app, as_, world, officer, staff):
    from sqlalchemy import event as listening

    counts = {}
    for rows in (1, 3):
        event = world.event()
        for _ in range(rows):
            world.registration(world.person(organisation=world.organisation()), event)
            world.registration(officer, world.event())
        for person, path in (
            (staff, f"/staff/events/{event.slug}/registrations"),
            (officer, "/my-exchanges"),
        ):
            client, seen = as_(person), []
            client.get(path)
            listener = lambda *a, seen=seen: seen.append(a[2])  # noqa: E731
            listening.listen(app.database.engine, "before_cursor_execute", listener)
            client.get(path)
            listening.remove(app.database.engine, "before_cursor_execute", listener)
            counts.setdefault(path.rpartition("/")[2], []).append(len(seen))
    assert counts["registrations"][0] == counts["registrations"][1], counts
    assert counts["my-exchanges"][0] == counts["my-exchanges"][1], counts
