"""How mail leaves: through a mail server, or into a folder in the demo."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import rules
from .models import Message

_SECONDS = 20


class NotSent(Exception):
    """It did not go. `code` says why; with `for_good` there is no use in trying again."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


class Transport(Protocol):
    def send(self, mail: EmailMessage) -> None:
        """Hand the mail over, or raise `NotSent`."""
        ...


def as_mail(message: Message, *, sender: str) -> EmailMessage:
    """The message as it travels. A second try has the same Message-ID, to be known again."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.queued_at)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<{message.pk}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


@dataclass(frozen=True)
class Folder:
    """Each message is a file named by its id: written twice, it is still one."""

    path: Path

    def send(self, mail: EmailMessage) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = mail["Message-ID"].strip("<>").partition("@")[0]
            half = self.path / f".{name}.half"
            half.write_bytes(mail.as_bytes())
            half.replace(self.path / f"{name}.eml")
        except OSError as error:
            raise NotSent("folder_not_writable") from error


@dataclass(frozen=True)
class MailServer:
    """SMTP, encrypted wherever a password is sent and wherever the server can."""

    host: str
    port: int
    user: str
    password: str
    tls_at_once: bool

    def send(self, mail: EmailMessage) -> None:
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent("address_refused", for_good=all(c >= 500 for c in codes)) from error
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("sign_in_refused") from error
        except smtplib.SMTPResponseException as error:
            raise NotSent("refused_by_server") from error
        except (smtplib.SMTPException, ssl.SSLError) as error:
            raise NotSent("no_agreement_with_server") from error
        except OSError as error:
            raise NotSent("server_not_reached") from error

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls_at_once:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self.password:
                server.close()
                raise NotSent("server_without_encryption")
        if self.user:
            server.login(self.user, self.password)
        return server


def _mail_server(parts: SplitResult) -> MailServer:
    tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if tls else 587 if parts.username else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_at_once=tls,
    )


def transport(url: str) -> Transport | None:
    """What CASEWORK_MAIL_URL names; None where it is not set, and mail waits."""
    if not url:
        return None
    if reason := rules.why_not_url(url):
        raise ImproperlyConfigured(reason)
    parts = urlsplit(url)
    return Folder(Path(unquote(parts.path))) if parts.scheme == "file" else _mail_server(parts)
