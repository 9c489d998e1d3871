"""The mail server's answers, given by a small server of our own on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from casework.base.core.ids import new_id
from casework.base.notify import transports
from casework.base.notify.models import Message
from casework.base.notify.transports import MailServer, NotSent


class Server(socketserver.TCPServer):
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.recipient_answer = "250 ok"
        self.data_answer = "250 taken"
        self.taken: list[str] = []


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb.startswith("EHLO"):
                self.say("250 here")
            elif verb == "RCPT TO":
                self.say(self.server.recipient_answer)
            elif verb == "DATA":
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(text.decode())
                self.say(self.server.data_answer)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def mail():
    message = Message(
        id=new_id(),
        to="dana@example.org",
        subject="Something waits",
        body="Sign in to read it.",
        queued_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    )
    return transports.as_mail(message, sender="Casework <casework@example.org>")


def to(server: Server, **changed) -> MailServer:
    given = {"user": "", "password": "", "tls_at_once": False, **changed}
    return MailServer(host="127.0.0.1", port=server.server_address[1], **given)


def test_taken(server, mail):
    to(server).send(mail)
    (text,) = server.taken
    assert "Subject: Something waits" in text
    assert "@example.org>" in text.split("Message-ID: ")[1]
    assert "Auto-Submitted: auto-generated" in text


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such", True), ("450 later", False)])
def test_address_refused(server, mail, answer, for_good):
    server.recipient_answer = answer
    with pytest.raises(NotSent, match="address_refused") as told:
        to(server).send(mail)
    assert told.value.for_good is for_good


def test_refused_by_the_server(server, mail):
    server.data_answer = "451 full"
    with pytest.raises(NotSent, match="refused_by_server") as told:
        to(server).send(mail)
    assert not told.value.for_good


def test_a_password_is_never_sent_in_the_clear(server, mail):
    with pytest.raises(NotSent, match="server_without_encryption"):
        to(server, user="casework", password="secret").send(mail)
    assert not server.taken


def test_nobody_there(mail):
    with pytest.raises(NotSent, match="server_not_reached"):
        MailServer("127.0.0.1", 1, "", "", tls_at_once=False).send(mail)


def test_ports_by_what_is_said():
    assert transports.transport("smtps://u:p@mail.example.org").port == 465
    assert transports.transport("smtp://u%40x:p@mail.example.org").port == 587
    assert transports.transport("smtp://mail.example.org").port == 25
    assert transports.transport("smtp://u%40x:p@mail.example.org").user == "u@x"
