"""What goes over the wire about rooms, and what is written in forms and files about them."""

from exchange.rooms.messages.acts import ActRoom, ActView
from exchange.rooms.messages.chat import ChatMessage
from exchange.rooms.messages.console import ConsoleRoom, ConsoleView, Entered, HelpView
from exchange.rooms.messages.conversations import (
    ConversationHead,
    ConversationView,
    Party,
    Told,
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
    "ConversationHead",
    "ConversationView",
    "DilemmaContent",
    "Entered",
    "HelpView",
    "Latest",
    "MethodContent",
    "Party",
    "PersonView",
    "Place",
    "PlannedStep",
    "PollContent",
    "PollView",
    "ResultView",
    "Rights",
    "RoomView",
    "RoundView",
    "SheetView",
    "StepContent",
    "StepView",
    "Told",
    "Turnout",
]
