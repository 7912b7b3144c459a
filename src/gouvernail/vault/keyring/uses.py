"""What is sealed to which key."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count

from gouvernail.vault.errors import VaultKeyMissingError
from gouvernail.vault.keyring.keys import key_id, private_keys, public_key
from gouvernail.vault.models import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """One key: whether new values are sealed to it, how many are, whether it opens here."""

    id: str
    in_force: bool
    boxes: int
    is_held: bool

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


def key_uses() -> list[KeyUse]:
    """Return every key that is held here or that something is sealed to. One query."""
    rows = Secret.objects.filter(destroyed_at__isnull=True).values("key_id")
    boxes = {row["key_id"]: row["count"] for row in rows.annotate(count=Count("pk"))}
    try:
        held = set(private_keys())
    except VaultKeyMissingError:
        held = set()
    in_force = key_id(public_key())
    return [
        KeyUse(id=name, in_force=name == in_force, boxes=boxes.get(name, 0), is_held=name in held)
        for name in sorted({*boxes, *held, in_force}, key=lambda each: (each != in_force, each))
    ]
