"""The screens of this room: the leader's, and the administrator's."""

from .team import my_team, quiet_list, waiting_for_worker, worker_caseload
from .upkeep import job_let_go, job_try_again, message_let_go, message_try_again, upkeep

__all__ = [
    "job_let_go",
    "job_try_again",
    "message_let_go",
    "message_try_again",
    "my_team",
    "quiet_list",
    "upkeep",
    "waiting_for_worker",
    "worker_caseload",
]
