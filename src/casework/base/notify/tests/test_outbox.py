"""Mail leaves only from a committed row, at least once, and nothing that failed is silent."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.base.notify import actions, health, jobs, rules, transports
from casework.base.notify.models import Message, MessageState
from casework.base.notify.transports import NotSent

pytestmark = pytest.mark.django_db


class Recorder:
    """A transport that remembers, and fails as told."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.problem: BaseException | None = None
        self.falls_after: BaseException | None = None

    def send(self, mail) -> None:
        if self.problem:
            raise self.problem
        self.sent.append(mail)
        if self.falls_after:
            raise self.falls_after


@pytest.fixture
def through(monkeypatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(jobs, "transport", lambda url: recorder)
    return recorder


@pytest.fixture
def actor() -> Actor:
    return Actor(kind=ActorKind.WORKER, id=new_id(), name="Dana")


def queued(actor: Actor, **changed) -> Message:
    given = {
        "by": actor,
        "to": "dana@example.org",
        "subject": "Something waits for you",
        "body": "Sign in to read it.",
        "dedupe_key": str(new_id()),
        "now": timezone.now(),
        **changed,
    }
    return actions.queue_message(**given)


def due_again(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - timedelta(minutes=1))


def test_queued_with_its_job_and_a_trail(actor):
    message = queued(actor)
    put = ProcrastinateJob.objects.get(args__message_id=str(message.pk))
    assert put.task_name == "notify.deliver"
    with acting(actor):
        event = Event.objects.get(subject_id=message.pk)
    assert event.action == "message.queued"
    assert "example.org" not in str(event.detail)


def test_asked_for_twice_it_is_sent_once(actor, through):
    first = queued(actor, dedupe_key="review-7")
    assert queued(actor, dedupe_key="review-7", subject="Again") == first
    assert jobs.deliver() == 1
    assert len(through.sent) == 1


def test_undone_with_its_transaction(actor):
    point = transaction.savepoint()
    queued(actor)
    transaction.savepoint_rollback(point)
    assert not Message.objects.exists()


def test_a_second_header_is_refused(actor):
    with pytest.raises(Refused, match="one line"):
        queued(actor, subject="Hello\nBcc: all@example.org")


def test_sent(actor, through):
    message = queued(actor)
    assert jobs.deliver(str(message.pk)) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.sent_at
    mail = through.sent[0]
    assert mail["To"] == "dana@example.org"
    assert mail["Message-ID"].startswith(f"<{message.pk}@")
    assert jobs.deliver(str(message.pk)) == 0


def test_what_fails_waits_longer_each_time_and_is_given_up_in_the_end(actor, through):
    through.problem = NotSent("server_not_reached")
    message = queued(actor)
    waits = []
    for _ in range(rules.TRIES):
        due_again(message)
        assert jobs.deliver() == 1
        message.refresh_from_db()
        waits.append(message.next_try_at - timezone.now())
    assert waits[:-1] == sorted(waits[:-1])
    assert (message.state, message.last_problem) == (MessageState.DEAD, "server_not_reached")
    due_again(message)
    assert jobs.deliver() == 0
    through.problem = None
    actions.try_again(by=actor, message=message, now=timezone.now())
    assert jobs.deliver() == 1
    assert Message.objects.get().state == MessageState.SENT


def test_an_address_that_is_refused_for_good_is_given_up_at_once(actor, through):
    through.problem = NotSent("address_refused", for_good=True)
    message = queued(actor)
    jobs.deliver()
    message.refresh_from_db()
    assert message.state == MessageState.DEAD


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_worker_that_dies_forgets_nothing(actor, through, point):
    death = KeyboardInterrupt()
    through.problem, through.falls_after = (death, None) if point == "before" else (None, death)
    message = queued(actor)
    with pytest.raises(KeyboardInterrupt):
        jobs.deliver()
    message.refresh_from_db()
    assert message.state == MessageState.WAITING
    assert message.next_try_at > timezone.now()
    through.problem = through.falls_after = None
    due_again(message)
    jobs.deliver()
    # Sent once or twice, but to the one who reads it the same mail.
    assert len({mail["Message-ID"] for mail in through.sent}) == 1
    assert Message.objects.get().state == MessageState.SENT


def test_without_a_mail_server_mail_waits_and_somebody_is_told(actor, settings):
    settings.MAIL_URL = ""
    message = queued(actor)
    assert jobs.deliver() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert "is not set" in health.why_mail_does_not_go(timezone.now())
    settings.MAIL_URL = "smtp://mail.example.org"
    assert health.why_mail_does_not_go(timezone.now()) is None
    later = timezone.now() + timedelta(minutes=30)
    assert "waited for 30 minutes" in health.why_mail_does_not_go(later)


def test_texts_are_forgotten(actor, through):
    plain, secret = queued(actor), queued(actor, has_secret=True)
    jobs.deliver()
    secret.refresh_from_db()
    assert secret.body == ""
    assert jobs.forget_texts() == 0
    week_ago = timezone.now() - rules.TEXT_KEPT - timedelta(minutes=1)
    Message.objects.filter(pk=plain.pk).update(finished_at=week_ago)
    assert jobs.forget_texts() == 1
    plain.refresh_from_db()
    assert (plain.body, plain.state) == ("", MessageState.SENT)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"state": "lost", "finished_at": timezone.now()}, "state_known"),
        ({"state": "sent"}, "message_"),
        ({"finished_at": timezone.now()}, "message_finished_when_finished"),
        ({"sent_at": timezone.now()}, "message_sent_when_sent"),
    ],
)
def test_the_database_refuses(actor, changed, constraint):
    message = queued(actor)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**changed)


# --- Django's own mail ---


@pytest.fixture
def outbox(settings):
    # Django's tests put a backend of their own in its place.
    settings.EMAIL_BACKEND = "casework.base.notify.backend.OutboxBackend"


def test_django_s_mail_goes_into_the_outbox(actor, outbox, through):
    send_mail("Your\nlink", "https://example.org/secret", None, ["a@example.org", "b@example.org"])
    assert set(Message.objects.values_list("to", "subject", "has_secret")) == {
        ("a@example.org", "Your link", True),
        ("b@example.org", "Your link", True),
    }
    with acting(actor):
        assert set(Event.objects.values_list("actor_kind", flat=True)) == {"service"}
    assert jobs.deliver() == 2
    assert not Message.objects.exclude(body="").exists()


def test_attachments_are_refused(outbox):
    mail = EmailMessage("Hello", "Text", to=["a@example.org"])
    mail.attach("plan.pdf", b"x", "application/pdf")
    with pytest.raises(ValueError, match="no attachments"):
        mail.send()


# --- a folder ---


def test_a_folder_holds_one_file_for_each_message(actor, settings, tmp_path):
    settings.MAIL_URL = f"file://{tmp_path}/mail"
    message = queued(actor, subject="Grüße", body="Für Sie.\n")
    jobs.deliver()
    due_again(message)
    Message.objects.update(state="waiting", sent_at=None, finished_at=None)
    jobs.deliver()
    (file,) = (tmp_path / "mail").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["Subject"], mail.get_content()) == ("Grüße", "Für Sie.\n")


def test_a_folder_that_cannot_be_written(actor, tmp_path):
    (tmp_path / "mail").write_text("a file is in the way")
    mail = transports.as_mail(queued(actor), sender="casework@localhost")
    with pytest.raises(NotSent, match="folder_not_writable"):
        transports.Folder(tmp_path / "mail").send(mail)


def test_an_unknown_kind_of_url_is_said_at_once():
    with pytest.raises(ImproperlyConfigured, match="begins with"):
        transports.transport("gopher://mail")
    assert transports.transport("") is None
