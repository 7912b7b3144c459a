"""A kept file stays for as long as a row shows it, whoever else lets it go."""

from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.conf import settings as site
from pytest_django import Settings

from gouvernail.brand.models import ProfilePicture
from gouvernail.media.pictures.store import forget, keep
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person, Unit
from tests.make.custody import make_proof
from tests.make.registry import make_account
from tests.make.training import NOON

# Fields that hold the digest of something that is not in the store of `media`.
ELSEWHERE: Final = {
    *("media.Asset original_sha256", "brand.Paper original_sha256"),  # of what was sent
    *("registry.AgreementPaper original_sha256",),
    *("policies.PolicyFile sha256", "registry.AgreementPaper sha256", "openings.Proof sha256"),
    *("brand.Paper sha256", "signing.Sheet scan_sha256"),  # the bytes are in the row, as above
    *("verification.Snapshot sha256", "verification.Snapshot content_sha256"),
    *("registry.ImportRun sha256", "records.HistoryImport sha256"),  # files of other stores
    *("publishing.Delivery request_sha256", "publishing.Delivery response_sha256"),
    *("publishing.RemoteStep request_sha256", "consultations.Consultation text_sha256"),
    *("consultations.Remark code_sha256", "consultations.Held code_sha256"),  # of codes and keys
    *("advocacy.Share key_sha256", "listening.Unheard author_sha256"),  # of what names somebody
    *("crisis.Evidence original_sha256", "crisis.Evidence text_sha256"),
    *("brand.LibraryVersion sha256", "publishing.RemoteStep sha256"),  # its asset keeps the file
    "brand.Fingerprint sha256",  # what a file looks like; it shows none
}


def test_every_field_with_a_digest_keeps_its_file_or_is_known_to_have_none() -> None:
    found = {
        f"{model._meta.label} {field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("sha256")
    }

    keepers = {" ".join(keeper) for keeper in site.FILE_KEEPERS}
    assert found - ELSEWHERE == keepers
    assert ELSEWHERE - found == set()


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["profile", "proof"])
def test_a_file_that_a_profile_or_a_proof_of_control_shows_is_not_forgotten(
    settings: Settings, tmp_path: Path, nordet: Unit, nina: Person, shown: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sha256 = keep(b"a picture")
    account = make_account(unit=nordet)
    if shown == "profile":
        ProfilePicture.objects.create(
            account=account, sha256=sha256, mime="image/png", seen_by=nina, seen_at=NOON
        )
    else:
        make_proof(account=account, person=nina, picture_sha256=sha256)

    assert not forget(sha256)

    assert stored_bytes(sha256) == b"a picture"
