"""Start, meet, pause, replace, end and acknowledge what is due. Each leaves a trail."""

from ..starting import Start, Subject, Thing
from .running import (
    IfOpen,
    acknowledge_clock,
    end_clock,
    end_clocks,
    meet_clock,
    meet_clocks,
    pause_clock,
    replace_clock,
    restart_clocks,
    resume_clock,
    start_clock,
    start_clocks,
)
from .stopping import start_again, stop_everything

__all__ = [
    "IfOpen",
    "Start",
    "Subject",
    "Thing",
    "acknowledge_clock",
    "end_clock",
    "end_clocks",
    "meet_clock",
    "meet_clocks",
    "pause_clock",
    "replace_clock",
    "restart_clocks",
    "resume_clock",
    "start_again",
    "start_clock",
    "start_clocks",
    "stop_everything",
]
