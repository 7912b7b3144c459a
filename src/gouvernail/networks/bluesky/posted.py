"""Posts of a repository, newest first: `com.atproto.repo.listRecords`, which everybody may read."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from gouvernail.networks.bluesky.names import POSTS, split_uri
from gouvernail.networks.contract import Session, Unreadable
from gouvernail.networks.contract.posted import Posted

PAGE: Final = 50
PAGES: Final = 10
Ask = Callable[..., Mapping[str, Any] | Unreadable]


def posted(ask: Ask, session: Session, *, since: datetime) -> tuple[Posted, ...] | Unreadable:
    """Return the posts since an instant; `ask` reads one object by the name of its call."""
    found: list[Posted] = []
    cursor = ""
    for _page in range(PAGES):
        more = {"cursor": cursor} if cursor else {}
        answer = ask(
            "com.atproto.repo.listRecords",
            session,
            repo=session.account_id,
            collection=POSTS,
            limit=str(PAGE),
            **more,
        )
        if isinstance(answer, Unreadable):
            return answer
        records = answer.get("records")
        if not isinstance(records, list):
            return Unreadable(reason="unreadable: not a list of records")
        read = [one for one in map(_read, records) if one is not None]
        found += [one for one in read if one.published_at >= since]
        cursor = str(answer.get("cursor") or "")
        if not cursor or any(one.published_at < since for one in read):
            break
    return tuple(found)


def _read(record: object) -> Posted | None:
    value = record.get("value") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(value, dict):
        return None
    uri, text = str(record.get("uri") or ""), value.get("text")
    try:
        author, key = split_uri(uri)
        at = datetime.fromisoformat(str(value.get("createdAt")))
    except ValueError:
        return None
    if not isinstance(text, str) or at.tzinfo is None:
        return None
    languages = value.get("langs")
    return Posted(
        remote_id=uri,
        url=f"https://bsky.app/profile/{author}/post/{key}",
        text=text,
        published_at=at.astimezone(UTC),
        language=str(languages[0])[:8] if isinstance(languages, list) and languages else "",
        media=_pictures(value.get("embed")),
    )


def _pictures(embed: object) -> tuple[dict[str, object], ...]:
    images = embed.get("images") if isinstance(embed, dict) else None
    if not isinstance(images, list):
        return ()
    return tuple(
        {"sha256": "", "mime": "", "alt": str(one.get("alt") or "")}
        for one in images
        if isinstance(one, dict)
    )
