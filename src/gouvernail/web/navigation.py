"""What the side bar and the tab bar offer a reader: only pages that exist and that they may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import Right, holds_overall, may, may_overall
from gouvernail.web.entries import ASKED, CRISIS, LISTENING, REPORTS, TRAINING, Entry

OF_THE_WHOLE = frozenset({Right.EDIT_CHARTER, Right.SEE_REPORTS})  # a part of it is not enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line as it is shown: `current` is this very place, `open` holds it."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    open: bool = False
    count: int = 0
    children: list["Link"] = field(default_factory=list)


TODAY = Entry(label=_("Today"), name="web:today", under=("web:today",), icon="calendar-event")
ACCOUNTS = Entry(
    label=_("Accounts"),
    name="registry:account-list",
    under=("registry:", "attestations:", "custody:", "credentials:", "openings:", "verification:"),
    icon="at",
    right=Right.SEE_ACCOUNTS,
    counts="openings",
    children=(
        Entry(
            label=pgettext_lazy("navigation", "Register"),
            name="registry:account-list",
            under=("registry:account",),
        ),
        Entry(
            label=_("Opening requests"),
            name="openings:opening-list",
            under=("openings:",),
            counts="openings",
        ),
        Entry(
            label=pgettext_lazy("accounts", "Reviews"),
            name="attestations:review-list",
            under=("attestations:review", "attestations:rule", "attestations:staffing"),
        ),
        Entry(
            label=pgettext_lazy("accounts", "Declarations"),
            name="attestations:campaign-list",
            under=("attestations:campaign", "attestations:decl", "attestations:my-declaration"),
        ),
        Entry(
            label=_("Custody of access"),
            name="custody:board",
            under=("custody:",),
            right=Right.SEE_ACCESS,
        ),
        Entry(label=_("Vault"), name="credentials:item-list", under=("credentials:",)),
        Entry(
            label=_("Imports"),
            name="registry:import-list",
            under=("registry:import",),
            right=Right.IMPORT_ACCOUNTS,
        ),
        Entry(
            label=_("Is this ours?"),
            name="verification:choice-list",
            under=("verification:",),
            right=Right.EDIT_CHARTER,
        ),
        Entry(
            label=_("Reported fakes"),
            name="verification:report-list",
            under=("verification:",),
            right=Right.SEE_REPORTS,
            seat=Seat.LEGAL,
            without=Right.EDIT_CHARTER,
        ),
    ),
)
BREACHES = ("conduct:case", "conduct:figure", "conduct:basis")
LICENCES = ("licences:person", "licences:mine", "licences:requirement", "licences:waiver")
SETTINGS = ("charter:edit", "charter:modules")
CHARTER_PAGES = (
    *("charter:page", "charter:frame", "charter:starter", "charter:line", "charter:team"),
    "charter:duty",
)
CHARTER = (*CHARTER_PAGES, "charter:risk")
OPENINGS = Entry(
    label=_("Opening requests"),
    name="openings:opening-list",
    under=("openings:",),
    icon="rocket",
    without=Right.SEE_ACCOUNTS,
)
CALENDAR = Entry(label=_("Calendar"), name="content:calendar", under=("content:calendar",))

AMBASSADORS = Entry(
    label=pgettext_lazy("navigation", "Ambassadors"),
    name="advocacy:programme-list",
    under=("advocacy:",),
    icon="heart",
)

GROUPS: tuple[Entry, ...] = (
    TODAY,
    ACCOUNTS,
    OPENINGS,
    Entry(
        label=_("Content"),
        name="content:calendar",
        under=("content:", "publishing:", "records:", "approvals:request", "replies:"),
        icon="pencil",
        right=Right.SEE_CONTENT,
        counts="review",
        children=(
            CALENDAR,
            Entry(
                label=_("Drafts"),
                name="content:draft-list",
                under=("content:draft", "content:composer"),
            ),
            Entry(
                label=pgettext_lazy("navigation", "Review"),
                name="content:review-list",
                under=("content:review", "approvals:request"),
                counts="review",
            ),
            Entry(
                label=_("Deliveries"),
                name="publishing:delivery-list",
                under=("publishing:delivery", "publishing:handoff", "publishing:hand-off"),
            ),
            Entry(
                label=_("Approved replies"),
                name="replies:reply-list",
                under=("replies:",),
            ),
            Entry(
                label=_("Archive"),
                name="records:record-list",
                under=("records:",),
                right=Right.SEE_RECORDS,
            ),
        ),
    ),
    LISTENING,
    ASKED,
    CRISIS,
    Entry(
        label=_("Rules & policies"),
        name="policies:policy-list",
        under=(
            *CHARTER,
            "policies:",
            "signing:",
            "consultations:",
            "rulebooks:",
            "approvals:route",
        ),
        icon="scale",
        right=Right.READ_POLICIES,
        children=(
            Entry(
                label=_("Governance charter"),
                name="charter:page",
                under=CHARTER_PAGES,
            ),
            Entry(
                label=_("Risks"),
                name="charter:risk-list",
                under=("charter:risk",),
                right=Right.SEE_UNIT,
            ),
            Entry(
                label=_("Policies"),
                name="policies:policy-list",
                under=("policies:",),
            ),
            Entry(
                label=pgettext_lazy("navigation", "Signatures"),
                name="signing:mine",
                under=("signing:",),
            ),
            Entry(
                label=_("Consultations"),
                name="consultations:consultation-list",
                under=("consultations:",),
            ),
            Entry(
                label=_("Rules"),
                name="rulebooks:pack-list",
                under=("rulebooks:",),
                right=Right.SEE_CONTENT,
            ),
            Entry(
                label=_("Approval routes"),
                name="approvals:route-list",
                under=("approvals:route",),
                right=Right.SEE_CONTENT,
            ),
        ),
    ),
    Entry(
        label=_("Brand"),
        name="brand:guide",
        under=("brand:",),
        icon="book-2",
        right=Right.READ_BRAND,
        children=(
            Entry(label=_("Style guide"), name="brand:guide", under=("brand:guide",)),
            Entry(label=_("Templates"), name="brand:template-list", under=("brand:template",)),
            Entry(label=_("Audiences"), name="brand:audience-list", under=("brand:audience",)),
            Entry(
                label=_("Library"),
                name="brand:library-list",
                under=("brand:library", "brand:profile", "brand:extension", "content:asset"),
            ),
            Entry(
                label=_("Influencers"),
                name="brand:partner-list",
                under=("brand:partner", "brand:contract"),
                right=Right.SEE_CONTENT,
            ),
            Entry(label=_("Colours and icons"), name="brand:kit", under=("brand:kit",)),
        ),
    ),
    Entry(
        label=_("Team"),
        name="people:person-list",
        under=(
            "people:person",
            "people:invit",
            "people:unit",
            "people:absence",
            "people:role",
            "people:door",
            *SETTINGS,
            *("blueprint:", "continuity:"),
            *BREACHES,
            "licences:",
            "teams:",
        ),
        icon="users",
        right=Right.SEE_PEOPLE,
        children=(
            Entry(
                label=_("People"),
                name="people:person-list",
                under=("people:person", "people:invit", "people:absence", "people:role"),
            ),
            Entry(
                label=_("Units"),
                name="people:unit-list",
                under=("people:unit",),
            ),
            Entry(
                label=pgettext_lazy("navigation", "Teams"),
                name="teams:team-list",
                under=("teams:",),
            ),
            Entry(
                label=pgettext_lazy("navigation", "My team"),
                name="licences:team-list",
                under=("licences:team",),
                right=Right.MANAGE_PEOPLE,
            ),
            Entry(
                label=_("Who may publish"),
                name="licences:person-list",
                under=LICENCES,
            ),
            Entry(
                label=pgettext_lazy("navigation", "Breaches"),
                name="conduct:case-list",
                under=BREACHES,
                right=Right.OPEN_CASES,
            ),
            Entry(
                label=pgettext_lazy("navigation", "Breaches"),
                name="conduct:case-list",
                under=BREACHES,
                seat=Seat.LEGAL,
                without=Right.OPEN_CASES,
            ),
            Entry(
                label=_("Settings"),
                name="charter:edit",
                under=SETTINGS,
                right=Right.EDIT_CHARTER,
            ),
            Entry(
                label=_("Governance as files"),
                name="blueprint:application-list",
                under=("blueprint:",),
                right=Right.EDIT_CHARTER,
            ),
            Entry(
                label=_("Sign-ins"),
                name="people:door-list",
                under=("people:door",),
                right=Right.SEE_SIGN_INS,
            ),
            Entry(
                label=_("State of the site"),
                name="continuity:status",
                under=("continuity:",),
                right=Right.SEE_STATUS,
            ),
        ),
    ),
    TRAINING,
    AMBASSADORS,
    REPORTS,
)


@lru_cache(maxsize=256)
def address_of(name: str) -> str:
    """Return the address of a view without arguments; empty when the site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def links_for(
    entries: tuple[Entry, ...],
    *,
    reader: Person,
    view_name: str,
    counts: Mapping[str, int],
    hidden: tuple[str, ...] = (),
) -> list[Link]:
    """Return what `reader` is offered, marked for the page `view_name` they are on.

    What begins with one of `hidden` is left out: its module is switched off. A group whose own
    page is left out leads to the first of its others.

    One query the first time rights are asked for this person object, none after.
    """
    return [
        link
        for entry in entries
        if (link := _link(entry, reader=reader, view_name=view_name, counts=counts, hidden=hidden))
        is not None
    ]


def _link(
    entry: Entry,
    *,
    reader: Person,
    view_name: str,
    counts: Mapping[str, int],
    hidden: tuple[str, ...],
) -> Link | None:
    if not _allowed(entry, reader):
        return None
    if entry.without is not None and _has(reader, entry.without):
        return None
    children = links_for(
        entry.children, reader=reader, view_name=view_name, counts=counts, hidden=hidden
    )
    own = "" if entry.name.startswith(hidden) else address_of(entry.name)
    url = own or (children[0].url if children else "")
    if not url:
        return None
    within = view_name.startswith(entry.under)
    inside = any(child.current for child in children)
    return Link(
        label=str(entry.label),
        url=url,
        icon=entry.icon,
        current=within and not inside,
        open=within,
        count=counts.get(entry.counts, 0),
        children=children if len(children) > 1 else [],
    )


def _allowed(entry: Entry, reader: Person) -> bool:
    own = entry.right is None or _has(reader, entry.right)
    return own or bool(entry.seat and holds_overall(reader, entry.seat))


def _has(reader: Person, right: Right) -> bool:
    return (may_overall if right in OF_THE_WHOLE else may)(reader, right)
