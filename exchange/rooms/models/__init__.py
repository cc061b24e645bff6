"""The tables of run sheets and live rooms."""

from exchange.rooms.models.acts import Act
from exchange.rooms.models.arranging import Arranged, Arrangement
from exchange.rooms.models.doors import Admission, Aside, Ban, LobbyStay
from exchange.rooms.models.live import LivePart, Room, Round, Seat, Visit
from exchange.rooms.models.polls import Ballot, Dilemma, Poll, Tally
from exchange.rooms.models.presence import AccessReceipt, Connection, Removal, ServerProcess
from exchange.rooms.models.sheet import Method, SheetStep, StepAnswer
from exchange.rooms.models.talk import Hand, HelpCall, Message

__all__ = [
    "AccessReceipt",
    "Act",
    "Admission",
    "Arranged",
    "Arrangement",
    "Aside",
    "Ballot",
    "Ban",
    "Connection",
    "Dilemma",
    "Hand",
    "HelpCall",
    "LivePart",
    "LobbyStay",
    "Message",
    "Method",
    "Poll",
    "Removal",
    "Room",
    "Round",
    "Seat",
    "ServerProcess",
    "SheetStep",
    "StepAnswer",
    "Tally",
    "Visit",
]
