"""What is looked at in a restored site; runs inside the scratch home, see `examining`."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management import call_command

from gouvernail.continuity.archives import databases, manifest
from gouvernail.continuity.archives.canary import CANARY, canary_value
from gouvernail.continuity.archives.manifest import Manifest
from gouvernail.continuity.queries.files import named_files
from gouvernail.ledger.queries.sealed import sealed_roots
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.ledger.signer.keys import published_keys
from gouvernail.ledger.signer.loop import places
from gouvernail.media.queries import place_of
from gouvernail.vault.actions.factors import with_seeds
from gouvernail.vault.errors import (
    FactorUnreadableError,
    SecretNotFoundError,
    SecretUnreadableError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring import open_secret
from gouvernail.vault.keyring.factors import open_factor, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding. `ok` is None when it could not be tried; `facts` are numbers and names."""

    code: str
    ok: bool | None
    facts: dict[str, Any] = field(default_factory=dict)


def examine(folder: Path) -> Iterator[Check]:
    """Yield what each check of the restored site found."""
    made = manifest.read(folder)
    if databases.kind() == "postgresql":
        databases.put_back_postgresql(folder / manifest.DATABASE, aside="")
    yield _integrity()
    yield _rows(made)
    yield _head(made)
    call_command("migrate", interactive=False, verbosity=0)
    yield from _log(json.loads((folder / "known.json").read_text(encoding="utf-8")))
    yield _media()
    yield _canary()
    yield _factors()


def _integrity() -> Check:
    if databases.kind() != "sqlite":
        return Check(code="integrity", ok=True)  # pg_restore ended: every constraint was built
    with closing(sqlite3.connect(databases.sqlite_file())) as opened:
        said = [row[0] for row in opened.execute("PRAGMA integrity_check")]
        loose = len(opened.execute("PRAGMA foreign_key_check").fetchall())
    return Check(code="integrity", ok=said == ["ok"] and not loose, facts={"loose": loose})


def _rows(made: Manifest) -> Check:
    here = databases.rows_here()
    other = sorted(name for name in {*here, *made.rows} if here.get(name) != made.rows.get(name))
    facts = {"rows": sum(here.values()), "tables": len(here), "other": other[:10]}
    return Check(code="rows", ok=not other, facts=facts)


def _head(made: Manifest) -> Check:
    same = databases.head_row() == (made.ledger_size, made.ledger_edge)
    return Check(code="head", ok=same, facts={"entries": made.ledger_size})


def _log(known: list[dict[str, Any]]) -> Iterator[Check]:
    """Verify the whole log, and hold it to what the living site signed and sent out."""
    report = verify_database(*published_keys(places().keys))
    facts = {
        "entries": report.size,
        "sealed": report.sealed_size,
        "problems": [f"{each.code} {each.detail}".strip() for each in report.problems[:5]],
    }
    yield Check(code="ledger", ok=report.ok, facts=facts)
    restored = sealed_roots()
    missing = [each["size"] for each in known if restored.get(each["size"]) != each["root"]]
    last = max((each["size"] for each in known), default=0)
    ok = not missing if known else None
    yield Check(code="anchor", ok=ok, facts={"sealed": last, "missing": missing[:5]})


def _media() -> Check:
    digests = named_files()
    wrong = [
        digest
        for digest in sorted(digests)
        if not (place := place_of(digest)).is_file() or manifest.digest_of(place) != digest
    ]
    facts = {"files": len(digests), "wrong": wrong[:5]}
    return Check(code="media", ok=not wrong, facts=facts)


def _canary() -> Check:
    try:
        same = open_secret(**CANARY).reveal() == canary_value()
    except VaultKeyMissingError:
        return Check(code="canary", ok=None)
    except (SecretNotFoundError, SecretUnreadableError):
        same = False
    return Check(code="canary", ok=same)


def _factors() -> Check:
    """Open every second factor: whoever has one must be able to sign in after a restore."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    if rows.exists() and not _has_factor_key():
        return Check(code="factors", ok=None)
    unreadable = 0
    for row in rows:
        try:
            with_seeds(row.data, open_factor)
        except FactorUnreadableError:
            unreadable += 1
    facts = {"people": rows.values("user").distinct().count(), "unreadable": unreadable}
    return Check(code="factors", ok=not unreadable, facts=facts)


def _has_factor_key() -> bool:
    try:
        return bool(place().held())
    except VaultKeyMissingError:
        return False
