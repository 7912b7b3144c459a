"""Whose eyes a picture of a draft is for, and which pictures may go into one."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.content.actions import attach_picture, copy_draft, submit_draft
from gouvernail.content.models import DraftMedia
from gouvernail.foundation import clock
from gouvernail.media.actions import withdraw_asset
from gouvernail.media.errors import AssetWithdrawnError
from gouvernail.people.models import Absence, Person, Unit
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.media import make_asset
from tests.make.registry import make_account


def test_a_stand_in_of_another_unit_sees_the_pictures_they_review(
    client: Client, hugo: Person, camille: Person, nina: Person, energy: Unit
) -> None:
    at = clock.now()
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    shown, other = make_asset(unit=energy, by=hugo), make_asset(unit=energy, by=hugo, colour="red")
    DraftMedia.objects.create(draft=draft, asset=shown, alt="A mast")
    request = request_of(submit_draft(draft_id=draft.pk, by=hugo, at=at))
    Absence.objects.create(
        person=camille, delegate=nina, starts_at=at, ends_at=at + timedelta(days=2)
    )
    client.force_login(nina)
    assert client.get(reverse("media:asset-file", args=[shown.pk])).status_code == 404
    address = reverse("content:review-picture", args=[request.pk, shown.pk])

    page = client.get(reverse("content:review", args=[request.pk])).text
    picture = client.get(address)

    assert f'src="{address}"' in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    beside = reverse("content:review-picture", args=[request.pk, other.pk])
    assert client.get(beside).status_code == 404


def test_whoever_may_not_see_the_request_sees_none_of_its_pictures(
    client: Client, hugo: Person, ines: Person, energy: Unit
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    asset = make_asset(unit=energy, by=hugo)
    DraftMedia.objects.create(draft=draft, asset=asset, alt="A mast")
    request = request_of(submit_draft(draft_id=draft.pk, by=hugo, at=clock.now()))
    client.force_login(ines)

    address = reverse("content:review-picture", args=[request.pk, asset.pk])

    assert client.get(address).status_code == 404


def test_a_withdrawn_picture_goes_into_no_draft(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy)
    asset = make_asset(unit=energy, by=hugo)
    withdraw_asset(asset_id=asset.pk, by=hugo, at=noon)

    with pytest.raises(AssetWithdrawnError):
        attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=hugo, at=noon)

    assert not draft.media.exists()


def test_the_composer_says_that_a_picture_was_withdrawn(
    client: Client, hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    asset = make_asset(unit=energy, by=hugo)
    withdraw_asset(asset_id=asset.pk, by=hugo, at=noon)
    client.force_login(hugo)

    answer = client.post(
        reverse("content:draft-edit", args=[draft.pk]),
        {"edit_count": 0, "title": draft.title, "text": draft.text, "language": "en",
         "do": f"attach:{asset.pk}"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "This picture was withdrawn from the library" in answer.text
    assert not draft.media.exists()


def test_a_draft_keeps_its_picture_and_a_copy_leaves_it_out(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    asset = make_asset(unit=energy, by=hugo)
    held = attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=hugo, at=noon)
    withdraw_asset(asset_id=asset.pk, by=hugo, at=noon)

    again = attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=hugo, at=noon)
    copy = copy_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert again == held
    assert not copy.media.exists()


def test_a_submitted_draft_shows_its_pictures_to_its_own_unit(
    client: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    elsewhere = make_asset(unit=energy, by=hugo)
    client.force_login(camille)

    address = reverse("content:review-picture", args=[request.pk, elsewhere.pk])

    assert client.get(address).status_code == 404
