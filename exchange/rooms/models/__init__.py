"""The tables of run sheets and live rooms."""

from exchange.rooms.models.acts import Act
from exchange.rooms.models.arranging import Arranged, Arrangement
from exchange.rooms.models.case_dilemmas import CaseRewriting, DilemmaConsent
from exchange.rooms.models.conversations import Conversation, Remark
from exchange.rooms.models.doors import Admission, Aside, Ban, LobbyStay
from exchange.rooms.models.live import LivePart, Room, Round, Seat, Visit
from exchange.rooms.models.polls import Ballot, Dilemma, Poll, Tally
from exchange.rooms.models.presence import (
    AccessReceipt,
    Connection,
    Mute,
    Removal,
    ServerProcess,
)
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
    "CaseRewriting",
    "Connection",
    "Conversation",
    "Dilemma",
    "DilemmaConsent",
    "Hand",
    "HelpCall",
    "LivePart",
    "LobbyStay",
    "Message",
    "Method",
    "Mute",
    "Poll",
    "Remark",
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
