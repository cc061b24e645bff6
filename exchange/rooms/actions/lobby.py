"""Waiting in the lobby of a part, and being let in from it."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select, update

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor, system
from exchange.core.bulk import among
from exchange.core.db import add, session
from exchange.core.decision import Decision, Refused
from exchange.core.errors import ExchangeError, NotFound
from exchange.core.shared import Batched
from exchange.realtime.control import announce
from exchange.rooms.actions.acts import tell
from exchange.rooms.actions.entering import Arrival
from exchange.rooms.actions.show import hold, show, show_soon
from exchange.rooms.enums import Role
from exchange.rooms.errors import AllComeIn, DoorsOpen, FacilitatorsStay, NotHere
from exchange.rooms.models import Admission, Connection, LivePart, LobbyStay
from exchange.rooms.queries import entry_facts_of, part_to_run, picture_of
from exchange.rooms.rules import may_enter, may_wait

LOBBY = system("lobby")


def wait(*, actor: Actor, part_id: UUID, sid: str, process_id: UUID) -> Decision:
    """Note that the actor's socket is in the part's lobby; idempotent.

    Returns what keeps the doors shut for them. Raises `DoorsOpen` when nothing does any more,
    `NotFound` for an unknown part, else `Refused` with the reason of `may_wait`. A crowd is judged
    and noted together.
    """
    return _waits.ask(Arrival(actor, part_id, sid, process_id))


@action(unaudited_because="each stay in the lobby is a row, with both its times")
def _wait_all(
    *,
    actor: Actor,  # noqa: ARG001
    arrivals: Sequence[Arrival],
) -> list[Decision | ExchangeError]:
    """Judge each arrival as of now, and note those who may wait."""
    outcomes: dict[Arrival, Decision | ExchangeError] = {}
    for part_id in dict.fromkeys(each.part_id for each in arrivals):
        outcomes |= _wait_at(part_id, [each for each in arrivals if each.part_id == part_id])
    return [outcomes[each] for each in arrivals]


def _wait_at(part_id: UUID, arrivals: Sequence[Arrival]) -> dict[Arrival, Decision | ExchangeError]:
    known = entry_facts_of({each.actor.person for each in arrivals}, part_id, clock.now())
    outcomes: dict[Arrival, Decision | ExchangeError] = {}
    for each in arrivals:
        facts = known.get(each.actor.person)
        if facts is None:
            outcomes[each] = NotFound()
        elif not may_wait(facts):
            outcomes[each] = Refused(may_wait(facts))
        else:
            entry = may_enter(facts)
            outcomes[each] = DoorsOpen() if entry else entry
    _note(part_id, [each for each, outcome in outcomes.items() if isinstance(outcome, Decision)])
    return outcomes


def _note(part_id: UUID, arrivals: Collection[Arrival]) -> None:
    sids = {each.sid for each in arrivals}
    open_ones = among(LobbyStay.sid, sids), LobbyStay.ended_at.is_(None)
    known = set(session().scalars(select(LobbyStay.sid).where(*open_ones)))
    for each in arrivals:
        if each.sid not in known:
            known.add(each.sid)
            session().add(
                LobbyStay(
                    part_id=part_id,
                    person_id=each.actor.person,
                    process_id=each.process_id,
                    sid=each.sid,
                    began_at=clock.now(),
                )
            )
            show_soon(part_id)


_waits: Batched[Arrival, Decision] = Batched(
    lambda arrivals: _wait_all(actor=LOBBY, arrivals=arrivals),
    about=lambda arrival: arrival.part_id,
)


@action(unaudited_because="each stay in the lobby is a row, with both its times")
def leave_lobby(*, actor: Actor, part_id: UUID, sid: str) -> None:
    """Note that the actor's socket waits no more; idempotent."""
    mine = LobbyStay.sid == sid, LobbyStay.person_id == actor.person, LobbyStay.ended_at.is_(None)
    session().execute(update(LobbyStay).where(*mine).values(ended_at=clock.now()))
    show_soon(part_id)


@action
def admit(*, actor: Actor, part_id: UUID, person_id: UUID | None) -> int:
    """Let somebody in who waits, or everybody who does (None); returns how many.

    Letting in somebody who has been let in already changes nothing. Raises `NotHere` for somebody
    who does not wait, `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    waiting = picture_of(part_id).doors.waiting
    chosen = [each for each in waiting if person_id in (None, each.id)]
    if person_id is not None and not chosen and not _is_admitted(part_id, person_id):
        raise NotHere
    new = [each.id for each in chosen if not each.admitted]
    give_admission(actor, part_id, new)
    if new:
        record(actor, Tag.ADMITTED, live, people=len(new), person=person_id)
        tell(actor, live, Tag.ADMITTED, whom=person_id, number=len(new))
        tell_doors(part_id)
        show(live, rooms=())
    return len(new)


@action
def send_to_lobby(*, actor: Actor, part_id: UUID, person_id: UUID) -> None:
    """Take an admission back: the person waits in the lobby again.

    Raises `AllComeIn` where nobody is let in by hand, `FacilitatorsStay`, `NotFound`,
    `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    if not live.admits_each:
        raise AllComeIn
    somebody = picture_of(part_id).people.get(person_id)
    if somebody is not None and somebody.role is Role.FACILITATOR:
        raise FacilitatorsStay
    if end_admission(part_id, person_id):
        record(actor, Tag.SENT_TO_LOBBY, live, person=person_id)
        tell(actor, live, Tag.SENT_TO_LOBBY, whom=person_id)
        announce("access_changed", person_id=person_id.hex)
        show(live, rooms=())


@action
def admit_each(*, actor: Actor, part_id: UUID, wanted: bool) -> LivePart:
    """Let people in one by one from now on, or have them come in by themselves; idempotent.

    Whoever has been in the part stays admitted, so that nobody is put before the doors by it.
    Raises `NotFound`, `PartNotOpen`, `Refused`.
    """
    part_to_run(actor, part_id)
    live = hold(part_id)
    if live.admits_each != wanted:
        live.admits_each = wanted
        if wanted:
            give_admission(actor, part_id, _ever_inside(part_id))
        record(actor, Tag.ADMISSION_SET, live, each=wanted)
        tell_doors(part_id)
        show(live, rooms=())
    return live


def _ever_inside(part_id: UUID) -> set[UUID]:
    statement = select(Connection.person_id).where(Connection.part_id == part_id)
    return set(session().scalars(statement.distinct()))


def give_admission(actor: Actor, part_id: UUID, person_ids: Iterable[UUID]) -> None:
    """Admit those of these people who are not. The caller holds the part."""
    standing = select(Admission.person_id).where(
        Admission.part_id == part_id, Admission.ended_at.is_(None)
    )
    known = set(session().scalars(standing))
    for person_id in person_ids:
        if person_id not in known:
            known.add(person_id)
            add(
                Admission(
                    part_id=part_id,
                    person_id=person_id,
                    admitted_at=clock.now(),
                    admitted_by=actor.person,
                )
            )


def _is_admitted(part_id: UUID, person_id: UUID) -> bool:
    statement = select(Admission.seq).where(
        Admission.part_id == part_id,
        Admission.person_id == person_id,
        Admission.ended_at.is_(None),
    )
    return session().scalar(statement) is not None


def end_admission(part_id: UUID, person_id: UUID) -> bool:
    """End the person's admission to the part; returns whether there was one."""
    statement = select(Admission).where(
        Admission.part_id == part_id,
        Admission.person_id == person_id,
        Admission.ended_at.is_(None),
    )
    found = session().scalars(statement).one_or_none()
    if found is not None:
        found.ended_at = clock.now()
    return found is not None


def tell_doors(part_id: UUID) -> None:
    """Have every process judge those who wait at these doors, once this is committed."""
    announce("doors_changed", part_id=part_id.hex)
