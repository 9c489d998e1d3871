"""Sending a form as a browser does, and reading what came back."""

from __future__ import annotations

from typing import Any

from django.test import Client


def send(client: Client, url: str, **given: Any) -> Any:
    """POST what was typed; nothing stands for an empty field."""
    return client.post(url, {name: "" if one is None else one for name, one in given.items()})


def form_of(answer: Any) -> Any:
    return answer.context["form"]


def errors_of(answer: Any) -> str:
    """Every refusal of the page as one text."""
    return " ".join(str(error) for errors in form_of(answer).errors.values() for error in errors)
