"""The verbs of live rooms. Each judges the actor anew, holds the part, changes, audits, shows."""

from exchange.rooms.actions.access import Closed, end_access, readmit, remove
from exchange.rooms.actions.arranging import (
    arrange,
    forget_arrangements,
    remove_arrangement,
)
from exchange.rooms.actions.aside import bring_back, step_aside
from exchange.rooms.actions.asking import answer_step, forget_old_answers
from exchange.rooms.actions.attention import (
    answer_help,
    ask_help,
    lower_hand,
    raise_hand,
    step_down,
    visit,
)
from exchange.rooms.actions.banning import ban, lift_ban
from exchange.rooms.actions.case_dilemmas import (
    answer_dilemma,
    propose_dilemma,
    retract_dilemma,
)
from exchange.rooms.actions.cases import choose_cases
from exchange.rooms.actions.chat import broadcast, say
from exchange.rooms.actions.choosing import choose_room, lock_moves
from exchange.rooms.actions.conversations import tell
from exchange.rooms.actions.dilemmas import (
    add_dilemma,
    change_dilemma,
    import_dilemmas,
    restore_dilemma,
    retire_dilemma,
)
from exchange.rooms.actions.entering import enter
from exchange.rooms.actions.lobby import admit, admit_each, leave_lobby, send_to_lobby, wait
from exchange.rooms.actions.methods import (
    apply_method,
    import_methods,
    remove_method,
    save_as_method,
)
from exchange.rooms.actions.muting import mute, unmute
from exchange.rooms.actions.part import (
    close_abandoned,
    close_part,
    lock_chat,
    lock_private,
    open_part,
)
from exchange.rooms.actions.planning import (
    add_step,
    change_step,
    copy_sheet,
    move_step,
    remove_step,
)
from exchange.rooms.actions.polls import (
    close_poll,
    open_poll,
    prepare_poll,
    reveal,
    vote_again,
)
from exchange.rooms.actions.presence import (
    beat,
    end_process,
    end_silent_process,
    leave,
    send_presence,
    show_presence,
    silent_processes,
)
from exchange.rooms.actions.presenting import (
    case_withdrawn,
    give_case,
    name_presenter,
    present,
)
from exchange.rooms.actions.rooms import (
    add_room,
    change_prompt,
    close_room,
    due_rooms,
    finish_room,
    keep_room,
    rename_room,
)
from exchange.rooms.actions.rounds import (
    close_round,
    due_rounds,
    finish_round,
    open_round,
    reprieve_round,
)
from exchange.rooms.actions.running import go_to_step
from exchange.rooms.actions.seating import rebalance, seat, shuffle
from exchange.rooms.actions.show import hold, show
from exchange.rooms.actions.timer import extend_timer, pause_timer, set_timer
from exchange.rooms.actions.voting import vote

__all__ = [
    "Closed",
    "add_dilemma",
    "add_room",
    "add_step",
    "admit",
    "admit_each",
    "answer_dilemma",
    "answer_help",
    "answer_step",
    "apply_method",
    "arrange",
    "ask_help",
    "ban",
    "beat",
    "bring_back",
    "broadcast",
    "case_withdrawn",
    "change_dilemma",
    "change_prompt",
    "change_step",
    "choose_cases",
    "choose_room",
    "close_abandoned",
    "close_part",
    "close_poll",
    "close_room",
    "close_round",
    "copy_sheet",
    "due_rooms",
    "due_rounds",
    "end_access",
    "end_process",
    "end_silent_process",
    "enter",
    "extend_timer",
    "finish_room",
    "finish_round",
    "forget_arrangements",
    "forget_old_answers",
    "give_case",
    "go_to_step",
    "hold",
    "import_dilemmas",
    "import_methods",
    "keep_room",
    "leave",
    "leave_lobby",
    "lift_ban",
    "lock_chat",
    "lock_moves",
    "lock_private",
    "lower_hand",
    "move_step",
    "mute",
    "name_presenter",
    "open_part",
    "open_poll",
    "open_round",
    "pause_timer",
    "prepare_poll",
    "present",
    "propose_dilemma",
    "raise_hand",
    "readmit",
    "rebalance",
    "remove",
    "remove_arrangement",
    "remove_method",
    "remove_step",
    "rename_room",
    "reprieve_round",
    "restore_dilemma",
    "retire_dilemma",
    "retract_dilemma",
    "reveal",
    "save_as_method",
    "say",
    "seat",
    "send_presence",
    "send_to_lobby",
    "set_timer",
    "show",
    "show_presence",
    "shuffle",
    "silent_processes",
    "step_aside",
    "step_down",
    "tell",
    "unmute",
    "visit",
    "vote",
    "vote_again",
    "wait",
]
