"""What is done to the agency and its workforce: refuse, write, leave a trail."""

from .agency import change_agency, set_up_agency
from .credentials import add_credential, check_credential, withdraw_credential
from .duty import cancel_shift, plan_shift
from .positions import add_position, change_share, end_position, fill_position
from .teams import add_team, change_team, close_team
from .workers import add_worker, change_worker, open_account

__all__ = [
    "add_credential",
    "add_position",
    "add_team",
    "add_worker",
    "cancel_shift",
    "change_agency",
    "change_share",
    "change_team",
    "change_worker",
    "check_credential",
    "close_team",
    "end_position",
    "fill_position",
    "open_account",
    "plan_shift",
    "set_up_agency",
    "withdraw_credential",
]
