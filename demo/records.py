"""A year of posts from before Gouvernail: written as the archives networks give, then imported.

The same code reads them as reads anybody's: nothing enters the archive by another door. Texts are
in `history.yaml`; no chance is involved, so that two loadings give the same site.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from demo.team import Site
from gouvernail.records.actions.history import confirm_history, receive_archive
from gouvernail.records.actions.retention import RetentionFacts, write_retention_class
from gouvernail.records.archives import Options
from gouvernail.records.archives.store import keep
from gouvernail.records.tasks import go_on
from gouvernail.registry.models import Account

FILE = Path(__file__).resolve().parent / "history.yaml"
FIRST_DAY, LAST_DAY = 395, 32
IMPORTED_DAYS = 20
HOURS = (8.5, 12.25, 17.75, 10)
FIRST_NUMBER = 1_680_000_000_000_000_000
CLASSES = (
    RetentionFacts(
        code="communication",
        name="Communication courante",
        name_en="Everyday communication",
        years=5,
        basis="Calendrier de conservation de la maison",
        sources=("sent", "by_hand", "captured"),
    ),
    RetentionFacts(
        code="historique",
        name="Publications d’avant Gouvernail",
        name_en="Posts from before Gouvernail",
        years=10,
        basis="Mémoire de la maison",
        sources=("imported",),
    ),
)


def load_history(site: Site) -> None:
    """Name the classes of retention, then import a year of each account of the file."""
    at = site.before(days=IMPORTED_DAYS)
    for facts in CLASSES:
        write_retention_class(facts=facts, by=site.lead, at=at)
    told = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    name = "ville" if "facebook/VillePortClar" in site.accounts else "alize"
    for number, each in enumerate(told[name]["accounts"]):
        account = site.accounts[each["account"]]
        posts = list(_posts(each, told[name], site, at=number))
        _bring(account, posts, site, at=at + timedelta(minutes=5 * number))


def _posts(
    each: dict[str, Any], told: dict[str, Any], site: Site, *, at: int
) -> Iterator[tuple[datetime, str, str]]:
    """Yield instant, text and language of each post, the oldest first."""
    places, numbers = cycle(told["places"]), cycle(told["numbers"])
    for _ in range(at * 3):
        next(places)
    texts, hours = cycle(each["texts"]), cycle(HOURS)
    day = float(FIRST_DAY)
    while day > LAST_DAY:
        moment = site.before(days=int(day)) + timedelta(hours=next(hours) - 8)
        text = next(texts).format(place=next(places), n=next(numbers))
        yield moment, text[:1].upper() + text[1:], each["language"]
        day -= each["every"]


def _bring(
    account: Account, posts: list[tuple[datetime, str, str]], site: Site, *, at: datetime
) -> None:
    name, form, data = _ARCHIVES[account.network](account, posts)
    stored = keep(name, [data])
    history = receive_archive(
        stored=stored,
        form=form,
        account_id=account.pk,
        options=Options(time_zone="Europe/Paris"),
        by=site.lead,
        at=at,
    )
    confirm_history(history.pk, by=site.lead, at=at)
    history.refresh_from_db()
    go_on(history, clock=lambda: at)


def _of_x(account: Account, posts: list[tuple[datetime, str, str]]) -> tuple[str, str, bytes]:
    told = [
        {
            "tweet": {
                "id_str": str(FIRST_NUMBER + number),
                "created_at": moment.astimezone(UTC).strftime("%a %b %d %H:%M:%S +0000 %Y"),
                "full_text": text.replace("&", "&amp;"),
                "lang": language,
                "entities": {},
            }
        }
        for number, (moment, text, language) in enumerate(posts)
    ]
    script = f"window.YTD.tweets.part0 = {json.dumps(told, ensure_ascii=False)}"
    return f"twitter-{account.handle}.zip", "x", _zipped("data/tweets.js", script.encode())


def _of_mastodon(
    account: Account, posts: list[tuple[datetime, str, str]]
) -> tuple[str, str, bytes]:
    name, _at, server = account.handle.rpartition("@")
    items = []
    for number, (moment, text, language) in enumerate(posts):
        address = f"https://{server}/users/{name}/statuses/{110_000_000_000_000 + number}"
        note = {
            "id": address,
            "type": "Note",
            "published": moment.isoformat(),
            "url": address.replace("/users/", "/@").replace("/statuses", ""),
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [],
            "content": f"<p>{text}</p>",
            "contentMap": {language: f"<p>{text}</p>"},
        }
        items.append({"type": "Create", "object": note})
    told = {"type": "OrderedCollection", "totalItems": len(items), "orderedItems": items}
    data = json.dumps(told, ensure_ascii=False).encode()
    return f"archive-{name}.zip", "mastodon", _zipped("outbox.json", data)


def _of_meta(account: Account, posts: list[tuple[datetime, str, str]]) -> tuple[str, str, bytes]:
    told = [
        {
            "timestamp": int(moment.timestamp()),
            "data": [{"post": text.encode().decode("latin-1")}],
        }
        for moment, text, _language in posts
    ]
    place = "this_profile's_activity_across_facebook/posts/profile_posts_1.json"
    data = _zipped(place, json.dumps(told).encode())
    return f"facebook-{account.handle}.zip", "meta", data


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


_ARCHIVES = {"x": _of_x, "mastodon": _of_mastodon, "facebook": _of_meta}
