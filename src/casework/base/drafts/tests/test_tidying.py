from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from casework.base.audit.tests.somebody import Somebody
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.drafts.actions import tidy_drafts
from casework.base.drafts.models import Draft, Receipt

pytestmark = pytest.mark.django_db


def _draft(by, *, days, has_words):
    at = datetime.now(UTC) - timedelta(days=days)
    return Draft.objects.create(
        actor_id=by.id,
        form="x",
        about_id=new_id(),
        has_words=has_words,
        begun_at=at,
        saved_at=at,
    )


def _receipt(by, *, days):
    mark = sha256(b"words").hexdigest()
    at = datetime.now(UTC) - timedelta(days=days)
    return Receipt.objects.create(actor_id=by.id, fingerprint=mark, stored_at=at)


def test_the_job_takes_away_what_it_cannot_see():
    author = Somebody()
    with acting(author):
        _draft(author, days=8, has_words=False)
        kept = {_draft(author, days=6, has_words=False), _draft(author, days=80, has_words=True)}
        _receipt(author, days=31)
        receipt = _receipt(author, days=29)
    service = Somebody(kind="service")
    with acting(service):
        assert not Draft.objects.exists()
        tidy_drafts(by=service)
    with acting(author):
        assert set(Draft.objects.all()) == kept
        assert list(Receipt.objects.all()) == [receipt]
