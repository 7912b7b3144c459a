"""Drafts in lists, and one draft with all it holds."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from gouvernail.approvals.models import Origin
from gouvernail.content.models import Draft, DraftMedia, Revision, Variant
from gouvernail.content.permissions import visible_drafts
from gouvernail.content.queries.proofs import Support, supports_of
from gouvernail.people.models import Person
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account

Status = Draft.Status
EDITABLE = (Status.DRAFTING, Status.CHANGES, Status.REFUSED)
VOIDABLE = (Status.IN_REVIEW, Status.APPROVED, Status.PROBLEM)
OUT = (
    Delivery.Status.SENT,
    Delivery.Status.VERIFIED,
    Delivery.Status.ALTERED,
    Delivery.Status.DISAPPEARED,
    Delivery.Status.TO_CONFIRM,
)
STATES = {
    "drafting": (Status.DRAFTING,),
    "to_rework": (Status.CHANGES, Status.REFUSED),
    "in_review": (Status.IN_REVIEW,),
    "approved": (Status.APPROVED,),
    "published": (Status.PUBLISHED,),
    "attention": (Status.PROBLEM,),
    "cancelled": (Status.CANCELLED,),
}


SAID = ("origin", "licence", "territory")
"""What the library says of a picture that is agreed to with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFilter:
    """What a list of drafts is narrowed to; empty fields narrow nothing."""

    state: str = ""
    unit_path: str = ""
    mine: bool = False
    search: str = ""


def drafts_for_list(viewer: Person, wanted: DraftFilter) -> QuerySet[Draft]:
    """Return drafts with unit, author and accounts, the latest edited first. Two queries."""
    drafts = visible_drafts(viewer).filter(_condition(viewer, wanted))
    accounts = Variant.objects.select_related("account").order_by("position")
    return drafts.select_related("unit", "author", "edited_by").prefetch_related(
        Prefetch("variants", queryset=accounts)
    )


def draft_counts(viewer: Person) -> dict[str, int]:
    """Return how many drafts stand in each state of `STATES`. One query."""
    totals = {name: Count("pk", filter=Q(status__in=found)) for name, found in STATES.items()}
    return visible_drafts(viewer).aggregate(**totals)


def _condition(viewer: Person, wanted: DraftFilter) -> Q:
    condition = Q()
    if wanted.state in STATES:
        condition &= Q(status__in=STATES[wanted.state])
    else:
        condition &= ~Q(status=Status.CANCELLED)
    if wanted.unit_path:
        condition &= Q(unit__path__startswith=wanted.unit_path)
    if wanted.mine:
        condition &= Q(author=viewer) | Q(assignee=viewer)
    if wanted.search:
        condition &= Q(title__icontains=wanted.search) | Q(text__icontains=wanted.search)
    return condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one account would say: its own text when `adapted`, else the common one."""

    account: Account
    text: str
    adapted: bool
    options: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what forms call this account."""
        return str(self.account.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A draft as it is being written, saved or not: the input of every check and preview."""

    draft: Draft
    title: str
    text: str
    language: str
    tags: tuple[str, ...]
    said: tuple[Said, ...]
    media: tuple[DraftMedia, ...]
    origin: str = Draft.Origin.PERSON
    sent_by: str = ""
    countries: tuple[str, ...] = ()
    proofs: tuple[Support, ...] = ()

    @property
    def origins(self) -> frozenset[str]:
        """Return how machines had a hand in it, as routes know it (`approvals.models.Origin`)."""
        said = {self.origin} - {str(Draft.Origin.PERSON)}
        return frozenset(said | ({str(Origin.SENT)} if self.sent_by else set()))

    @property
    def networks(self) -> frozenset[str]:
        """Return the networks it would appear on."""
        return frozenset(one.account.network for one in self.said)

    @property
    def pictures(self) -> list[dict[str, object]]:
        """Return the pictures as rules and approvals know them, in order.

        With what the library says of who made them and of where they may be shown, if it does.
        """
        return [
            {
                "sha256": one.asset.sha256,
                "mime": one.asset.mime,
                "alt": one.alt,
                "order": order,
                "width": one.asset.width,
                "height": one.asset.height,
                **{name: said for name in SAID if (said := getattr(one.asset, name))},
            }
            for order, one in enumerate(self.media)
        ]


def machine_words(origin: str, sent_by: str) -> tuple[str, ...]:
    """Return how machines had a hand in a text, in words; nothing when a person wrote it."""
    said = () if origin == Draft.Origin.PERSON else (str(Draft.Origin(origin).label),)
    sent = (gettext("sent in by a program (key %(key)s…)") % {"key": sent_by},) if sent_by else ()
    return said + sent


def manuscript_of(draft: Draft) -> Manuscript:
    """Return a draft as it is saved: accounts, connections, pictures, proofs. Three queries."""
    variants = draft.variants.select_related("account__connection", "account__unit")
    return Manuscript(
        draft=draft,
        title=draft.title,
        text=draft.text,
        language=draft.language,
        tags=tuple(draft.tags),
        said=tuple(
            Said(
                account=variant.account,
                text=variant.text if variant.adapted else draft.text,
                adapted=variant.adapted,
                options=dict(variant.options),
            )
            for variant in variants.order_by("position", "pk")
        ),
        media=tuple(draft.media.select_related("asset").order_by("position", "pk")),
        origin=draft.origin,
        sent_by=draft.sent_by,
        countries=tuple(draft.countries),
        proofs=supports_of(draft),
    )


def revision_of(draft_id: UUID, number: int) -> Revision | None:
    """Return one submitted revision. One query."""
    return Revision.objects.filter(draft_id=draft_id, number=number).select_related("by").first()


def editor_ids(draft: Draft) -> frozenset[UUID]:
    """Return everybody whose hand is in the draft, its author included. One query."""
    return frozenset(draft.editors.values_list("person_id", flat=True)) | {draft.author_id}


def accounts_ordered(draft_id: UUID, revision: int) -> set[UUID]:
    """Return the accounts that have their delivery of a revision, whatever became of it. One query.

    One that failed, or missed its time, leaves on somebody's word alone (trust.md 6.4).
    """
    rows = Delivery.objects.filter(subject_id=draft_id, revision=revision)
    return set(rows.values_list("account_id", flat=True))


def has_left(draft_id: UUID, *, besides: int = 0) -> bool:
    """Return whether an account has published the draft, or somebody says so. One query.

    `besides`: of another revision than that one.
    """
    rows = Delivery.objects.filter(subject_id=draft_id, status__in=OUT)
    return rows.exclude(revision=besides).exists()
