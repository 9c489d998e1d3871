"""What is chosen from in this room and kept in others: practice models and languages."""

from __future__ import annotations

from casework.base.core.slots import filled


def practice_models() -> list[tuple[str, str]]:
    """(code, name) of every practice model, by name."""
    models = [model for read in filled("practice_models") for model in read()]
    return sorted(((model.code, model.name) for model in models), key=lambda one: one[1])


def practice_model_codes() -> set[str]:
    """The codes a team may carry."""
    return {code for code, _name in practice_models()}


def practice_model_name(code: str) -> str:
    """How the model is called; the code itself where no file describes it any more."""
    return dict(practice_models()).get(code, code)


def languages() -> dict[str, str]:
    """code → English name."""
    known: dict[str, str] = {}
    for read in filled("languages"):
        known |= {code: language.name for code, language in read().items()}
    return known


def language_names(codes: list[str]) -> str:
    """Spanish, Polish"""
    known = languages() if codes else {}
    return ", ".join(known.get(code, code) for code in codes)


def language_codes(typed: str) -> tuple[list[str], list[str]]:
    """The codes of languages typed by name or code between commas, and what was not understood."""
    by_word: dict[str, str] = {}
    for code, name in languages().items():
        by_word[code.casefold()] = by_word[name.casefold()] = code
    words = [word.strip() for word in typed.replace(";", ",").split(",") if word.strip()]
    codes = [by_word[word.casefold()] for word in words if word.casefold() in by_word]
    return list(dict.fromkeys(codes)), [word for word in words if word.casefold() not in by_word]
