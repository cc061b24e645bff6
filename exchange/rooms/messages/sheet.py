"""The run sheet, as it is written and as it is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exchange.rooms.messages.payload import Payload, hex_of, iso_of


@dataclass(frozen=True)
class StepContent:
    """What a step consists of, in the shape in which forms, files and methods write it."""

    kind: str
    title: str
    minutes: int
    prompt: str = ""
    material: str = ""
    headings: str = ""
    chat: bool = True
    hands: bool = True
    votes: bool = False
    notes: bool = True
    rooms: int | None = None
    per_room: int | None = None
    seating: str = ""
    voices: str = ""
    next_presenter: bool = False
    topics: str = ""
    earlier_events: bool = False
    question: str = ""
    answers: str = ""
    gather: bool = False


@dataclass(frozen=True)
class MethodContent:
    """A method as a file or a form writes it."""

    slug: str
    name: str
    language: str
    steps: tuple[StepContent, ...]
    people: str = ""
    about: str = ""


@dataclass(frozen=True)
class StepView:
    """The step that runs, as everybody in the part sees it."""

    id: UUID
    kind: str
    title: str
    prompt: str
    material: str
    headings: str
    began_at: datetime | None

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            "title": self.title,
            "prompt": self.prompt,
            "material": self.material,
            "headings": self.headings.splitlines(),
            "began_at": iso_of(self.began_at),
        }


@dataclass(frozen=True)
class AskingView:
    """What people are asked before a step, and of how many it is known; never who said what."""

    step_id: UUID
    seating: str
    question: str  # empty where the topic is asked for
    options: tuple[tuple[str, str], ...]  # each with what it is about
    answered: int

    def payload(self) -> Payload:
        return {
            "step": self.step_id.hex,
            "seating": str(self.seating),
            "question": self.question,
            "options": [{"name": name, "about": about} for name, about in self.options],
            "answered": self.answered,
        }


@dataclass(frozen=True)
class PlannedStep:
    """A step of the sheet, as the console lists it."""

    id: UUID
    kind: str
    title: str
    minutes: int

    def payload(self) -> Payload:
        return {
            "id": self.id.hex,
            "kind": str(self.kind),
            "title": self.title,
            "minutes": self.minutes,
        }


@dataclass(frozen=True)
class SheetView:
    """The run sheet and where it stands; `back` and `next` are where one press leads."""

    steps: tuple[PlannedStep, ...]
    current: UUID | None
    began_at: datetime | None
    waiting: UUID | None  # begins by itself once the rooms have closed
    back: UUID | None
    next: UUID | None

    def payload(self) -> Payload:
        return {
            "steps": [step.payload() for step in self.steps],
            "current": hex_of(self.current),
            "began_at": iso_of(self.began_at),
            "waiting": hex_of(self.waiting),
            "back": hex_of(self.back),
            "next": hex_of(self.next),
        }
