"""What other departments say about the same thing: under review, scheduled, published lately.

Rules compare a draft with these posts (`repetition`, `contradiction`) and quote them, so only what
the draft's author and whoever reads the finding may both see is passed to them; what is published
may be read by anybody. Of another post under review nothing is quoted: only that it exists, and
whom to ask; to a guest from outside, not even that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from gouvernail.brand.models import AudienceAccount
from gouvernail.content.models import Draft
from gouvernail.content.permissions import visible_drafts
from gouvernail.content.queries.drafts import Manuscript
from gouvernail.kernel.rules import Neighbour
from gouvernail.kernel.text import fold, likeness, spaced, subject_words
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.records.models import Record
from gouvernail.records.queries import holding_any
from gouvernail.registry.models import Account

WINDOW: Final = timedelta(days=30)
"""How far apart two posts may be and still be compared."""
HOUR: Final = timedelta(hours=1)
READ: Final = 300
"""Posts read at most of each kind, the nearest in time first."""
KEPT: Final = 12
"""Posts passed to the rules: those that share the most words; a verdict keeps them all."""
SHARED: Final = 2
"""Words about the subject that two posts share before they are compared."""
ALIKE: Final = 0.8
NAMES: Final = 2000
WAITING: Final = (Draft.Status.IN_REVIEW, Draft.Status.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads what is said of a draft, besides its author; `outside`: a guest of the house."""

    person: Person | None = None
    outside: bool = False


BY_AUTHOR: Final = Reading()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A post of the house beside a draft: what rules read of it, and who can be asked.

    `person` is None for what was not written here. `when` is None when nobody chose a time. The
    author may not read what is not `is_readable`; `address` is where it stands on its network.
    """

    neighbour: Neighbour
    account: Account
    person: Person | None = None
    when: datetime | None = None
    draft_id: object = None
    address: str = ""
    is_readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The posts beside a draft: those that rules may quote, those they may not, and the names."""

    beside: tuple[Beside, ...] = ()
    hidden: tuple[Beside, ...] = ()
    crowd: tuple[Beside, ...] = ()
    names: tuple[str, ...] = ()
    by_ref: Mapping[str, Beside] = field(default_factory=dict)

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """Return what rules compare the draft with."""
        return tuple(one.neighbour for one in self.beside)


def surroundings_of(
    manuscript: Manuscript, *, at: datetime, compares: bool = True, reading: Reading = BY_AUTHOR
) -> Surroundings:
    """Return what stands beside a manuscript around `at`. Six queries, none without a word.

    Where no rule `compares`, only who speaks to the same people within the hour is looked for.
    """
    text = "\n".join([manuscript.text, *(one.text for one in manuscript.said if one.adapted)])
    about = subject_words(text)
    if len(about) < SHARED:
        return Surroundings()
    looks = not reading.outside and (compares or manuscript.draft.publish_at is not None)
    waiting = list(_waiting(manuscript, reading.person, at=at)) if looks else []
    if not compares:
        return Surroundings(crowd=tuple(_crowd(manuscript, waiting)))
    near = _nearest([*waiting, *_published(manuscript, about, at=at)], about)
    beside = tuple(one for one in near if one.is_readable)[:KEPT]
    return Surroundings(
        beside=beside,
        hidden=tuple(one for one in near if not one.is_readable and _same(one, text)),
        crowd=tuple(_crowd(manuscript, waiting)),
        names=_names_in(text),
        by_ref={one.neighbour.ref: one for one in beside},
    )


def _waiting(manuscript: Manuscript, reader: Person | None, *, at: datetime) -> Iterator[Beside]:
    """Yield what others have under review or scheduled, one for each text. Two queries."""
    readers = {one.pk: one for one in (manuscript.draft.author, reader) if one is not None}
    readable = Q()
    for one in readers.values():
        readable &= Q(Exists(visible_drafts(one).filter(pk=OuterRef("pk"))))
    drafts = (
        Draft.objects.filter(
            Q(publish_at__isnull=True) | Q(publish_at__range=(at - WINDOW, at + WINDOW)),
            status__in=WAITING,
        )
        .exclude(pk=manuscript.draft.pk)
        .annotate(is_readable=ExpressionWrapper(readable, output_field=BooleanField()))
        .select_related("author")
        .prefetch_related("variants__account")
        .order_by("-edited_at", "-pk")[:READ]
    )
    for draft in drafts:
        seen: set[str] = set()
        for variant in draft.variants.all():
            said = variant.text if variant.adapted else draft.text
            if said in seen:
                continue
            seen.add(said)
            yield Beside(
                neighbour=Neighbour(
                    text=said,
                    who=variant.account.name,
                    account=str(variant.account_id),
                    network=variant.account.network,
                    lang=draft.language[:2],
                    at=draft.publish_at,
                    ref=f"draft:{draft.pk}:{variant.account_id}",
                ),
                account=variant.account,
                person=draft.author,
                when=draft.publish_at,
                draft_id=draft.pk,
                is_readable=draft.is_readable,
            )


def _published(manuscript: Manuscript, about: Iterable[str], *, at: datetime) -> Iterator[Beside]:
    """Yield what was published lately about the same words. One query.

    What this very draft published is left out.
    """
    lately = Record.objects.filter(
        published_at__range=(at - WINDOW, at + WINDOW), aside=False, ending__isnull=True
    )
    rows = holding_any(lately, sorted(about)).select_related("account")
    own = Delivery.objects.filter(subject_id=manuscript.draft.pk).values("pk")
    for record in rows.exclude(delivery_id__in=own).order_by("-published_at", "-pk")[:READ]:
        yield Beside(
            neighbour=Neighbour(
                text=record.text,
                who=record.account.name,
                account=str(record.account_id),
                network=record.account.network,
                lang=record.language[:2],
                at=record.published_at,
                ref=f"record:{record.pk}",
            ),
            account=record.account,
            when=record.published_at,
            address=record.url,
        )


def _nearest(found: Sequence[Beside], about: frozenset[str]) -> list[Beside]:
    """Return the posts that share enough words with the draft, those that share most first."""
    shared = [(len(about & subject_words(one.neighbour.text)), one) for one in found]
    close = [pair for pair in shared if pair[0] >= SHARED]
    close.sort(key=lambda pair: -pair[0])
    return [one for _count, one in close]


def _same(one: Beside, text: str) -> bool:
    """Return whether a post the author may not read says the same, or speaks of the same thing."""
    about, other = subject_words(text), subject_words(one.neighbour.text)
    smaller = min(len(about), len(other))
    return likeness(text, one.neighbour.text) >= ALIKE or 2 * len(about & other) >= smaller


def _crowd(manuscript: Manuscript, waiting: Iterable[Beside]) -> Iterator[Beside]:
    """Yield what appears within the hour, before or after, for an audience of ours. One query."""
    moment = manuscript.draft.publish_at
    close = [one for one in waiting if moment and one.when and abs(one.when - moment) < HOUR]
    if not close:
        return
    ours = {one.account.pk for one in manuscript.said}
    others = {one.account.pk for one in close} - ours
    pairs = AudienceAccount.objects.filter(
        account_id__in=ours | others, audience__archived_at__isnull=True
    ).values_list("audience_id", "account_id")
    reached = {audience for audience, account in pairs if account in ours}
    crowded = {account for audience, account in pairs if audience in reached} - ours
    told: set[object] = set()
    for one in close:
        if one.account.pk in crowded and one.account.pk not in told:
            told.add(one.account.pk)
            yield one


def _names_in(text: str) -> tuple[str, ...]:
    """Return the names of units and accounts that a text speaks of. Two queries."""
    words = f" {spaced(fold(text)).strip()} "
    labels = Unit.objects.values_list("name", flat=True)[:NAMES]
    accounts = Account.objects.filter(status__in=Account.SPEAKING).order_by("-updated_at")
    named = {*labels, *accounts.values_list("name", flat=True)[:NAMES]}
    return tuple(sorted(name for name in named if f" {_spaced(name)} " in words))


@lru_cache(maxsize=4 * NAMES)
def _spaced(name: str) -> str:
    return spaced(fold(name)).strip()
