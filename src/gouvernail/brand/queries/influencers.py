"""Partners and their posts: what the contract asks and is not said; lists and counts."""

from datetime import date

from django.core.mail import EmailMessage
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gouvernail.brand.models.influencers import Contract, Partner, PartnerPost
from gouvernail.brand.permissions.library import visible_partners
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text import fold
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope

SIZE = 50


def contract_findings(contract: Contract, text: str, *, country: str = "") -> list[dict[str, str]]:
    """Return what the contract asks and a text does not say. Case and accents do not count.

    Of the words of disclosure of the country, one is enough; without a country, those of each
    country are asked. Each line of `must_say` must be there. No query.
    """
    lands = [country] if country in contract.disclosures else list(contract.disclosures)
    found = [
        {"code": "disclosure", "words": f"{land}: {' / '.join(words)}", "source": "contract"}
        for land in lands
        if (words := contract.disclosures[land]) and not any(_says(text, one) for one in words)
    ]
    return found + [
        {"code": "must_say", "words": line.strip(), "source": "contract"}
        for line in contract.must_say.splitlines()
        if line.strip() and not _says(text, line)
    ]


def _says(text: str, line: str) -> bool:
    """Return whether a text holds the words of a line, whole; a line without any is a sign."""
    words = _plain(line)
    if not words:
        return fold(line).text.strip() in fold(text).text
    return f" {words} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    """Return folded words between single spaces; signs of tags and stops are spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text).text).split())


def partners_page(
    viewer: Person, *, search: str = "", state: str = "", cursor: str = "", today: date
) -> Page[Partner]:
    """Return one page of partners by name, with what is to be checked and breaches. One query."""
    rows = visible_partners(viewer).select_related("unit")
    if search:
        rows = rows.filter(name__icontains=search)
    if state == "over":
        rows = rows.exclude(contracts__ends_on__gte=today)
    if state == "breach":
        open_ = (PartnerPost.Status.BREACH, PartnerPost.Status.ASKED)
        posts = PartnerPost.objects.filter(contract__partner=OuterRef("pk"), status__in=open_)
        rows = rows.filter(Exists(posts))
    rows = counted(rows).annotate(by_name=Plain("name"))
    return page_of(rows, order=("by_name", "id"), cursor=cursor, size=SIZE)


def counted(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Add to partners: the last day agreed, posts in all, to look at, and in breach ever."""
    waiting = Q(contracts__posts__status__in=("expected", "breach", "asked"))
    return rows.annotate(
        last_day=Max("contracts__ends_on"),
        post_count=Count("contracts__posts", distinct=True),
        open_count=Count("contracts__posts", filter=waiting, distinct=True),
        breach_count=Count(
            "contracts__posts", filter=Q(contracts__posts__was_breach=True), distinct=True
        ),
    )


def contracts_of(partner: Partner) -> list[Contract]:
    """Return the contracts of a partner, the latest first. One query."""
    return list(partner.contracts.select_related("paper", "signed_by"))


def posts_of_partner(partner: Partner, *, cursor: str = "") -> Page[PartnerPost]:
    """Return one page of the posts of a partner, the latest first. One query."""
    rows = PartnerPost.objects.filter(contract__partner=partner).select_related("contract")
    return page_of(rows, order=("-added_at", "-id"), cursor=cursor, size=SIZE)


def is_late(today: date) -> Q:
    """Return the filter on posts that are late: expected, and the day they were for has passed."""
    return Q(status=PartnerPost.Status.EXPECTED, due_on__lt=today)


def posts_to_check(person: Person, *, today: date) -> QuerySet[PartnerPost]:
    """Return the posts that wait for somebody who edits the brand there. One query."""
    rows = PartnerPost.objects.filter(
        scope(person, Right.EDIT_BRAND, "contract__partner__unit__path"),
        is_late(today) | Q(status=PartnerPost.Status.BREACH),
    )
    return rows.select_related("contract__partner").order_by("due_on", "pk")[:20]


def letters_waiting(limit: int) -> list[PartnerPost]:
    """Return the posts whose partner is to be written to. One query."""
    rows = PartnerPost.objects.filter(
        letter=PartnerPost.Letter.WAITING, status=PartnerPost.Status.ASKED
    )
    return list(rows.select_related("contract__partner").order_by("asked_at", "pk")[:limit])


def letter_to(post: PartnerPost) -> EmailMessage:
    """Return the letter that asks a partner for a correction, in the partner's language."""
    partner = post.contract.partner
    with translation.override(partner.language):
        return EmailMessage(
            subject=_("Please correct a publication"),
            body=render_to_string("brand/partner_letter.txt", {"post": post, "partner": partner}),
            to=[partner.email],
        )
