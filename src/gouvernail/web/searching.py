"""One search for everything a reader may see. Each kind costs one query."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gouvernail.content.permissions import visible_drafts
from gouvernail.foundation.sorting import Plain, by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.permissions import visible_policies
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import handle_label, network_label
from gouvernail.verification.errors import DirectoryClosedError
from gouvernail.verification.permissions import open_directory
from gouvernail.verification.queries.addresses import read_address
from gouvernail.verification.queries.answers import (
    UNKNOWN,
    RegisterAnswer,
    answer_to,
    register_answers,
)
from gouvernail.verification.queries.words import words_of
from gouvernail.web import navigation
from gouvernail.web.words import day_words

EACH = 8
SHORTEST = 2
_YES: Final = gettext_noop("Yes, it is ours: %(name)s")
_NO: Final = gettext_noop("No, it is not ours: %(name)s")
_SAID: Final = {  # by the status of the account in the register
    **dict.fromkeys(Account.OURS, _YES),
    **dict.fromkeys(Account.NOT_OURS, _NO),
    "opening": gettext_noop("It is being opened for us, and does not speak yet: %(name)s"),
    "closed": gettext_noop("It was ours, and it is closed: %(name)s"),
    "dismissed": gettext_noop("No, it was set aside as not ours: %(name)s"),
    "duplicate": gettext_noop("It is the double of another account of the register: %(name)s"),
    "to_confirm": gettext_noop("Nobody has said yet whether it is ours: %(name)s"),
}
_PERSONAL: Final = gettext_noop("It is a personal account, and does not speak for us: %(name)s")
_GIVEN_UP: Final = gettext_noop("No, its opening was given up: %(name)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: what it is called, one fact, where it is (empty: nowhere)."""

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
    """Return what `reader` may see and that holds every word, kind by kind; five queries.

    An address of a network is answered first: is it ours? Two queries more, or eight at most
    for one that is of no account `reader` may see.
    """
    if len(words) < SHORTEST:
        return []
    found = [_addresses, _pages, _accounts, _people, _drafts, _clauses]
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


def _addresses(words: str, reader: Person) -> Kind:
    """Answer whether an address is ours, as far as `reader` may see. Nothing for other words."""
    asked = Kind(title=_("Is this address ours?"), icon="rosette-discount-check", hits=[])
    if "." not in words or read_address(words).address is None:
        return asked
    accounts = visible_accounts(reader).select_related("unit")
    [answer] = register_answers([words], accounts=accounts)
    account = answer.account
    if account is None:
        asked.hits.append(_public_hit(words))
        return asked
    facts = (network_label(account.network), handle_label(account), account.unit.short_label)
    asked.hits.append(
        Hit(
            title=_verdict(answer, account),
            fact=" · ".join((*facts, str(account.get_status_display()))),
            url=reverse("registry:account-detail", args=[account.pk]),
        )
    )
    return asked


def _public_hit(words: str) -> Hit:
    """Return what the public is told of an address that is of no account the reader may see."""
    try:
        directory = open_directory()
    except DirectoryClosedError:
        none = _("No account that you may see has this address")
        return Hit(title=none, fact=_("Whoever keeps the register knows the others."), url="")
    answer = answer_to(words, directory=directory)
    fact = _("The public page answers this.")
    if answer.verdict == UNKNOWN:
        fact = _("No account that you may see has this address, and the public page knows none.")
    url = f"{reverse('verification:answer')}?{urlencode({'q': words})}"
    return Hit(title=str(words_of(answer).title), fact=fact, url=url)


def _verdict(answer: RegisterAnswer, account: Account) -> str:
    if answer.until is not None:
        day = day_words(timezone.localdate(answer.until))
        facts = {"name": account.name, "handle": handle_label(account), "day": day}
        return _("It was that of %(name)s until %(day)s, now %(handle)s") % facts
    if answer.detail == "not_the_profile":
        return _("It is not the page of %(name)s, and may open something else") % {
            "name": account.name
        }
    said = _PERSONAL if answer.detail == "personal" else _SAID[account.status]
    if account.status == "closed" and account.status_before == "opening":
        said = _GIVEN_UP
    return _(said) % {"name": account.name}


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
        for account in rows.order_by(Plain("name"), "network")[:EACH]
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
        for person in rows.select_related("home_unit").order_by(Plain("name"))[:EACH]
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
        for clause in rows.order_by(by_title("version__policy__"), "position")[:EACH]
    ]
    return Kind(title=_("Clauses"), icon="scale", hits=hits)
