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
