"""The screens of this room, one module for each thing they show."""

from .agency import agency_settings, role_table
from .credentials import credential_check, credential_new, credential_withdraw
from .duty import duty_plan, shift_cancel, shift_new
from .positions import position_end, position_fill, position_new, position_share
from .teams import team_change, team_close, team_detail, team_list, team_new
from .workers import (
    worker_account,
    worker_change,
    worker_detail,
    worker_link,
    worker_list,
    worker_new,
)

__all__ = [
    "agency_settings",
    "credential_check",
    "credential_new",
    "credential_withdraw",
    "duty_plan",
    "position_end",
    "position_fill",
    "position_new",
    "position_share",
    "role_table",
    "shift_cancel",
    "shift_new",
    "team_change",
    "team_close",
    "team_detail",
    "team_list",
    "team_new",
    "worker_account",
    "worker_change",
    "worker_detail",
    "worker_link",
    "worker_list",
    "worker_new",
]
