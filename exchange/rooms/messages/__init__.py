"""What goes over the wire about rooms, and what is written in forms and files about them."""

from exchange.rooms.messages.acts import ActRoom, ActView
from exchange.rooms.messages.chat import ChatMessage
from exchange.rooms.messages.console import (
    ConsoleRoom,
    ConsoleView,
    Entered,
    HandView,
    HelpView,
    Pulse,
)
from exchange.rooms.messages.polls import (
    ConsolePoll,
    DilemmaContent,
    PollContent,
    PollView,
    ResultView,
    Turnout,
)
from exchange.rooms.messages.room import (
    CaseView,
    ChoiceView,
    Latest,
    PersonView,
    Place,
    Rights,
    RoomView,
    RoundView,
)
from exchange.rooms.messages.sheet import (
    AskingView,
    MethodContent,
    PlannedStep,
    SheetView,
    StepContent,
    StepView,
)

__all__ = [
    "ActRoom",
    "ActView",
    "AskingView",
    "CaseView",
    "ChatMessage",
    "ChoiceView",
    "ConsolePoll",
    "ConsoleRoom",
    "ConsoleView",
    "DilemmaContent",
    "Entered",
    "HandView",
    "HelpView",
    "Latest",
    "MethodContent",
    "PersonView",
    "Place",
    "PlannedStep",
    "PollContent",
    "PollView",
    "Pulse",
    "ResultView",
    "Rights",
    "RoomView",
    "RoundView",
    "SheetView",
    "StepContent",
    "StepView",
    "Turnout",
]
