"""Whether something may be done to the agency and its workforce, as a reason or None."""

from .agency import why_not_change_agency, why_not_set_up_agency
from .credentials import (
    Standing,
    standing,
    why_not_add_credential,
    why_not_check_credential,
    why_not_withdraw_credential,
)
from .duty import LONGEST_SHIFT, why_not_cancel_shift, why_not_plan_shift
from .positions import (
    why_not_add_position,
    why_not_change_share,
    why_not_end_position,
    why_not_fill_position,
)
from .teams import (
    Leading,
    Node,
    leaderless,
    why_not_add_team,
    why_not_change_team,
    why_not_close_team,
    would_lose_leader,
)
from .workers import sort_key, why_not_add_worker, why_not_change_worker, why_not_open_account

__all__ = [
    "LONGEST_SHIFT",
    "Leading",
    "Node",
    "Standing",
    "leaderless",
    "sort_key",
    "standing",
    "why_not_add_credential",
    "why_not_add_position",
    "why_not_add_team",
    "why_not_add_worker",
    "why_not_cancel_shift",
    "why_not_change_agency",
    "why_not_change_share",
    "why_not_change_team",
    "why_not_change_worker",
    "why_not_check_credential",
    "why_not_close_team",
    "why_not_end_position",
    "why_not_fill_position",
    "why_not_open_account",
    "why_not_plan_shift",
    "why_not_set_up_agency",
    "why_not_withdraw_credential",
    "would_lose_leader",
]
