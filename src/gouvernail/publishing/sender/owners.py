"""The name under which a process owns a delivery: its machine and its number."""

import os
import socket

_LONGEST = 50


def owner_name() -> str:
    """Return this process's name as an owner: host and process id."""
    return f"{socket.gethostname()[:_LONGEST]}:{os.getpid()}"


def here() -> str:
    """Return this machine's part of an owner's name."""
    return socket.gethostname()[:_LONGEST]


def host_of(owner: str) -> str:
    """Return the machine of an owner's name."""
    return owner.rpartition(":")[0]
