"""What is chosen from in this room and kept in others: practice models and languages."""

from __future__ import annotations

from typing import Any

from casework.base.core.says import _
from casework.base.core.slots import filled


def _by_name(one: tuple[str, str]) -> str:
    return one[1].casefold()


def practice_models() -> list[tuple[str, str]]:
    """(code, name) of every practice model, by name."""
    models = [model for read in filled("practice_models") for model in read()]
    return sorted(((model.code, _(model.name)) for model in models), key=_by_name)


def practice_model_codes() -> set[str]:
    """The codes a team may carry."""
    return {code for code, _name in practice_models()}


def practice_model_name(code: str) -> str:
    """How the model is called; the code itself where no file describes it any more."""
    return dict(practice_models()).get(code, code)


def _languages() -> dict[str, Any]:
    """code → the language, as the room that keeps the list tells it."""
    known: dict[str, Any] = {}
    for read in filled("languages"):
        known |= read()
    return known


def languages() -> list[tuple[str, str]]:
    """(code, name in the language of the page), by name."""
    return sorted(((code, _(one.name)) for code, one in _languages().items()), key=_by_name)


def usual_languages(place: str) -> set[str]:
    """The codes that are offered first where the agency is."""
    return {code for code, one in _languages().items() if place in one.usual_in}


def language_names(codes: list[str]) -> str:
    """Spanish, Polish"""
    known = dict(languages()) if codes else {}
    return ", ".join(known.get(code, code) for code in codes)
