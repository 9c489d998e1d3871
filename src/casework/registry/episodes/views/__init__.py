"""The screens of this room, one module for each thing they show."""

from .caseloads import brought_over_confirm, caseload_hold, caseload_move
from .covers import cover_cancel, cover_detail, cover_list, cover_new
from .episodes import (
    episode_close,
    episode_detail,
    episode_list,
    episode_model,
    episode_state,
    introduction_record,
    responsibility_tell,
)
from .hand_overs import (
    hand_over_answer,
    hand_over_new,
    hand_over_withdraw,
    hand_overs_to_answer,
)
from .positions import position_end
from .requests import change_request_answer, change_request_new

__all__ = [
    "brought_over_confirm",
    "caseload_hold",
    "caseload_move",
    "change_request_answer",
    "change_request_new",
    "cover_cancel",
    "cover_detail",
    "cover_list",
    "cover_new",
    "episode_close",
    "episode_detail",
    "episode_list",
    "episode_model",
    "episode_state",
    "hand_over_answer",
    "hand_over_new",
    "hand_over_withdraw",
    "hand_overs_to_answer",
    "introduction_record",
    "position_end",
    "responsibility_tell",
]
