"""What can be done with an episode and with responsibility for it. Keyword-only, each recorded."""

from .covering import arrange_cover, cancel_cover, write_cover_notes
from .handing_over import (
    accept_hand_over,
    accept_hand_overs,
    decline_hand_over,
    introduce_worker,
    propose_hand_over,
    tell_person,
    withdraw_hand_over,
)
from .holding import confirm_mine, end_position, hold_caseload, move_leavers
from .moving import move_caseload
from .opening import open_episode
from .requests import answer_change_request, record_change_request
from .states import (
    agree_way_of_working,
    change_state,
    choose_model,
    close_episode,
    set_target,
    take_back_state,
)

__all__ = [
    "accept_hand_over",
    "accept_hand_overs",
    "agree_way_of_working",
    "answer_change_request",
    "arrange_cover",
    "cancel_cover",
    "change_state",
    "choose_model",
    "close_episode",
    "confirm_mine",
    "decline_hand_over",
    "end_position",
    "hold_caseload",
    "introduce_worker",
    "move_caseload",
    "move_leavers",
    "open_episode",
    "propose_hand_over",
    "record_change_request",
    "set_target",
    "take_back_state",
    "tell_person",
    "withdraw_hand_over",
    "write_cover_notes",
]
