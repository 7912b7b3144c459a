"""Makers of the brand library: drawings, items with a version, partners with a contract."""

import io
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from PIL import Image, ImageDraw

from gouvernail.brand.actions.assets import Piece, Sheet, add_item, approve_version
from gouvernail.brand.actions.checks import look_at
from gouvernail.brand.actions.influencers import (
    PartnerFacts,
    Terms,
    file_contract,
    save_partner,
)
from gouvernail.brand.models import (
    Contract,
    Extension,
    LibraryItem,
    LibraryVersion,
    Paper,
    Partner,
    PartnerPost,
    ProfilePicture,
)
from gouvernail.people.models import Person, Unit
from tests.make.media import make_asset
from tests.make.registry import make_account

PDF = b"%PDF-1.4\n%%EOF\n"
EPOCH = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@cache
def drawn_logo(
    *, size: tuple[int, int] = (480, 240), ink: str = "#0b6482", second: str = "#e08a2b"
) -> bytes:
    """Return the PNG of a mark on white: a disc, a band, a triangle."""
    image = Image.new("RGB", (480, 240), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 40, 190, 200), fill=ink)
    draw.polygon(((110, 60), (170, 180), (50, 180)), fill="white")
    draw.rectangle((220, 70, 440, 110), fill=second)
    draw.rectangle((220, 130, 380, 170), fill=ink)
    out = io.BytesIO()
    image.resize(size, Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()


@cache
def drawn_photo(seed: int = 1) -> bytes:
    """Return the PNG of a landscape without a plain colour around it."""
    image = Image.new("RGB", (300, 200))
    draw = ImageDraw.Draw(image)
    for row in range(200):
        draw.line((0, row, 300, row), fill=(row, 120, 250 - row))
    draw.polygon(((0, 200), (60 + 20 * seed, 90), (300, 200)), fill=(40, 90, 50))
    draw.rectangle((200 - 9 * seed, 120, 240, 170), fill=(200, 180, 160))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def make_item(
    *,
    unit: Unit,
    by: Person,
    title: str = "Logo",
    kind: str = "logo",
    data: bytes = b"",
    **fields: object,
) -> LibraryItem:
    """Return an item of the library with one version, not approved, its picture looked at."""
    item = add_item(
        kind=kind,
        unit_id=unit.pk,
        sheet=Sheet(title=title),
        piece=Piece(data=data or drawn_logo(), name=f"{title}.png"),
        by=by,
        at=EPOCH,
    )
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    look_at(version_of(item).sha256, at=EPOCH)
    return item


def version_of(item: LibraryItem) -> LibraryVersion:
    """Return the newest version of an item."""
    version = item.versions.first()
    assert version is not None
    return version


def make_approved(*, unit: Unit, by: Person, approver: Person, **fields: object) -> LibraryItem:
    """Return an item of the library that another person approved."""
    item = make_item(unit=unit, by=by, **fields)  # type: ignore[arg-type]  # the maker's own
    approve_version(version_of(item).pk, by=approver, at=EPOCH)
    item.refresh_from_db()
    return item


def make_partner(*, unit: Unit, by: Person, name: str = "Lou Marchal", **facts: str) -> Partner:
    """Return a partner of the register."""
    return save_partner(facts=PartnerFacts(name=name, **facts), unit_id=unit.pk, by=by, at=EPOCH)


def make_contract(*, partner: Partner, by: Person, must_say: str = "") -> Contract:
    """Return a contract of this year, to be made clear in France and in Canada."""
    terms = Terms(
        title="Spring series",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        disclosures={"FR": ["publicité", "collaboration commerciale"], "CA": ["ad"]},
        must_say=must_say,
    )
    return file_contract(partner.pk, terms=terms, by=by, at=EPOCH)


def make_library(*, unit: Unit, by: Person) -> dict[str, object]:
    """Return one of each thing of the library in `unit`, added by `by`, as rows without actions."""
    asset = make_asset(unit=unit, by=by, colour="navy")
    paper = Paper.objects.create(
        unit=unit, sha256=sha256(PDF).hexdigest(), original_sha256=sha256(PDF).hexdigest(),
        mime="application/pdf", size_bytes=len(PDF), original_name="paper.pdf", content=PDF,
        added_by=by, added_at=EPOCH,
    )  # fmt: skip
    item = LibraryItem.objects.create(
        kind="logo", unit=unit, title="Logo", status="approved", keeper=by, added_by=by,
        added_at=EPOCH, changed_at=EPOCH, below=False, rights_until=date(2027, 6, 1),
    )  # fmt: skip
    waiting = LibraryItem.objects.create(
        kind="logo", unit=unit, title="New logo", keeper=by, added_by=by, added_at=EPOCH,
        changed_at=EPOCH, below=False, rights_until=date(2027, 6, 1),
    )  # fmt: skip
    facts = {"asset": asset, "sha256": asset.sha256, "added_by": by, "added_at": EPOCH}
    version = LibraryVersion.objects.create(
        item=item, number=1, approved_by=by, approved_at=EPOCH, **facts
    )
    draft = LibraryVersion.objects.create(item=waiting, number=1, **facts)
    extension = Extension.objects.create(
        item=waiting, until=date(2027, 9, 1), reason="Fair", asked_by=by, asked_at=EPOCH
    )
    picture = ProfilePicture.objects.create(
        account=make_account(unit=unit), place="avatar", sha256=asset.sha256, mime="image/png",
        seen_by=by, seen_at=EPOCH,
    )  # fmt: skip
    partner = Partner.objects.create(unit=unit, name="Lou Marchal", added_by=by, added_at=EPOCH)
    contract = Contract.objects.create(
        partner=partner, title="Spring", starts_on=EPOCH.date(), ends_on=date(2027, 1, 1),
        disclosures={"FR": ["publicité"]}, signed_by=by, signed_at=EPOCH,
    )  # fmt: skip
    post = PartnerPost.objects.create(
        contract=contract, due_on=EPOCH.date(), status="breach", added_by=by, added_at=EPOCH,
        findings=[{"code": "must_say", "words": "x", "source": "contract"}],
    )  # fmt: skip
    return {
        "library-item": item.pk,
        "library-version": version.pk,
        "library-draft": draft.pk,
        "extension_id": extension.pk,
        "brand-paper": paper.pk,
        "picture-on-profile": picture.pk,
        "partner_id": partner.pk,
        "contract_id": contract.pk,
        "partner-post": post.pk,
    }
