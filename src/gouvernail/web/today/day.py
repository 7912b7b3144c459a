"""The whole of Today for one person: the sentence, the lists, the publications of the day."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.charter.queries.duties import DutyToday, duties_of
from gouvernail.content.models import Draft
from gouvernail.content.permissions import visible_drafts
from gouvernail.people.models import Absence, Person, RoleGrant
from gouvernail.people.permissions import Right, active_grants, may, visible_people
from gouvernail.policies.models import Policy
from gouvernail.policies.queries import policies_for_list
from gouvernail.web.context import Shell
from gouvernail.web.today.lines import Group
from gouvernail.web.today.risk import at_risk
from gouvernail.web.today.rows import to_decide, to_do, waiting_of

PUBLICATIONS = 12
UPCOMING = 4
UPCOMING_DAYS = 7
POLICIES = 5
RISKS = frozenset({"risk", "wrong"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of the sentence; with a `url` it is a link to what it speaks of."""

    text: str
    url: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one person sees in the morning.

    `upcoming` is filled when nothing goes out today, `reading` for those who see no content.
    """

    at: datetime
    parts: list[Part]
    groups: list[Group]
    publications: list[Draft]
    upcoming: list[Draft]
    reading: list[Policy]
    duties: list[DutyToday]
    absent: list[Absence]
    roles: list[RoleGrant]
    sees_content: bool

    @property
    def mine(self) -> list[Group]:
        """Return the lists that wait for this person."""
        return [group for group in self.groups if group.name not in RISKS]

    @property
    def others(self) -> list[Group]:
        """Return the lists of what is at risk."""
        return [group for group in self.groups if group.name in RISKS]


def day_of(person: Person, *, at: datetime, zone: ZoneInfo, frame: Shell) -> Day:
    """Return Today for `person` at that instant, days counted in `zone`.

    `frame` is what surrounds the page: what it shows of the same things is read once.

    About thirty queries, whatever the number of accounts and drafts.
    """
    duties = duties_of(person, at=at)
    waiting = waiting_of(person, frame, at=at)
    groups = [to_decide(waiting), to_do(waiting), *at_risk(person)]
    shown = [group for group in groups if group is not None]
    sees_content = may(person, Right.SEE_CONTENT)
    start = datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone)
    week = _publications(person, start=start, until=at) if sees_content else []
    tomorrow = start + timedelta(days=1)
    publications = [one for one in week if one.publish_at and one.publish_at < tomorrow]
    return Day(
        at=at,
        parts=_sentence(person, shown, duties),
        groups=shown,
        publications=publications,
        upcoming=[] if publications else week[:UPCOMING],
        reading=[] if sees_content else _reading(person),
        duties=duties,
        absent=_absent(person, at=at) if may(person, Right.SEE_PEOPLE) else [],
        roles=active_grants(person),
        sees_content=sees_content,
    )


def _reading(person: Person) -> list[Policy]:
    """Return the first policies for people here; those for people outside ask nothing of them."""
    found = policies_for_list(person)
    return [one for one in found if one.audience == Policy.Audience.INTERNAL][:POLICIES]


def _sentence(person: Person, groups: list[Group], duties: list[DutyToday]) -> list[Part]:
    """Return the day in one sentence: a greeting, then what asks for somebody."""
    parts = [Part(text=_("Hello %(name)s.") % {"name": person.name.split(" ")[0]})]
    facts = [*_decisions(groups), *_left(duties), *_risks(person, groups)]
    for left, fact in zip(range(len(facts) - 1, -1, -1), facts, strict=True):
        if not left and len(facts) > 1:
            parts.append(Part(text=_("and")))
        parts.append(replace(fact, after="," if left > 1 else "" if left else "."))
    if not facts:
        return [*parts, Part(text=_("Everything is in order."))]
    return [*parts, Part(text=_("The rest is in order."))]


def _decisions(groups: list[Group]) -> list[Part]:
    parts = []
    for group in groups:
        if not group.count or group.name in RISKS:
            continue
        if group.name == "decide":
            words = ngettext(
                "%(count)s decision waits for you",
                "%(count)s decisions wait for you",
                group.count,
            )
        elif group.name == "against":
            words = ngettext(
                "%(count)s publication stands against the rules",
                "%(count)s publications stand against the rules",
                group.count,
            )
        else:
            words = ngettext(
                "%(count)s thing is to be done", "%(count)s things are to be done", group.count
            )
        parts.append(Part(text=words % {"count": group.count}, url=group.url))
    return parts


def _left(duties: list[DutyToday]) -> list[Part]:
    """Return how many duties of the day are still to be done."""
    count = sum(one.tick is None for one in duties)
    if not count:
        return []
    words = ngettext(
        "%(count)s duty of the day is left", "%(count)s duties of the day are left", count
    )
    return [Part(text=words % {"count": count}, url="#duties")]


def _risks(person: Person, groups: list[Group]) -> list[Part]:
    """Return what is at risk: the accounts without a backup, all those at risk, what went wrong."""
    edits = may(person, Right.EDIT_ACCOUNTS)
    lost = sum(group.without_backup for group in groups) if edits else 0
    parts = []
    if lost:
        words = ngettext(
            "%(count)s account has no backup", "%(count)s accounts have no backup", lost
        )
        url = reverse("registry:account-list") + "?fault=no_backup"
        parts.append(Part(text=words % {"count": lost}, url=url))
    for group in groups:
        if group.name == "risk" and group.count > lost:
            words = ngettext(
                "%(count)s account is at risk in all",
                "%(count)s accounts are at risk in all",
                group.count,
            )
            parts.append(Part(text=words % {"count": group.count}, url=group.url))
        elif group.name == "wrong":
            words = ngettext(
                "%(count)s publication went wrong", "%(count)s publications went wrong", group.count
            )
            parts.append(Part(text=words % {"count": group.count}, url=group.url))
    return parts


def _publications(person: Person, *, start: datetime, until: datetime) -> list[Draft]:
    """Return what goes out from `start` to a week after `until`, the soonest first."""
    rows = visible_drafts(person).filter(
        publish_at__gte=start, publish_at__lt=until + timedelta(days=UPCOMING_DAYS)
    )
    rows = rows.exclude(status__in=(Draft.Status.CANCELLED, Draft.Status.REFUSED))
    found = rows.select_related("unit").prefetch_related("variants__account")
    return list(found.order_by("publish_at", "pk")[:PUBLICATIONS])


def _absent(person: Person, *, at: datetime) -> list[Absence]:
    rows = Absence.objects.filter(
        cancelled_at__isnull=True,
        starts_at__lte=at,
        ends_at__gt=at,
        person__is_active=True,
    )
    seen = Exists(visible_people(person).filter(pk=OuterRef("person")))
    return list(rows.filter(seen).select_related("person", "delegate").order_by("ends_at")[:5])
