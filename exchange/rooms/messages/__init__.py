"""What goes over the wire about rooms, and what is written in forms and files about them."""

from exchange.rooms.messages.acts import ActRoom, ActView
from exchange.rooms.messages.chat import ChatMessage, Replay
from exchange.rooms.messages.console import (
    ConsoleRoom,
    ConsoleView,
    Entered,
    HandView,
    HelpView,
    Pulse,
)
from exchange.rooms.messages.conversations import (
    ConversationHead,
    ConversationView,
    Party,
    Told,
)
from exchange.rooms.messages.lobby import (
    AgendaLine,
    BannedView,
    Coming,
    DoorsView,
    LobbyView,
    Pledge,
    WaitingView,
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
    "AgendaLine",
    "AskingView",
    "BannedView",
    "CaseView",
    "ChatMessage",
    "ChoiceView",
    "Coming",
    "ConsolePoll",
    "ConsoleRoom",
    "ConsoleView",
    "ConversationHead",
    "ConversationView",
    "DilemmaContent",
    "DoorsView",
    "Entered",
    "HandView",
    "HelpView",
    "Latest",
    "LobbyView",
    "MethodContent",
    "Party",
    "PersonView",
    "Place",
    "PlannedStep",
    "Pledge",
    "PollContent",
    "PollView",
    "Pulse",
    "Replay",
    "ResultView",
    "Rights",
    "RoomView",
    "RoundView",
    "SheetView",
    "StepContent",
    "StepView",
    "Told",
    "Turnout",
    "WaitingView",
]
