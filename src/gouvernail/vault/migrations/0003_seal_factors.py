"""Seal with the key of second factors what stood in clear, or under the key of the site."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

from gouvernail.vault.actions.factors import with_seeds
from gouvernail.vault.keyring.factors import MARK, seal_factor

BEFORE = "sealed:"


def seal_all(apps, _editor):
    rows = apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")
    for row in rows.order_by("pk"):
        row.data = with_seeds(row.data, sealed)
        row.save(update_fields=("data",))


def sealed(seed):
    if seed.startswith(MARK):
        return seed
    if not seed.startswith(BEFORE):
        return seal_factor(seed)
    key = hashlib.sha256(b"second factors\x00" + settings.SECRET_KEY.encode()).digest()
    try:
        box = Fernet(base64.urlsafe_b64encode(key))
        return seal_factor(box.decrypt(seed.removeprefix(BEFORE).encode()).decode())
    except InvalidToken:
        return seed  # the key of that site is not here: it opens for nobody, and says so


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_sealing_keys'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
