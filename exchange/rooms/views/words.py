"""How steps read on a page, in the reader's language."""

from flask_babel import gettext, lazy_gettext, ngettext

from exchange.rooms.choosing import sketches
from exchange.rooms.enums import NAMED, BanReason, Seating, StepKind, Voices
from exchange.rooms.forms import ALLOWED, SEATINGS, VOICES
from exchange.rooms.models import SheetStep
from exchange.rooms.runsheet import ALLOWS

KINDS = {
    StepKind.PLENARY: lazy_gettext("Plenary"),
    StepKind.BREAKOUT: lazy_gettext("Breakout rooms"),
    StepKind.POLL: lazy_gettext("Poll"),
    StepKind.DILEMMA: lazy_gettext("Dilemma"),
    StepKind.SILENCE: lazy_gettext("Silence"),
    StepKind.BREAK: lazy_gettext("Break"),
    StepKind.EXTERNAL_CALL: lazy_gettext("External call"),
}
ABOUT_KINDS = {
    StepKind.PLENARY: lazy_gettext("Everybody is together."),
    StepKind.BREAKOUT: lazy_gettext("People sit in small rooms: how many, and who with whom."),
    StepKind.POLL: lazy_gettext("A question that everybody answers."),
    StepKind.DILEMMA: lazy_gettext("Everybody takes a stand on a case without a right answer."),
    StepKind.SILENCE: lazy_gettext("Everybody thinks or writes alone."),
    StepKind.BREAK: lazy_gettext("People come back when the clock has run out."),
    StepKind.EXTERNAL_CALL: lazy_gettext("People meet in a call elsewhere. Its link is material."),
}


BAN_REASONS = {
    BanReason.CONFIDENCE: lazy_gettext("Something said in a room was passed on"),
    BanReason.RECORDING: lazy_gettext("A room was recorded"),
    BanReason.CONDUCT: lazy_gettext("How others were treated"),
    BanReason.IDENTITY: lazy_gettext("Somebody else took part in their name"),
}


def rooms_of(step: SheetStep) -> str:
    """Who sits where in a breakout step, and how large its rooms are; nothing for others."""
    said = [str(SEATINGS[Seating(step.seating)])] if step.seating else []
    named = sketches(step.topics)
    if named:
        said.append(", ".join(sketch.name for sketch in named))
    if step.question:
        said.append(step.question)
    if step.earlier_events:
        said.append(gettext("Earlier events count, too"))
    if step.rooms:
        said.append(ngettext("%(num)d room", "%(num)d rooms", step.rooms))
    if step.per_room and step.seating in NAMED:
        said.append(gettext("At most %(num)d people in each room", num=step.per_room))
    elif step.per_room:
        said.append(gettext("%(num)d people in each room", num=step.per_room))
    return ". ".join(said)


def voices_of(step: SheetStep) -> str:
    """Whose voices count in the step; nothing where everybody's do."""
    return str(VOICES[Voices(step.voices)]) if step.voices else ""


def allowed_in(step: SheetStep) -> list[str]:
    """What the step allows, in words."""
    return [str(ALLOWED[name]) for name in ALLOWS if getattr(step, name)]
