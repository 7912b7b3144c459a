"""What machines read: the signed list, kept answers, other sites’ pages, the feed, the badge."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.people.models import Unit
from gouvernail.registry.models import Account
from gouvernail.verification.actions.changes import note_changes
from gouvernail.verification.actions.publishing import withdraw_accounts
from gouvernail.verification.actions.snapshots import rotate_key, sign_snapshot
from gouvernail.verification.models import Directory, Listing, Snapshot, SnapshotKey
from gouvernail.verification.signer import keys
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.verification import make_listing

ROOT = Path(__file__).resolve().parents[2]
WELL_KNOWN = "/.well-known/social-accounts"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.GOUVERNAIL_HOME = tmp_path
    return tmp_path


def documented(language: str) -> str:
    """Return the block of that language in the reference page: what readers are told to run."""
    page = (ROOT / "docs/reference/social-accounts.md").read_text(encoding="utf-8")
    return page.split(f"```{language}\n")[1].split("```")[0]


def verified(folder: Path, language: str) -> bool:
    """Return what the documented way says of the three files."""
    command = ["sh", "-c"] if language == "sh" else [sys.executable, "-c"]
    done = subprocess.run(
        [*command, documented(language)], cwd=folder, capture_output=True, check=False
    )
    return done.returncode == 0


def fetched(client: Client, folder: Path) -> None:
    for name in ("social-accounts.json", "social-accounts.json.sig", "social-accounts-key.pem"):
        (folder / name).write_bytes(client.get(f"/.well-known/{name}").content)


WAYS = [
    pytest.param(
        "sh",
        marks=pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here"),
    ),
    "python",
]


@pytest.mark.parametrize("language", WAYS)
def test_an_outside_program_agrees_and_sees_one_changed_byte(
    client: Client, ours: Listing, home: Path, language: str
) -> None:
    assert client.get(WELL_KNOWN + ".json").status_code == 503
    sign_snapshot(at=now())

    fetched(client, home)
    assert verified(home, language)
    body = (home / "social-accounts.json").read_bytes()
    changed = body.replace(b"NordetEnergie", b"NordetEnergif", 1)
    (home / "social-accounts.json").write_bytes(changed)
    assert not verified(home, language)


def test_the_list_says_what_the_documentation_says(
    client: Client, ours: Listing, unspoken: Listing, home: Path
) -> None:
    at = now()
    sign_snapshot(at=at)

    told = json.loads(client.get(WELL_KNOWN + ".json").content)

    assert set(told) == {
        *("version", "organisation", "verify_at", "accounts"),
        *("generated_at", "valid_until", "key_id"),
    }
    by_handle = {one["handle"]: one for one in told["accounts"]}
    assert by_handle["NordetEnergie"] == {
        "network": "x",
        "handle": "NordetEnergie",
        "url": "https://x.com/NordetEnergie",
        "answer": "official",
        "detail": "in_use",
        "name": "Nordet Énergie",
        "unit": {"code": "energy", "name": "Énergie", "name_en": "Energy"},
        "language": "fr",
        "tags": ["jobs"],
        "since": "2014-05-02",
    }
    assert by_handle["nordet.solaire"]["unit"] is None


def test_it_is_signed_again_when_it_changed_or_a_day_passed(ours: Listing, home: Path) -> None:
    at = now()
    first = sign_snapshot(at=at)
    assert sign_snapshot(at=at + timedelta(hours=1)) == first
    Account.objects.update(name="Nordet, énergies")
    second = sign_snapshot(at=at + timedelta(hours=2))
    assert second != first
    third = sign_snapshot(at=at + timedelta(hours=27))

    assert third != second
    assert list(Snapshot.objects.all()) == [third]


def test_what_is_withdrawn_leaves_the_signed_list_at_once(
    client: Client, claire: object, ours: Listing, home: Path
) -> None:
    sign_snapshot(at=now())
    withdraw_accounts([ours.account_id], by=claire, at=now())  # type: ignore[arg-type]  # the cast

    assert client.get(WELL_KNOWN + ".json").status_code == 503
    sign_snapshot(at=now())
    assert b"NordetEnergie" not in client.get(WELL_KNOWN + ".json").content


def test_a_key_that_follows_is_vouched_for_by_the_one_before(
    client: Client, ours: Listing, home: Path
) -> None:
    sign_snapshot(at=now())
    rotate_key(at=now())

    told = client.get(WELL_KNOWN + "-keys.json").json()["keys"]
    new, old = (SnapshotKey.objects.get(key_id=one["key_id"]) for one in told)
    assert (new.retired_at, old.retired_at is None) == (None, False)
    assert keys.endorses(old.public_key, new.endorsement, new.public_key)
    assert not keys.endorses(new.public_key, new.endorsement, new.public_key)
    fetched(client, home)
    assert verified(home, "python")
    assert len(leaves(verb="directory_key.started")) == 2
    assert len(leaves(verb="directory_key.retired")) == 1


def test_a_rotation_cut_short_never_leaves_a_key_that_nothing_vouches_for(
    ours: Listing, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_snapshot(at=now())
    before = (home / "keys" / "directory.key").read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr("gouvernail.verification.actions.snapshots.record", _fails)
        with pytest.raises(OSError, match="disk"):
            rotate_key(at=now())
    assert (home / "keys" / "directory.key").read_bytes() == before
    sign_snapshot(at=now())
    assert SnapshotKey.objects.count() == 1

    with monkeypatch.context() as broken:
        broken.setattr(keys, "put_in_place", _fails)
        with pytest.raises(OSError, match="disk"):
            rotate_key(at=now())
    assert (home / "keys" / "directory.key").read_bytes() == before
    signed = sign_snapshot(at=now() + timedelta(days=2))  # the signer’s next turn puts it in place
    new, old = SnapshotKey.objects.order_by("-started_at", "-pk")
    assert signed is not None
    assert signed.key == new
    assert keys.endorses(old.public_key, new.endorsement, new.public_key)
    assert {one.name for one in (home / "keys").iterdir()} == {"directory.key"}

    (home / "keys" / "directory.key").write_bytes(before)  # an old copy is put back
    with pytest.raises(keys.DirectoryKeyError):
        sign_snapshot(at=now())


def _fails(*_given: object, **_more: object) -> None:
    raise OSError("disk")


def test_the_key_is_a_file_of_one_user_and_never_the_logs(ours: Listing, home: Path) -> None:
    sign_snapshot(at=now())
    path = home / "keys" / "directory.key"

    assert path.stat().st_mode & 0o777 == 0o600
    assert {one.name for one in (home / "keys").iterdir()} == {"directory.key"}
    path.chmod(0o644)
    with pytest.raises(keys.DirectoryKeyError):
        sign_snapshot(at=now())
    path.chmod(0o600)
    path.write_text("not a key")
    with pytest.raises(keys.DirectoryKeyError):
        sign_snapshot(at=now())


PATHS = (
    WELL_KNOWN + ".json",
    WELL_KNOWN + ".json.sig",
    WELL_KNOWN + "-key.pem",
    WELL_KNOWN + "-keys.json",
    "/api/v1/public/verify?url=https://x.com/NordetEnergie",
    "/api/v1/public/accounts",
    "/verify/changes.atom",
    "/verify/badge.svg",
)


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(
    client: Client, ours: Listing, home: Path, path: str
) -> None:
    sign_snapshot(at=now())
    first = client.get(path)

    assert first.status_code == 200
    assert "max-age=" in first["Cache-Control"]
    assert "public" in first["Cache-Control"]
    again = client.get(path, HTTP_IF_NONE_MATCH=f'"other", W/{first["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(path, HTTP_IF_NONE_MATCH='"other"').status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_any_site_may_read_what_is_public(
    client: Client, ours: Listing, home: Path, path: str
) -> None:
    sign_snapshot(at=now())
    answer = client.get(path, HTTP_ORIGIN="https://elsewhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    asked = client.options(path, HTTP_ORIGIN="https://elsewhere.example")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    ["/", "/verify/", "/verify/accounts/", "/verify/report/", "/api/v1/accounts", "/accounts/"],
)
def test_no_other_page_opens_to_other_sites(client: Client, ours: Listing, path: str) -> None:
    answer = client.get(path, HTTP_ORIGIN="https://elsewhere.example")

    assert "Access-Control-Allow-Origin" not in answer
    assert answer.get("X-Frame-Options") == "DENY"


def test_the_api_answers_without_a_key(client: Client, ours: Listing) -> None:
    yes = client.get("/api/v1/public/verify", {"url": "x.com/nordetenergie"}).json()
    assert (yes["answer"], yes["account"]["handle"]) == ("official", "NordetEnergie")
    near = client.get("/api/v1/public/verify", {"url": "x.com/N0rdetEnergie"}).json()
    assert (near["answer"], near["account"]) == ("unknown", None)
    assert [one["handle"] for one in near["did_you_mean"]] == ["NordetEnergie"]
    assert client.get("/api/v1/public/verify").status_code == 422
    assert client.get("/api/v1/accounts").status_code == 401


def test_the_api_pages_by_key(client: Client, directory: Directory, energy: Unit) -> None:
    for number in range(7):
        make_listing(make_account(unit=energy, address=f"https://x.com/city{number}"))
    seen: list[str] = []
    cursor = ""
    for _turn in range(4):
        page = client.get("/api/v1/public/accounts", {"size": "3", "cursor": cursor}).json()
        seen += [one["handle"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert sorted(seen) == [f"city{number}" for number in range(7)]
    for bad in ("x", "W10", "bnVsbA", "AAAA" * 400):
        assert client.get("/api/v1/public/accounts", {"cursor": bad}).status_code == 200


def test_changes_are_fed_once_each(client: Client, ours: Listing) -> None:
    at = now()
    assert note_changes(at=at) == 1
    assert note_changes(at=at) == 0
    Account.objects.filter(pk=ours.account_id).update(
        handle="NordetEnergies", handle_key="x.com/nordetenergies"
    )
    assert note_changes(at=at + timedelta(hours=1)) == 1
    Account.objects.filter(pk=ours.account_id).update(status="closed")
    assert note_changes(at=at + timedelta(hours=2)) == 1

    feed = ET.fromstring(client.get("/verify/changes.atom?lang=en").content)  # noqa: S314 - our own
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == [
        "Nordet Énergie, on X: NordetEnergies is closed",
        "Nordet Énergie, on X: NordetEnergie is now NordetEnergies",
        "Nordet Énergie is on X: NordetEnergie",
    ]
    Listing.objects.update(is_public=False)
    assert b"<entry>" not in client.get("/verify/changes.atom").content


def test_the_badge_is_a_picture_that_others_may_show(client: Client, directory: Directory) -> None:
    badge = client.get("/verify/badge.svg?lang=en")

    assert badge["Content-Type"] == "image/svg+xml"
    assert badge["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert badge["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"Official accounts" in badge.content
    ET.fromstring(badge.content)  # noqa: S314 - our own
    assert b"<script" not in badge.content


def test_addresses_are_reversed_where_the_documentation_says() -> None:
    assert reverse("verification:document") == WELL_KNOWN + ".json"
