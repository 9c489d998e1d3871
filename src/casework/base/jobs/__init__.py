"""The door of this room: `@jobs.job("room.verb")`, `jobs.defer("room.verb", thing_id=…)`.

`from casework.base import jobs`; every room's own `jobs.py` holds its background work.
"""

from .health import failed_count as failed_count
from .health import is_alive as is_alive
from .health import lag_seconds as lag_seconds
from .queue import Unfit as Unfit
from .queue import defer as defer
from .queue import job as job
from .queue import run_now as run_now
from .queue import service as service
from .rules import Retry as Retry
