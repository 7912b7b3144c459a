"""Makers of the archives that networks give: small files of the documented structure."""

import csv
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import libipld

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


def make_note(number: int = 1, content: str = "<p>Bonjour.</p>", **fields: Any) -> dict[str, Any]:
    """Return a public post as an outbox holds it."""
    address = f"https://social.example/users/ville/statuses/{number}"
    note = {
        "id": address,
        "type": "Note",
        "summary": None,
        "published": f"2025-03-{number % 28 + 1:02}T09:30:00Z",
        "url": f"https://social.example/@ville/{number}",
        "to": [PUBLIC],
        "cc": ["https://social.example/users/ville/followers"],
        "content": content,
        "contentMap": {"fr": content},
        "attachment": [],
        **fields,
    }
    return {"id": f"{address}/activity", "type": "Create", "object": note}


def make_outbox(items: Sequence[object]) -> bytes:
    """Return an `outbox.json`."""
    told = {"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json"}
    whole = {**told, "type": "OrderedCollection", "totalItems": len(items), "orderedItems": items}
    return json.dumps(whole, ensure_ascii=False).encode()


def make_tar_gz(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a .tar.gz and return its path."""
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def make_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a .zip and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def make_mastodon(path: Path, items: Sequence[object]) -> Path:
    """Write the archive of a Mastodon account."""
    return make_tar_gz(path, {"actor.json": b"{}", "outbox.json": make_outbox(items)})


def make_tweet(number: int = 1, text: str = "Bonjour.", **fields: Any) -> dict[str, Any]:
    """Return a post as X's archive holds it."""
    told = {"id_str": str(number), "full_text": text, "lang": "fr"}
    at = f"Mon Mar {number % 28 + 1:02} 09:30:00 +0000 2025"
    return {"tweet": {**told, "created_at": at, "entities": {}, **fields}}


def make_tweets_js(posts: Sequence[object], part: int = 0) -> bytes:
    """Return a `tweets.js`."""
    return f"window.YTD.tweets.part{part} = {json.dumps(posts, indent=2)}".encode()


def mojibake(text: str) -> str:
    """Return a text as Meta writes it: the bytes of UTF-8, each as a character."""
    return text.encode().decode("latin-1")


def make_car(posts: Iterable[Mapping[str, object]], *, others: Iterable[str] = ()) -> bytes:
    """Return a repository with these posts, and records of other collections, as one CAR."""
    blocks: dict[bytes, bytes] = {}

    def put(value: object) -> bytes:
        data: bytes = libipld.encode_dag_cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
        blocks[cid] = data
        return cid

    records = {f"app.bsky.feed.post/3k{at:011}": put(post) for at, post in enumerate(posts)}
    records |= {f"{name}/3kother": put({"$type": name}) for name in others}
    entries, former = [], b""
    for path, cid in sorted(records.items()):
        key = path.encode()
        shared = next(
            (at for at, pair in enumerate(zip(former, key, strict=False)) if pair[0] != pair[1]),
            min(len(former), len(key)),
        )
        entries.append({"p": shared, "k": key[shared:], "v": cid, "t": None})
        former = key
    root = put({"l": None, "e": entries})
    commit = put({"did": DID, "version": 3, "data": root, "rev": "3k", "prev": None})
    header = libipld.encode_dag_cbor({"version": 1, "roots": [commit]})
    whole = varint(len(header)) + header
    for cid, data in blocks.items():
        whole += varint(len(cid) + len(data)) + cid + data
    return whole


def varint(value: int) -> bytes:
    """Return a number as CAR writes sizes (LEB128)."""
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def make_bluesky_post(text: str, at: str = "2025-03-02T09:30:00.000Z") -> dict[str, object]:
    """Return a post as a repository holds it."""
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["fr"]}


def make_csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8"
) -> bytes:
    """Return a delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def make_gzip_bomb(path: Path, size_bytes: int) -> Path:
    """Write a .tar.gz of one file that is nothing but zeros."""
    member = tarfile.TarInfo("outbox.json")
    member.size = size_bytes
    with gzip.open(path, "wb", compresslevel=9) as out:
        out.write(member.tobuf())
        for _ in range(size_bytes // (1 << 20)):
            out.write(bytes(1 << 20))
    return path
