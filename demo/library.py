"""The brand library of a demonstration site: logos in versions, photographs, rights, partners.

Everything seen is drawn here: nobody's picture is needed, and nothing is fetched.
"""

from collections.abc import Callable
from io import BytesIO
from math import cos, radians, sin
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from demo.pictures import picture
from demo.team import Site
from gouvernail.brand.actions.assets import (
    Piece,
    Sheet,
    add_item,
    add_version,
    approve_version,
    withdraw_item,
)
from gouvernail.brand.actions.checks import look_at, note_profile_picture
from gouvernail.brand.actions.influencers import (
    PartnerFacts,
    Seen,
    Terms,
    expect_post,
    file_contract,
    save_partner,
)
from gouvernail.brand.actions.rights import ItemRights, ask_extension, set_item_rights
from gouvernail.brand.models import LibraryItem
from gouvernail.people.models import Person

PETROL, AMBER, INK, WHITE = "#0b6482", "#e08a2b", "#0f1b31", "#ffffff"
DISCLOSURES: Final = {
    "FR": ("publicité", "collaboration commerciale"),
    "CA": ("publicité", "sponsored"),
}


def load_library(site: Site) -> None:
    """Put each site's logos, pictures and partners in, as its people would have."""
    {"alize": _alize, "ville": _ville}[site.facts["organisation"]["code"]](site)


def png(image: Image.Image) -> bytes:
    """Return the bytes of a drawing."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def alize_logo(*, blades: int, ink: str, size: tuple[int, int] = (900, 360)) -> bytes:
    """Return a mark of so many blades beside the name, on white; `size` may stretch it."""
    image = Image.new("RGB", (900, 360), WHITE)
    draw = ImageDraw.Draw(image)
    for blade in range(blades):
        angle = radians(360 / blades * blade - 90)
        tip = (180 + 140 * cos(angle), 180 + 140 * sin(angle))
        side = (180 + 62 * cos(angle + 0.7), 180 + 62 * sin(angle + 0.7))
        draw.polygon(((180, 180), side, tip), fill=ink)
    draw.ellipse((158, 158, 202, 202), fill=AMBER)
    font = ImageFont.load_default(size=150)
    draw.text((360, 105), "Alize", fill=INK, font=font)
    # The font that comes with the library of pictures has no accents: this one is drawn.
    left, top, right, _bottom = draw.textbbox((360 + font.getlength("Aliz"), 105), "e", font=font)
    middle = (left + right) / 2
    accent = ((-6, 12), (12, 46), (34, 46), (8, 12))
    draw.polygon([(middle + x, top - y) for x, y in accent], fill=INK)
    return png(image.resize(size, Image.Resampling.BICUBIC))


def town_logo() -> bytes:
    """Return a lighthouse and the name of the town, on white."""
    image = Image.new("RGB", (900, 300), WHITE)
    draw = ImageDraw.Draw(image)
    draw.polygon(((90, 270), (120, 70), (170, 70), (200, 270)), fill="#1d4e89")
    draw.rectangle((112, 130, 178, 165), fill="#d1495b")
    draw.rectangle((120, 40, 170, 70), fill="#edae49")
    draw.text((250, 95), "Port-Clar", fill="#1d4e89", font=ImageFont.load_default(size=120))
    return png(image)


def quay(*, evening: bool) -> bytes:
    """Return a quay with its boats, by day or in the evening."""
    image = Image.new("RGB", (1200, 750), "#e7b48a" if evening else "#bcd7e6")
    draw = ImageDraw.Draw(image)
    draw.ellipse((880, 90, 1010, 220), fill="#f6e7c1")
    draw.rectangle((0, 470, 1200, 750), fill="#27425c" if evening else "#4f86a6")
    for left, wide, tall in ((60, 210, 230), (300, 150, 160), (820, 190, 260)):
        draw.rectangle((left, 470 - tall, left + wide, 470), fill="#8d5b4c")
    for left in (380, 640):
        draw.polygon(
            ((left, 600), (left + 190, 600), (left + 150, 660), (left + 40, 660)), fill=INK
        )
        draw.polygon(((left + 90, 390), (left + 90, 590), (left + 180, 590)), fill=WHITE)
    return png(image)


def _added(  # noqa: PLR0913 -- what a line of the library says
    site: Site, kind: str, title: str, data: bytes, *, days: int, unit: str, tags: str, by: Person
) -> LibraryItem:
    at = site.before(days=days)
    item = add_item(
        kind=kind,
        unit_id=site.units[unit].pk,
        sheet=Sheet(title=title, tags=tuple(tags.split())),
        piece=Piece(data=data, name=f"{title}.png"),
        by=by,
        at=at,
    )
    _in_force(site, item, days=days - 1)
    return item


def _in_force(site: Site, item: LibraryItem, *, days: int) -> None:
    """Have the newest version approved by whoever leads."""
    version = item.versions.get(approved_at__isnull=True)
    look_at(version.sha256, at=site.before(days=days))
    approve_version(version.pk, by=site.lead, at=site.before(days=days))


def _colour(site: Site, title: str, code: str, *, unit: str, by: Person) -> None:
    item = add_item(
        kind="colour",
        unit_id=site.units[unit].pk,
        sheet=Sheet(title=title, tags=("charte",)),
        piece=Piece(colour=code),
        by=by,
        at=site.before(days=200),
    )
    version = item.versions.get()
    approve_version(version.pk, by=site.lead, at=site.before(days=199))


def _alize(site: Site) -> None:
    by, lead = site.people["Camille Roux"], site.lead
    logo = _added(
        site, "logo", "Logo Alizé", alize_logo(blades=4, ink="#3b7a57"), days=220, unit="com",
        tags="logo groupe", by=by,
    )  # fmt: skip
    for blades, ink, days, note in (
        (5, PETROL, 150, "Cinq pales, bleu pétrole"),
        (3, PETROL, 60, "Trois pales, comme nos éoliennes"),
    ):
        piece = Piece(data=alize_logo(blades=blades, ink=ink), name="logo.png", note=note)
        add_version(logo.pk, piece=piece, by=by, at=site.before(days=days))
        _in_force(site, logo, days=days - 1)
    for title, code in (("Bleu pétrole", "#0B6482"), ("Ambre", "#E08A2B")):
        _colour(site, title, code, unit="com", by=by)
    _photographs(site, by)
    account = next(one for one in site.accounts.values() if one.name == "Groupe Alizé")
    old = alize_logo(blades=5, ink=PETROL)
    note_profile_picture(account.pk, place="avatar", data=old, by=lead, at=site.before(days=3))
    wide = alize_logo(blades=3, ink=PETROL, size=(1080, 360))
    note_profile_picture(account.pk, place="banner", data=wide, by=lead, at=site.before(days=3))
    _partners(site, lead)


def _photographs(site: Site, by: Person) -> None:
    """Put three photographs in: one without end, one that ends in a week, one that ended."""
    drawn: dict[str, Callable[[], bytes]] = {
        "Borne de Beaulieu, vue large": lambda: picture("station"),
        "Quai de Groix, matin": lambda: quay(evening=False),
        "Quai de Groix, soir": lambda: quay(evening=True),
    }
    ends = {"Quai de Groix, matin": 7, "Quai de Groix, soir": -2}
    for title, draw in drawn.items():
        item = _added(
            site, "picture", title, draw(), days=120, unit="com", tags="photo territoire", by=by
        )
        left = ends.get(title)
        rights = ItemRights(
            holder="Atelier Rive" if left else "Groupe Alizé",
            licence="licensed" if left else "owned",
            licence_words="Réseaux sociaux et site, sans affichage" if left else "",
            territory=("FR", "BE") if left else (),
            rights_until=site.day(left) if left else None,
            credit="© Atelier Rive" if left else "© Groupe Alizé",
        )
        set_item_rights(item.pk, rights=rights, by=by, at=site.before(days=118))
        if left is None:
            reason = "La borne a été remplacée au printemps : la photo n’est plus juste."
            withdraw_item(item.pk, reason=reason, by=by, at=site.before(days=2))
        if left == ends["Quai de Groix, matin"]:
            reason = "La campagne d’hiver s’appuie dessus jusqu’en mars."
            ask_extension(
                item.pk, until=site.day(120), reason=reason, by=site.lead, at=site.before(days=1)
            )


def _partners(site: Site, lead: Person) -> None:
    facts = PartnerFacts(
        name="Lou Marchal",
        email="lou@exemple.invalid",
        addresses="https://www.instagram.com/lou.roule.electrique",
        note="Parle de longs trajets en voiture électrique.",
    )
    at = site.before(days=80)
    partner = save_partner(facts=facts, unit_id=site.units["com"].pk, by=lead, at=at)
    terms = Terms(
        title="Trois trajets avec Alizé Recharge",
        starts_on=site.day(-75),
        ends_on=site.day(20),
        disclosures=DISCLOSURES,
        must_say="Alizé Recharge",
    )
    contract = file_contract(partner.pk, terms=terms, by=lead, at=at)
    page = "https://www.instagram.com/p/"
    told = (
        (
            "Al1",
            "Collaboration commerciale. Brest-Lyon avec Alizé Recharge : deux pauses, un café.",
        ),
        ("Al2", "Je ne pensais pas que ce serait si simple. Merci Alizé Recharge !"),
    )
    for days, (key, text) in zip((40, 4), told, strict=True):
        seen = Seen(url=f"{page}{key}/", text=text, country="FR")
        expect_post(contract.pk, seen=seen, by=lead, at=site.before(days=days))
    expect_post(contract.pk, seen=Seen(due_on=site.day(9)), by=lead, at=site.before(days=2))


def _ville(site: Site) -> None:
    by = site.people["Fatou Ndiaye"]
    _added(
        site, "logo", "Logo de la ville", town_logo(), days=90, unit="mairie", tags="logo", by=by
    )
    photo = _added(
        site, "picture", "Le port au matin", quay(evening=False), days=60, unit="mairie",
        tags="photo port", by=by,
    )  # fmt: skip
    rights = ItemRights(
        holder="Office de tourisme", licence="cc-by", credit="© Office de tourisme",
        rights_until=site.day(25),
    )  # fmt: skip
    set_item_rights(photo.pk, rights=rights, by=by, at=site.before(days=58))
