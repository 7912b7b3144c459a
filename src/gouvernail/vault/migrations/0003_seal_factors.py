"""Seal with the key of second factors what stood in clear, or under the key of the site.

One row at a time. Backwards, all is under the key of the site again.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

from gouvernail.vault.actions.factors import with_seeds
from gouvernail.vault.errors import FactorUnreadableError
from gouvernail.vault.keyring.factors import MARK, open_factor, seal_factor

BEFORE = "sealed:"


def seal_all(apps, _editor):
    change_all(apps, sealed)


def put_back_all(apps, _editor):
    change_all(apps, put_back)


def change_all(apps, change):
    rows = apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")
    for row in rows.order_by("pk").iterator():
        row.data = with_seeds(row.data, change)
        row.save(update_fields=("data",))


def sealed(seed):
    if seed.startswith(MARK):
        return seed
    if not seed.startswith(BEFORE):
        return seal_factor(seed)
    try:
        return seal_factor(key_of_the_site().decrypt(seed.removeprefix(BEFORE).encode()).decode())
    except InvalidToken:
        return seed  # the key of that site is not here: it opens for nobody, and says so


def put_back(seed):
    try:
        return BEFORE + key_of_the_site().encrypt(open_factor(seed).encode()).decode()
    except FactorUnreadableError:
        return seed


def key_of_the_site():
    key = hashlib.sha256(b"second factors\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_sealing_keys'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [migrations.RunPython(seal_all, put_back_all)]
