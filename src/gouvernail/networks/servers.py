"""Addresses of servers, as people type them."""

from urllib.parse import urlsplit


def base_url(typed: str) -> str:
    """Return `scheme://host[:port]` of what somebody typed; `https` when they named none.

    Raises:
        ValueError: there is no host in it.
    """
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError("This is not the address of a server.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def socket_base(base_url: str) -> str:
    """Return `wss://host` (`ws` for `http`) of the address of a server.

    Raises:
        ValueError: there is no host in it.
    """
    parts = urlsplit(base_url.strip() if "://" in base_url else f"wss://{base_url.strip()}")
    if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname or parts.username:
        raise ValueError("This is not the address of a server.")
    scheme = "ws" if parts.scheme in {"http", "ws"} else "wss"
    return f"{scheme}://{parts.netloc.lower()}"
