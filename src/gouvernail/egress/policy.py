"""What a caller allows: the limits of one outbound call, built from the settings above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of outbound calls.

    Attributes:
        allowed_hosts: exact `host` or `host:port` that may be loopback or private, and may
            speak plain HTTP on any port (`host`) or on that one. For tests, demonstrations
            and a server in the organisation's own network. IPv6 in brackets where a port
            follows: `::1`, `[::1]:8101`.
        ports: ports of public hosts; with 80 in it, plain HTTP is allowed there.
        timeout_seconds: whole call, name resolution included.
        max_response_bytes: of the body.
        ca_file: certificate authorities (PEM) instead of the machine's own set.
        user_agent: how we present ourselves.
    """

    allowed_hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({443})
    timeout_seconds: float = 30.0
    max_response_bytes: int = 8 * 1024 * 1024
    ca_file: str | None = None
    user_agent: str = "Gouvernail"

    def allows_privately(self, host: str, port: int) -> bool:
        """Whether this exact host and port was named by whoever runs the installation."""
        shown = f"[{host}]" if ":" in host else host
        return not self.allowed_hosts.isdisjoint({host, shown, f"{shown}:{port}"})
