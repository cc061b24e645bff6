"""Cases in live rooms: presenters at home, words for those in the room alone, absence told."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.cases import actions as case_actions
from exchange.cases.enums import CaseSeenBy
from exchange.cases.messages import CaseContent
from exchange.cases.models import Case
from exchange.cases.queries import case_to_read
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.rooms import actions
from exchange.rooms.enums import BanReason, SeatedHow, Seating, Voices
from exchange.rooms.errors import CaseTaken
from exchange.rooms.models import Room, Seat, SheetStep
from exchange.rooms.queries import console_view, picture_of, room_view
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.sheets import breakout, plenary

pytestmark = pytest.mark.usefixtures("scope")


def words(title: str, topic: str = "Standards") -> CaseContent:
    return CaseContent(title, topic, f"{title}: what happened.", f"{title}: what now?")


class Working:
    """An exchange that asks for cases, with people who bring some, before its doors open."""

    def __init__(self, exchange: Exchange1) -> None:
        self.exchange = exchange
        exchange.world.change(exchange.event, own_cases=True)
        self.people = {name: exchange.person(name) for name in ("Anna", "Ben", "Cleo", "Dan")}

    def bring(self, name: str, seen_by: CaseSeenBy = CaseSeenBy.ADMITTED, **given: bool) -> Case:
        return case_actions.hand_in(
            actor=self.exchange.world.actor(self.people[name]),
            event_id=self.exchange.event.id,
            content=words(f"{name}'s case"),
            seen_by=seen_by,
            shown_in_room=given.get("shown_in_room", True),
        )

    def open(self) -> Inside:
        self.exchange.opened()
        inside = Inside(self.exchange)
        inside.enter(self.exchange.facilitator, *self.people.values())
        return inside

    def begin(self, inside: Inside, step: SheetStep) -> None:
        inside.run(actions.go_to_step, step_id=step.id, seen=inside.picture().version)

    def by_case(self, inside: Inside, **given: int) -> SheetStep:
        content = breakout("Cases", Seating.BY_CASE, given.pop("rooms", None), **given)
        step: SheetStep = inside.run(actions.add_step, content=content)
        return step


@pytest.fixture
def working(unopened: Exchange1) -> Working:
    return Working(unopened)


def of(inside: Inside, person: Person) -> Room:
    room = inside.picture().find_room(inside.room_of(person))
    assert room is not None
    return room


def test_presenters_sit_with_their_case_and_others_where_they_wish(working: Working):
    anna, ben = working.bring("Anna"), working.bring("Ben")
    for name, case in (("Cleo", ben), ("Dan", anna)):
        actor = working.exchange.world.actor(working.people[name])
        case_actions.wish(actor=actor, event_id=working.exchange.event.id, first_id=case.id)
    inside = working.open()
    working.begin(inside, working.by_case(inside, per_room=2))
    rooms = {name: of(inside, person).case_id for name, person in working.people.items()}
    assert rooms == {"Anna": anna.id, "Dan": anna.id, "Ben": ben.id, "Cleo": ben.id}
    how = set(session().scalars(select(Seat.how)))
    assert how == {SeatedHow.WISH.value}


def test_a_room_shows_its_case_to_those_in_it_and_marks_who_presents(working: Working):
    working.bring("Anna")
    inside = working.open()
    working.begin(inside, working.by_case(inside))
    picture, room = inside.picture(), of(inside, working.people["Anna"])
    view = room_view(picture, room).payload()
    assert view["case"]["words"]["title"] == "Anna's case"
    assert view["case"]["here"] is True
    assert [each["name"] for each in view["people"] if each["presents"]] == ["Anna"]
    assert picture.plenary is not None
    assert room_view(picture, picture.plenary).payload()["case"] is None
    assert "what happened" not in str(console_view(picture).payload())
    assert console_view(picture).payload()["rooms"][1]["presenter"] == "Anna"


@pytest.mark.parametrize("agreed", [True, False])
def test_what_facilitators_alone_read_is_shown_in_its_room_if_its_presenter_agreed(
    working: Working, agreed: bool
):
    working.bring("Anna", CaseSeenBy.FACILITATORS, shown_in_room=agreed)
    inside = working.open()
    working.begin(inside, working.by_case(inside))
    case = room_view(inside.picture(), of(inside, working.people["Anna"])).payload()["case"]
    assert (case["words"] is not None) == agreed
    assert case["presenter"] == "Anna"


def test_chosen_cases_come_in_their_order_and_an_absent_presenter_is_told(working: Working):
    anna, ben = working.bring("Anna"), working.bring("Ben")
    inside = working.open()
    step = working.by_case(inside)
    inside.run(actions.choose_cases, step_id=step.id, case_ids=[ben.id, anna.id])
    actions.leave(actor=inside.actor(working.people["Anna"]), part_id=inside.part_id, sid="none")
    session().flush()
    working.begin(inside, step)
    assert [room.case_id for room in inside.picture().breakouts] == [ben.id, anna.id]


def test_another_case_is_given_and_its_presenter_comes(working: Working):
    anna = working.bring("Anna")
    ben = working.bring("Ben")
    inside = working.open()
    step = working.by_case(inside)
    inside.run(actions.choose_cases, step_id=step.id, case_ids=[anna.id])
    working.begin(inside, step)
    (room,) = inside.picture().breakouts
    inside.run(actions.seat, person_ids=[working.people["Ben"].id], room_id=None)
    inside.run(actions.give_case, room_id=room.id, case_id=ben.id)
    assert of(inside, working.people["Ben"]).id == room.id
    case = room_view(inside.picture(), room).payload()["case"]
    assert (case["presenter"], case["here"]) == ("Ben", True)
    act = picture_of(inside.part_id).acts[0]
    assert (act.tag, act.whom, act.room and act.room.name) == ("case.given", "Ben", room.name)
    with pytest.raises(NotFound):
        inside.run(actions.give_case, room_id=room.id, case_id=uuid4())
    with pytest.raises(Refused):
        actions.give_case(
            actor=inside.actor(working.people["Anna"]),
            part_id=inside.part_id,
            room_id=room.id,
            case_id=anna.id,
        )


def test_who_is_removed_reads_the_cases_of_others_no_more(working: Working):
    anna = working.bring("Anna")
    inside = working.open()
    ben = working.people["Ben"]
    actor = inside.actor(ben)
    assert case_to_read(actor, anna.id).id == anna.id
    inside.run(actions.remove, person_id=ben.id)
    with pytest.raises(NotFound):
        case_to_read(actor, anna.id)
    inside.run(actions.readmit, person_id=ben.id)
    assert case_to_read(actor, anna.id).id == anna.id
    inside.run(actions.ban, person_id=ben.id, reason=BanReason.CONDUCT)
    with pytest.raises(NotFound):
        case_to_read(actor, anna.id)


def test_two_rooms_do_not_work_on_one_case(working: Working):
    anna, _ben = working.bring("Anna"), working.bring("Ben")
    inside = working.open()
    working.begin(inside, working.by_case(inside, rooms=2))
    other = next(room for room in inside.picture().breakouts if room.case_id != anna.id)
    with pytest.raises(CaseTaken):
        inside.run(actions.give_case, room_id=other.id, case_id=anna.id)


def test_a_case_withdrawn_while_it_is_worked_on_leaves_the_room_at_once(working: Working):
    anna = working.bring("Anna")
    inside = working.open()
    working.begin(inside, working.by_case(inside))
    room = of(inside, working.people["Anna"])
    before = inside.picture().version
    case_actions.withdraw_case(actor=inside.actor(working.people["Anna"]), case_id=anna.id)
    picture = inside.picture()
    case = room_view(picture, room).payload()["case"]
    assert (case["withdrawn"], case["words"]) == (True, None)
    assert picture.version > before


def test_without_cases_the_rooms_are_seated_at_random(working: Working):
    inside = working.open()
    working.begin(inside, working.by_case(inside, per_room=2))
    rooms = inside.picture().breakouts
    assert [room.case_id for room in rooms] == [None, None]
    assert all(inside.room_of(person) for person in working.people.values())


def test_facilitators_alone_choose_the_cases_of_a_step(working: Working):
    anna = working.bring("Anna")
    inside = working.open()
    step = working.by_case(inside)
    for person in (working.exchange.world.staff(), working.people["Anna"]):
        with pytest.raises(NotFound):
            actions.choose_cases(
                actor=inside.actor(person),
                part_id=inside.part_id,
                step_id=step.id,
                case_ids=[anna.id],
            )
    other = inside.run(actions.add_step, content=plenary("All"))
    with pytest.raises(NotFound):
        inside.run(actions.choose_cases, step_id=other.id, case_ids=[anna.id])
    with pytest.raises(NotFound):
        inside.run(actions.choose_cases, step_id=step.id, case_ids=[uuid4()])


def say(inside: Inside, person: Person, room_id: UUID, text: str) -> None:
    actions.say(actor=inside.actor(person), room_id=room_id, text=text, key=uuid4())


def test_voices_are_judged_at_every_message_and_the_presenter_goes_round(working: Working):
    inside = working.open()
    first = inside.run(
        actions.add_step,
        content=breakout("First", Seating.RANDOM, 1, next_presenter=True),
    )
    turned = inside.run(
        actions.add_step,
        content=breakout("Turned", Seating.KEPT, None, voices=Voices.TURNED_AWAY.value),
    )
    asked = inside.run(
        actions.add_step,
        content=breakout(
            "Questions",
            Seating.KEPT,
            None,
            voices=Voices.QUESTIONS.value,
            next_presenter=True,
        ),
    )
    anna, ben = working.people["Anna"], working.people["Ben"]
    working.begin(inside, first)
    room_id = of(inside, anna).id
    assert of(inside, anna).presenter_id == anna.id  # the first by name
    working.begin(inside, turned)
    with pytest.raises(Refused):
        say(inside, anna, room_id, "But I did!")
    with pytest.raises(Refused):
        actions.raise_hand(actor=inside.actor(anna), room_id=room_id, raised=True)
    say(inside, ben, room_id, "She did nothing.")
    working.begin(inside, asked)
    assert of(inside, anna).presenter_id == ben.id
    with pytest.raises(Refused):
        say(inside, anna, room_id, "Do nothing.")
    say(inside, anna, room_id, "What would happen if you did nothing?")
    say(inside, ben, room_id, "They would notice.")


def test_the_presenters_place_is_taken_and_given_up_in_the_room(working: Working):
    inside = working.open()
    step = inside.run(actions.add_step, content=breakout("Talk", Seating.RANDOM, 1))
    working.begin(inside, step)
    anna, ben = working.people["Anna"], working.people["Ben"]
    room_id = of(inside, anna).id
    actions.present(actor=inside.actor(anna), room_id=room_id, presents=True)
    with pytest.raises(Refused):
        actions.present(actor=inside.actor(ben), room_id=room_id, presents=True)
    actions.present(actor=inside.actor(anna), room_id=room_id, presents=False)
    actions.present(actor=inside.actor(ben), room_id=room_id, presents=True)
    assert of(inside, anna).presenter_id == ben.id
    inside.run(actions.name_presenter, room_id=room_id, person_id=anna.id)
    assert of(inside, anna).presenter_id == anna.id
    named = [each for each in picture_of(inside.part_id).acts if each.tag == "case.presenter_named"]
    assert [each.whom for each in named] == ["Anna"]  # what people do themselves is nobody's act
    with pytest.raises(NotFound):
        actions.present(actor=inside.actor(anna), room_id=inside.plenary, presents=True)
