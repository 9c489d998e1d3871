"""A practice model is a file: how a team works, every number with where it comes from.

The files stand in ``casework/content/practice_models``; nothing here knows a model by name.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from casework.registry.episodes.practice_models.loading import load_file, load_folder
from casework.registry.episodes.practice_models.model import (
    ContactRule,
    LadderStep,
    Phase,
    PracticeModel,
    Source,
)
from casework.registry.episodes.practice_models.reading import BadPracticeModel

__all__ = [
    "FOLDER",
    "BadPracticeModel",
    "ContactRule",
    "LadderStep",
    "Phase",
    "PracticeModel",
    "Source",
    "UnknownPracticeModel",
    "all_models",
    "get",
    "load_file",
    "load_folder",
    "words",
]

FOLDER = Path(__file__).resolve().parents[3] / "content" / "practice_models"


class UnknownPracticeModel(LookupError):
    """No file describes the model that was asked for."""


@cache
def all_models() -> tuple[PracticeModel, ...]:
    """Every model that ships, by code."""
    return load_folder(FOLDER)


def words() -> Iterator[str]:
    """What pages show of the models, for translators."""
    for model in all_models():
        yield model.name
        yield from (one.contact.name for one in model.intensities)


def get(code: str) -> PracticeModel:
    """The model with this code."""
    for model in all_models():
        if model.code == code:
            return model
    known = ", ".join(model.code for model in all_models())
    raise UnknownPracticeModel(f"There is no practice model {code!r}. There are: {known}.")
