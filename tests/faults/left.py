"""What people take along from a room, and what leaves it: canaries, accepted or refused."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from exchange.commitments import jobs as commitments
from exchange.commitments.models import Commitment
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.takeaways import jobs as takeaways
from exchange.takeaways.lines import Line
from exchange.takeaways.models import Takeaway
from exchange.takeaways.queries import proposed_in
from tests.faults.conftest import Editor, Member, Site
from tests.faults.window import Window

LONG = "x" * 3000


def noted(words: dict[str, str], anna: Member) -> None:
    """Put an action into the room that its writer takes on, after some that are refused."""
    action = {"room": anna.room, "key": uuid4().hex, "kind": "action", "due": None, "take": True}
    noted = anna.ask("points.note", **action, text=words["action"])
    assert noted["ok"], noted
    bad, whose = words["refused"], {"room": anna.room, "point": noted["point"]["id"]}
    for answer in (
        anna.ask("points.note", **{**action, "key": bad}, text=bad),
        anna.ask("points.note", **{**action, "due": bad}, text=bad),
        anna.ask("points.note", **{**action, "key": uuid4().hex}, text=bad + LONG),
        anna.ask("points.change", **whose, text=bad + LONG, due=None),
        anna.ask("points.change", **whose, text=bad, due="1999-01-01"),
        anna.ask("points.keep", room=anna.room, key=uuid4().hex, text=bad, due="1999-01-01"),
        anna.ask("points.take", **whose, taken=bad),
        anna.ask("points.remove", room=anna.room, point=bad),
    ):
        assert not answer["ok"], answer
    kept = {"room": anna.room, "key": uuid4().hex, "text": words["kept"], "due": None}
    assert anna.ask("points.keep", **kept)["ok"]


def proposed(words: dict[str, str], site: Site, anna: Member, hers: Window, fays: Window) -> None:
    """Propose lines of the notes: one is held back, one reworded, one released, one waits."""
    room, lines = UUID(anna.room), [words[name] for name in ("held", "reworded", "let", "waits")]
    editor, bad = Editor(), words["refused"]
    assert all(anna.note(editor.write(line))["ok"] for line in lines)
    page = f"/live/{anna.part}/rooms/{anna.room}/takeaways"
    keys = [Line(line).key for line in lines]
    assert all(line in hers.look(f"{page}/choose") for line in lines)
    assert "Look once more" in hers.send(f"{page}/choose", status=200, line=keys)
    hers.send(f"{page}/choose", line=keys, step="propose")
    assert "There is a problem" in hers.send(f"{page}/choose", status=200, line=[bad], step=bad)
    with scope_of(site.app.database):
        ids = {line.text: line.id for line in proposed_in(room)}
    held, reworded, let = (f"{page}/{ids[line]}" for line in lines[:3])
    assert lines[0] in hers.look(f"{held}/hold-back")
    hers.send(f"{held}/hold-back", status=409, version=bad)
    hers.send(f"{held}/hold-back", version="1")
    assert lines[1] in fays.look(f"{reworded}/reword")
    assert bad in fays.send(f"{reworded}/reword", status=200, text=bad + LONG, version=bad)
    fays.send(f"{reworded}/reword", text=words["other"], version="1")
    _by_the_clock(site, ids[lines[2]])
    shown = hers.look(page)
    assert all(words[name] in shown for name in ("held", "reworded", "other", "let", "waits"))
    assert "Released" in shown
    hers.send(f"{let}/hold-back", status=403, version="1")


def _by_the_clock(site: Site, let: UUID) -> None:
    """The room is written to, and the period of one line ends."""
    before = clock.now() - timedelta(hours=1)
    with site.app.app_context(), scope_of(site.app.database):
        with transaction():
            session().execute(update(Takeaway).values(shown_at=before))
            ends = update(Takeaway).where(Takeaway.id == let).values(releases_at=before)
            session().execute(ends)
        takeaways.show_what_was_proposed()
        takeaways.release_what_is_due()


def reminded(site: Site) -> None:
    """Everybody's actions are old enough for a letter."""
    before = clock.now() - timedelta(days=31)
    with site.app.app_context(), scope_of(site.app.database):
        with transaction():
            session().execute(update(Commitment).values(made_at=before))
        commitments.remind_people()


def owned(words: dict[str, str], site: Site, hers: Window) -> None:
    """Write on one's list, say what came of it, have it quoted with and without consent."""
    bad, listed = words["refused"], "/my-actions"
    hers.send(listed, text=words["own"], key=uuid4().hex)
    assert bad in hers.send(listed, status=200, text=bad + LONG, key=uuid4().hex, due_on=bad)
    assert all(words[name] in hers.look(listed) for name in ("own", "kept", "action"))
    with scope_of(site.app.database):
        at_event = select(Commitment.id).where(Commitment.event_id.is_not(None))
        one, *others = session().scalars(at_event.order_by(Commitment.seq))
    action = {"text": words["action"], "outcome": words["outcome"], "state": "done"}
    assert bad in hers.send(f"{listed}/{one}", status=200, **{**action, "outcome": bad + LONG})
    hers.send(f"{listed}/{one}", **action)
    quoted = {"text": words["unticked"], "name": words["unticked"]}
    assert words["unticked"] in hers.send(f"/my-quotations/new/{one}", status=200, **quoted)
    agreed = {"text": words["agreed"], "name": "An officer", "agreed": "y"}
    hers.send(f"/my-quotations/new/{one}", **agreed)
    assert words["agreed"] in hers.look("/my-quotations")
    assert len(others) == 1
    reminded(site)


def carded(words: dict[str, str], site: Site, hers: Window) -> None:
    """Write a card and offer it to those who shared a room, which is to nobody's knowledge."""
    card = {"name": "Anna", "line": words["card"]}
    assert words["refused"] in hers.send(
        "/my-contacts/card", status=200, **card, email=words["refused"]
    )
    hers.send("/my-contacts/card", **card)
    assert words["card"] in hers.look("/my-contacts")
    event = site.exchange.event
    hers.send(f"/my-contacts/offers/{event.id}", everybody="y")


def harvested(words: dict[str, str], site: Site, staffs: Window) -> None:
    """Arrange what was released, without publishing it."""
    desk = f"/staff/events/{site.exchange.event.slug}/harvest"
    assert words["let"] in staffs.look(desk)
    bad = words["refused"]
    assert bad in staffs.send(f"{desk}/headings", status=200, headings=bad + LONG)
    staffs.send(f"{desk}/headings", headings=words["heading"])
    staffs.send(f"{desk}/publish", status=200, audience=bad)
