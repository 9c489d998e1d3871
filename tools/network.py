"""The shut network: a test that reaches beyond this machine fails and says where it went."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

LOCAL_NAMES = {"localhost", "", None}


class NetworkShut(Exception):
    """A test tried to leave this machine."""


def shut() -> None:
    """Refuse, from now on and in this process, every address that is not this machine's."""
    connect, connect_ex, sendto = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
    )
    look_up = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_elsewhere(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_elsewhere(self.family, address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _refuse_elsewhere(self.family, rest[-1])
        return sendto(self, data, *rest)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not _is_here(name):
            raise NetworkShut(f"a test looked up {name}")
        return look_up(host, *rest, **named)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign,assignment]
    socket.socket.sendto = guarded_sendto  # type: ignore[assignment]
    socket.getaddrinfo = guarded_look_up


def _refuse_elsewhere(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
        raise NetworkShut(f"a test tried to reach {address[0]}")


def _is_here(host: str | None) -> bool:
    """Say whether a name or a number means this machine."""
    if host in LOCAL_NAMES:
        return True
    try:
        number = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified
