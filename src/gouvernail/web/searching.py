"""One search for everything a reader may see. Each kind costs one query."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.content.permissions import visible_drafts
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.permissions import visible_policies
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import handle_label, network_label
from gouvernail.web import navigation

EACH = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is called, one fact, where it is."""

    title: str
    fact: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The hits of one kind, `EACH` at most; `more_url` leads to the whole list, if there is one."""

    title: str
    icon: str
    hits: list[Hit]
    more_url: str = ""


def search_everywhere(words: str, *, reader: Person) -> list[Kind]:
    """Return what `reader` may see and that holds every word, kind by kind; five queries."""
    if len(words) < SHORTEST:
        return []
    found = [_pages, _accounts, _people, _drafts, _clauses]
    kinds = [find(words, reader) for find in found]
    return [kind for kind in kinds if kind.hits]


def _every_word(words: str, *fields: str) -> Q:
    condition = Q()
    for word in words.split():
        bare = word.lstrip("@#") or word
        any_field = Q()
        for field in fields:
            any_field |= Q(**{f"{field}__icontains": bare})
        condition &= any_field
    return condition


def _pages(words: str, reader: Person) -> Kind:
    groups = navigation.links_for(navigation.GROUPS, reader=reader, view_name="", counts={})
    links = [link for group in groups for link in (group, *group.children)]
    lowered = words.lower()
    seen: dict[str, Hit] = {}
    for link in links:
        if lowered in link.label.lower():
            seen.setdefault(link.url, Hit(title=link.label, fact=_("Page"), url=link.url))
    return Kind(title=_("Pages"), icon="compass", hits=list(seen.values())[:EACH])


def _accounts(words: str, reader: Person) -> Kind:
    condition = _every_word(words, "name", "handle", "url", "purpose", "unit__name", "network")
    rows = visible_accounts(reader).filter(condition).select_related("unit")
    hits = [
        Hit(
            title=account.name,
            fact=" · ".join(
                (network_label(account.network), handle_label(account), account.unit.short_label)
            ),
            url=reverse("registry:account-detail", args=[account.pk]),
        )
        for account in rows.order_by("name", "network")[:EACH]
    ]
    more = reverse("registry:account-list")
    return Kind(title=_("Accounts"), icon="at", hits=hits, more_url=more)


def _people(words: str, reader: Person) -> Kind:
    rows = visible_people(reader).filter(_every_word(words, "name", "email", "job"))
    hits = [
        Hit(
            title=person.name,
            fact=" · ".join(part for part in (person.job, str(person.home_unit or "")) if part),
            url=reverse("people:person-detail", args=[person.pk]),
        )
        for person in rows.select_related("home_unit").order_by("name")[:EACH]
    ]
    return Kind(title=_("People"), icon="users", hits=hits)


def _drafts(words: str, reader: Person) -> Kind:
    rows = visible_drafts(reader).filter(_every_word(words, "title", "text"))
    hits = [
        Hit(
            title=draft.title,
            fact=f"{draft.unit.short_label} · {draft.get_status_display()}",
            url=reverse("content:draft-detail", args=[draft.pk]),
        )
        for draft in rows.select_related("unit").order_by("-edited_at")[:EACH]
    ]
    return Kind(title=_("Posts"), icon="pencil", hits=hits, more_url=reverse("content:draft-list"))


def _clauses(words: str, reader: Person) -> Kind:
    condition = _every_word(words, "title", "title_en", "text", "text_en", "anchor")
    rows = Clause.objects.filter(
        condition,
        version__status=PolicyVersion.Status.IN_FORCE,
        version__policy__in=visible_policies(reader),
    ).select_related("version__policy")
    hits = [
        Hit(
            title=f"{clause.anchor} {clause.label}",
            fact=clause.version.policy.label,
            url=reverse("policies:policy-detail", args=[clause.version.policy.slug])
            + f"#c{clause.anchor}",
        )
        for clause in rows.order_by("version__policy__title", "position")[:EACH]
    ]
    return Kind(title=_("Clauses"), icon="scale", hits=hits)
