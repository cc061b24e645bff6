"""What browsers are shown, as functions of a picture. Nothing here asks the database."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from exchange.rooms.asking import options_of
from exchange.rooms.enums import Moved, Role, RoundState, Seating, Voices
from exchange.rooms.messages import (
    AskingView,
    BannedView,
    CaseView,
    ChoiceView,
    ConsolePoll,
    ConsoleRoom,
    ConsoleView,
    DoorsView,
    Entered,
    HandView,
    HelpView,
    PersonView,
    Place,
    PlannedStep,
    PollView,
    Rights,
    RoomView,
    RoundView,
    SheetView,
    StepView,
    Turnout,
    WaitingView,
)
from exchange.rooms.models import Hand, HelpCall, Room, Round
from exchange.rooms.polls import result, revealed_votes, shift
from exchange.rooms.queries.gathering import Somebody
from exchange.rooms.queries.picture import NotesHead, Picture
from exchange.rooms.queries.polls import Asked
from exchange.rooms.runsheet import beside

Sign = TypeVar("Sign", Hand, HelpCall)


def entered_view(picture: Picture, person_id: UUID, role: Role) -> Entered:
    """Everything that `person_id` may see on entering: their room, and the console if it is theirs.

    `role` as it was judged, since a facilitator counts as one before the doors open, too.
    """
    place = place_view(picture, person_id, Moved.ENTERED, role=role)
    room = picture.find_room(place.room_id)
    console = console_view(picture) if role is Role.FACILITATOR else None
    return Entered(place, room_view(picture, room) if room else None, console, picture.at)


def place_view(
    picture: Picture, person_id: UUID, reason: Moved, *, role: Role | None = None
) -> Place:
    """Where the person belongs now, and what they may do there."""
    somebody = picture.people.get(person_id)
    role = role or (somebody.role if somebody else Role.PARTICIPANT)
    room_id = somebody.room_id if somebody else None
    return Place(
        version=picture.version,
        room_id=room_id,
        role=role,
        reason=reason,
        can=_rights(picture, person_id, room_id, role),
        help=any(call.person_id == person_id and call.room_id == room_id for call in picture.help),
        answered=picture.asking is not None and person_id in picture.asking.answered,
        voted=picture.polls.under_way is not None and picture.polls.under_way.has_voted(person_id),
        muted=_is_muted(picture, person_id),
        aside=somebody is not None and somebody.aside,
        back=picture.may_be_brought_back(person_id),
        room_closed=somebody is not None and somebody.room_closed,
    )


def _is_muted(picture: Picture, person_id: UUID) -> bool:
    somebody = picture.people.get(person_id)
    return somebody is not None and somebody.muted and somebody.role is Role.PARTICIPANT


def _is_quiet(picture: Picture, room_id: UUID | None, person_id: UUID) -> bool:
    voices, room = picture.live.voices if picture.live else "", picture.find_room(room_id)
    turned = room is not None and room.presenter_id == person_id
    return voices == Voices.SILENCE or (voices == Voices.TURNED_AWAY and turned)


def _rights(picture: Picture, person_id: UUID, room_id: UUID | None, role: Role) -> Rights:
    facilitates = role is Role.FACILITATOR
    chat_locked = picture.live is not None and picture.live.chat_locked
    silenced = chat_locked or _is_muted(picture, person_id)
    notes = picture.notes.get(room_id, NotesHead()) if room_id else NotesHead(locked=True)
    paused = picture.live is not None and picture.live.notes_paused
    quiet = _is_quiet(picture, room_id, person_id)
    return Rights(
        say=room_id is not None and (facilitates or not (silenced or quiet)),
        write_notes=not (notes.locked or paused),
        facilitate=facilitates,
    )


def room_view(picture: Picture, room: Room) -> RoomView:
    """The room as those in it see it."""
    live, notes = picture.live, picture.notes.get(room.id, NotesHead())
    return RoomView(
        id=room.id,
        version=picture.version,
        kind=room.kind,
        name=room.name,
        prompt=room.prompt,
        people=_people_in(picture, room),
        hands=tuple(hand.person_id for hand in _signs_in(picture, room, picture.hands)),
        last=room.last_message,
        notes_last=notes.last,
        notes_locked=notes.locked,
        notes_paused=live is not None and live.notes_paused,
        chat_locked=live is not None and live.chat_locked,
        private_locked=live is not None and live.private_locked,
        private_paused=live is not None and live.private_paused,
        hands_locked=live is not None and live.hands_locked,
        votes_locked=live is not None and live.votes_locked,
        voices=live.voices if live else "",
        case=_case(picture, room),
        poll=_poll(picture, room),
        round=_round(picture.round),
        choices=_choices(picture),
        step=_step(picture),
        asking=_asking(picture),
        timer_ends_at=live.timer_ends_at if live else None,
        timer_left=live.timer_left if live else None,
        closes_at=room.closes_at,
        now=picture.at,
    )


def console_view(picture: Picture) -> ConsoleView:
    """The part as its facilitators see it: people and signs of every room, words of none."""
    live, plenary = picture.live, picture.plenary
    waiting = picture.in_room(plenary.id) if picture.round and plenary else ()
    return ConsoleView(
        version=picture.version,
        part_id=picture.part.id,
        title=picture.part.title,
        state=picture.state,
        round=_round(picture.round),
        asking=_asking(picture),
        reached=picture.round.reached if picture.round else None,
        sheet=_sheet(picture),
        rooms=tuple(_console_room(picture, room) for room in picture.rooms),
        hands=_all_hands(picture),
        unseated=tuple(_person(each) for each in waiting if each.role is Role.PARTICIPANT),
        removed=tuple((each.id, each.name) for each in picture.people.values() if each.removed),
        doors=_doors(picture),
        timer_ends_at=live.timer_ends_at if live else None,
        timer_left=live.timer_left if live else None,
        chat_locked=live is not None and live.chat_locked,
        private_locked=live is not None and live.private_locked,
        muted=tuple(each.id for each in picture.people.values() if _is_muted(picture, each.id)),
        poll=_console_poll(picture, picture.polls.under_way) if picture.polls.under_way else None,
        prepared=tuple(_console_poll(picture, each) for each in picture.polls.prepared),
        acts=picture.acts,
        now=picture.at,
    )


def _doors(picture: Picture) -> DoorsView:
    """Those who wait, without those who were let in a moment ago."""
    live = picture.live
    each = live is not None and live.admits_each
    return DoorsView(
        admits_each=each,
        waiting=tuple(
            WaitingView(one.id, one.name, one.organisation, one.since)
            for one in picture.doors.waiting
            if not (each and one.admitted)
        ),
        banned=tuple(BannedView(one.id, one.name, one.reason) for one in picture.doors.banned),
    )


def _console_room(picture: Picture, room: Room) -> ConsoleRoom:
    notes, case = picture.notes.get(room.id, NotesHead()), picture.cases.get(room.id)
    return ConsoleRoom(
        id=room.id,
        name=room.name,
        kind=room.kind,
        prompt=room.prompt,
        closes_at=room.closes_at,
        people=_people_in(picture, room),
        hands=len(_signs_in(picture, room, picture.hands)),
        help=tuple(
            HelpView(call.person_id, call.asked_at)
            for call in _signs_in(picture, room, picture.help)
        ),
        notes_last=notes.last,
        notes_moved_at=notes.moved_at,
        notes_locked=notes.locked,
        messages_last=room.last_message,
        presenter=case.presenter if case else "",
        presenter_here=case is not None and _is_here(picture, room, case.presenter_id),
    )


def _all_hands(picture: Picture) -> tuple[HandView, ...]:
    here = {room.id: {each.id for each in picture.in_room(room.id)} for room in picture.rooms}
    return tuple(
        HandView(hand.person_id, hand.room_id, hand.raised_at)
        for hand in picture.hands
        if hand.person_id in here.get(hand.room_id, ())
    )


def _signs_in(picture: Picture, room: Room, signs: Sequence[Sign]) -> list[Sign]:
    """The hands or calls of those who are in the room: whoever has gone asks for nothing now."""
    here = {somebody.id for somebody in picture.in_room(room.id)}
    return [sign for sign in signs if sign.room_id == room.id and sign.person_id in here]


def _case(picture: Picture, room: Room) -> CaseView | None:
    case = picture.cases.get(room.id)
    if case is None:
        return None
    return CaseView(
        presenter=case.presenter,
        here=_is_here(picture, room, case.presenter_id),
        withdrawn=case.withdrawn,
        words=vars(case.content) if case.content else None,
    )


def _is_here(picture: Picture, room: Room, person_id: UUID) -> bool:
    return any(each.id == person_id and each.present for each in picture.in_room(room.id))


def _people_in(picture: Picture, room: Room) -> tuple[PersonView, ...]:
    return tuple(
        _person(each, presents=each.id == room.presenter_id) for each in picture.in_room(room.id)
    )


def _person(somebody: Somebody, *, presents: bool = False) -> PersonView:
    return PersonView(
        id=somebody.id,
        name=somebody.name,
        organisation=somebody.organisation,
        role=somebody.role,
        present=somebody.present,
        visiting=somebody.where.visits is not None,
        aside=somebody.aside,
        presents=presents,
    )


def _round(under_way: Round | None) -> RoundView | None:
    if under_way is None:
        return None
    return RoundView(
        number=under_way.number,
        state=RoundState(under_way.state),
        seating=under_way.seating,
        moves_locked=under_way.moves_locked,
        closes_at=under_way.closes_at,
    )


def _choices(picture: Picture) -> tuple[ChoiceView, ...] | None:
    if picture.round is None or picture.round.seating != Seating.SELF_CHOSEN:
        return None
    return tuple(
        ChoiceView(
            id=room.id,
            kind=room.kind,
            name=room.name,
            prompt=room.prompt,
            people=sum(each.role is Role.PARTICIPANT for each in picture.in_room(room.id)),
            capacity=room.capacity,
        )
        for room in picture.breakouts
    )


def _step(picture: Picture) -> StepView | None:
    live = picture.live
    step = picture.find_step(live.step_id) if live else None
    if live is None or step is None:
        return None
    return StepView(
        id=step.id,
        kind=step.kind,
        title=step.title,
        prompt=step.prompt,
        material=step.material,
        headings=step.headings,
        began_at=live.step_began_at,
    )


def _asking(picture: Picture) -> AskingView | None:
    if picture.asking is None:
        return None
    step = picture.asking.step
    return AskingView(
        step_id=step.id,
        seating=step.seating,
        question=step.question,
        options=tuple((option.name, option.about) for option in options_of(step)),
        answered=len(picture.asking.answered),
    )


def _sheet(picture: Picture) -> SheetView:
    live = picture.live
    current = live.step_id if live else None
    back, onward = beside([step.id for step in picture.steps], current)
    return SheetView(
        steps=tuple(
            PlannedStep(step.id, step.kind, step.title, step.minutes) for step in picture.steps
        ),
        current=current,
        began_at=live.step_began_at if live else None,
        waiting=live.next_step_id if live else None,
        back=back,
        next=onward,
    )


def _poll(picture: Picture, room: Room) -> PollView | None:
    asked = picture.polls.under_way
    if asked is None or not asked.is_in(room.id):
        return None
    turnout = _turnout(picture, asked, room)
    results = tuple(
        result(asked.kind, vote, asked.counted(room.id, vote))
        for vote in revealed_votes(asked.state)
    )
    return PollView(
        id=asked.poll.id,
        kind=asked.kind,
        content=asked.content,
        state=asked.state,
        vote=asked.vote,
        voted=turnout.voted,
        people=turnout.people,
        results=results,
        shift=shift(results),
    )


def _console_poll(picture: Picture, asked: Asked) -> ConsolePoll:
    return ConsolePoll(
        id=asked.poll.id,
        kind=asked.kind,
        content=asked.content,
        state=asked.state,
        vote=asked.vote,
        room_id=asked.poll.room_id,
        turnout=tuple(
            _turnout(picture, asked, room) for room in picture.rooms if asked.is_in(room.id)
        ),
    )


def _turnout(picture: Picture, asked: Asked, room: Room) -> Turnout:
    """Of those who could vote in the room or have done so there; some have left since."""
    voted = asked.voters.get(room.id, frozenset())
    could = {
        each.id
        for each in picture.in_room(room.id)
        if each.role is Role.PARTICIPANT
        and not each.aside
        and not _voted_elsewhere(asked, each.id, room.id)
    }
    return Turnout(room.id, len(voted), len(could | voted))


def _voted_elsewhere(asked: Asked, person_id: UUID, room_id: UUID) -> bool:
    return any(person_id in people for id, people in asked.voters.items() if id != room_id)
