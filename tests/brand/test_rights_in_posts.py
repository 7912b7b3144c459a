"""What happens to drafts and publications when the rights of a picture end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.approvals.models import Request
from gouvernail.brand.actions.agreeing import answer_removal
from gouvernail.brand.actions.assets import Piece, add_version
from gouvernail.brand.actions.checks import look_at
from gouvernail.brand.actions.rights import ItemRights, set_item_rights
from gouvernail.brand.models import LibraryItem, LibraryVersion, Removal
from gouvernail.content.actions import submit_draft
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.content.queries import manuscript_of
from gouvernail.content.queries.uses import rights_gaps
from gouvernail.content.tasks import watch_rights
from gouvernail.foundation.clock import now
from gouvernail.media.models import Asset
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.tasks.sending import _without_rights
from tests.make.content import make_draft, request_of
from tests.make.library import drawn_logo, drawn_photo, make_approved, version_of
from tests.make.media import make_asset, make_picture
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_delivery
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
YESTERDAY = date(2026, 11, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: object) -> None:
    """Keep the files of each test apart."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def author(energy: Unit) -> Person:
    person = make_person(name="Author", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.CONTRIBUTOR)
    return person


@pytest.fixture
def photo(energy: Unit, nordet: Unit, author: Person) -> LibraryItem:
    """Return a photograph of the library whose rights ended yesterday."""
    lead = make_person(name="Lead", home_unit=nordet)
    make_grant(person=lead, unit=nordet, role=Role.LEAD)
    item = make_approved(
        unit=energy, by=author, approver=lead, kind="picture", data=drawn_photo(), title="Quay"
    )
    rights = ItemRights(rights_until=YESTERDAY, holder="A. Roy")
    return set_item_rights(item.pk, rights=rights, by=author, at=NOON)


def allow_again(photo: LibraryItem, *, by: Person, other: Person) -> None:
    """Say that its rights have no end, as two people do."""
    rights = ItemRights(rights_until=None, holder="A. Roy", reason="A new contract.")
    set_item_rights(photo.pk, rights=rights, by=by, at=NOON)
    answer_removal(Removal.objects.get().pk, agreed=True, by=other, at=NOON)


def _sent(unit: Unit, digest: str, by: Person) -> object:
    delivery = make_delivery(account=make_account(unit=unit), by=by)
    delivery.fields = {**delivery.fields, "media": [{"sha256": digest}]}
    return delivery


def test_an_asset_whose_rights_ended_yesterday_does_not_leave(
    energy: Unit, author: Person, photo: LibraryItem
) -> None:
    delivery = _sent(energy, version_of(photo).sha256, author)

    assert _without_rights(delivery, at=NOON)  # type: ignore[arg-type]
    assert not _without_rights(delivery, at=NOON - timedelta(days=1))  # type: ignore[arg-type]


def test_the_author_of_a_draft_is_told_once(
    energy: Unit, author: Person, photo: LibraryItem
) -> None:
    draft = make_draft(unit=energy, author=author)
    DraftMedia.objects.create(draft=draft, asset=Asset.objects.get())

    watch_rights(NOON)
    watch_rights(NOON)

    assert Notification.objects.get(kind="rights.in_draft").person == author


def test_the_page_of_uses_lists_the_draft(
    client: Client, energy: Unit, author: Person, photo: LibraryItem
) -> None:
    draft = make_draft(unit=energy, author=author, title="Quay at dawn")
    DraftMedia.objects.create(draft=draft, asset=Asset.objects.get())
    client.force_login(author)

    page = client.get(reverse("content:asset-uses", args=[photo.pk]))

    assert "Quay at dawn" in page.text


def test_the_composer_says_that_a_picture_is_like_one_without_rights(
    client: Client, energy: Unit, author: Person, photo: LibraryItem
) -> None:
    draft = make_draft(unit=energy, author=author)
    DraftMedia.objects.create(draft=draft, asset=Asset.objects.get())
    client.force_login(author)

    page = client.get(reverse("content:draft-edit", args=[draft.pk]))

    assert reverse("brand:library-version-file", args=[version_of(photo).pk]) in page.text
    assert drawn_logo() != drawn_photo()


def test_the_reviewer_is_told_too_and_sees_both_pictures(
    client: Client,
    energy: Unit,
    author: Person,
    photo: LibraryItem,
    camille: Person,
    claire: Person,
) -> None:
    draft = make_draft(unit=energy, author=author, accounts=(make_account(unit=energy),))
    DraftMedia.objects.create(draft=draft, asset=Asset.objects.get(), alt="The quay")
    allow_again(photo, by=author, other=claire)
    address = reverse("content:review", args=[_submitted(draft, author).pk])
    client.force_login(camille)
    assert "Looks like a picture" not in client.get(address).text

    set_item_rights(
        photo.pk, rights=ItemRights(rights_until=YESTERDAY, holder="A. Roy"), by=author, at=NOON
    )
    page = client.get(address).text

    assert "Looks like a picture whose rights have ended" in page
    assert reverse("brand:library-version-file", args=[version_of(photo).pk]) in page
    assert page.count(f"{address}pictures/{Asset.objects.get().pk}/") == 2


def test_the_review_costs_the_same_whatever_its_pictures(
    client: Client,
    energy: Unit,
    author: Person,
    photo: LibraryItem,
    camille: Person,
    claire: Person,
) -> None:
    allow_again(photo, by=author, other=claire)
    known, counts = Asset.objects.get(), []
    for others in (1, 3):
        draft = make_draft(unit=energy, author=author, accounts=(make_account(unit=energy),))
        for number in range(others):
            plain = make_asset(unit=energy, by=author, colour=f"#0{others}00{number}0")
            DraftMedia.objects.create(draft=draft, asset=plain, alt="Plain")
            look_at(plain.sha256, at=NOON)
        DraftMedia.objects.create(draft=draft, asset=known, alt="The quay")
        address = reverse("content:review", args=[_submitted(draft, author).pk])
        client.force_login(camille)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def _submitted(draft: Draft, author: Person) -> Request:
    return request_of(submit_draft(draft_id=draft.pk, by=author, at=NOON))


def test_the_composer_offers_pictures_by_name_and_those_ended_apart(
    client: Client, energy: Unit, author: Person, photo: LibraryItem
) -> None:
    sound = make_asset(unit=energy, by=author, original_name="pic_0042.png")
    draft = make_draft(unit=energy, author=author)
    carried = DraftMedia.objects.create(
        draft=draft, asset=Asset.objects.get(sha256=version_of(photo).sha256)
    )
    client.force_login(author)

    page = client.get(reverse("content:draft-edit", args=[draft.pk]))

    offered = page.context["pictures"]
    assert [one.asset for one in offered.offered] == [sound]
    assert [one.name for one in offered.ended] == ["Quay"]
    assert f'value="attach:{offered.ended[0].asset.pk}"' not in page.text
    assert page.text.count(reverse("brand:library-extend", args=[photo.pk])) == 2
    assert f'href="#picture-{carried.pk}"' in page.text
    assert "16 November 2026" in page.text
    assert "2026-11-16. Choose" not in page.text


def test_a_picture_that_a_newer_version_replaced_is_not_offered(
    client: Client, energy: Unit, author: Person, photo: LibraryItem
) -> None:
    kept = version_of(photo)
    fresh = add_version(
        photo.pk, piece=Piece(data=make_picture(colour="red"), note="Red"), by=author, at=NOON
    )
    LibraryVersion.objects.filter(pk=kept.pk).update(replaced_at=NOON)
    client.force_login(author)

    page = client.get(
        reverse("content:draft-edit", args=[make_draft(unit=energy, author=author).pk])
    )

    pictures = page.context["pictures"]
    shown = {one.asset.sha256 for one in (*pictures.offered, *pictures.ended)}
    assert shown == {fresh.sha256}


def test_rights_that_end_before_the_planned_day_have_not_ended_yet(
    energy: Unit, author: Person, photo: LibraryItem
) -> None:
    draft = make_draft(unit=energy, author=author)
    DraftMedia.objects.create(draft=draft, asset=Asset.objects.get())
    manuscript = manuscript_of(draft)
    later = now() + timedelta(days=9)
    manuscript.media[0].asset.rights_until = later.date() - timedelta(days=4)

    (gap,) = rights_gaps(manuscript, later)

    assert gap["title"] == "The rights of picture 1 end before it appears"
