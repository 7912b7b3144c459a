"""What the base page needs, asked only when a template asks for it."""

from collections import Counter
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q, Value
from django.http import HttpRequest

from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import awaiting
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.charter.queries.modules import hidden_entries, with_modules
from gouvernail.continuity.tasks.watching import silent_now
from gouvernail.foundation import clock
from gouvernail.foundation.counting import CountOf
from gouvernail.ledger.queries.heads import last_signed_at
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, may_overall, visible_units
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import FreezeView, freeze_state, freezes_in_force
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.faults import OURS
from gouvernail.web import navigation
from gouvernail.web.cast import Character, cast
from gouvernail.web.entries import Entry
from gouvernail.web.tabs import TABS

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "gouvernail_theme"


class Shell:
    """The frame around a page, for one request. Nothing is queried until it is read."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def reader(self) -> Person | None:
        """Return who is signed in, or nobody."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    @cached_property
    def view_name(self) -> str:
        """Return the name of the page, as `registry:account-list`; empty on an error page."""
        match = getattr(self.request, "resolver_match", None)
        return match.view_name if match else ""

    @cached_property
    def groups(self) -> list[navigation.Link]:
        """Return the side bar. At most one query (rights), shared with the page."""
        return self._links(navigation.GROUPS)

    @cached_property
    def tabs(self) -> list[navigation.Link]:
        """Return the tab bar of a phone."""
        return self._links(TABS)

    def _links(self, entries: tuple[Entry, ...]) -> list[navigation.Link]:
        if self.reader is None:
            return []
        return navigation.links_for(
            entries,
            reader=self.reader,
            view_name=self.view_name,
            counts=self.counts,
            hidden=hidden_entries(self.organisation),
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return what waits for the reader: `review`, the posts they may decide on, and `openings`.

        One query for those who decide somewhere, none for the others.
        """
        if self.reader is None or not may(self.reader, Right.DECIDE):
            return {}
        if "waiting" in self.__dict__:  # the page read them whole
            found = {request.pk: request.subject_kind for request in self.waiting}
            kinds = Counter(found.values())
        else:
            rows = awaiting(self.reader, at=clock.now()).order_by()
            kinds = Counter(kind for _key, kind in rows.values_list("pk", "subject_kind"))
        return {"review": kinds["draft"], "openings": kinds["opening"]}

    @cached_property
    def waiting(self) -> list[Request]:
        """Return the requests the reader may decide on, for a page that shows them. Three queries.

        Read before the side bar, it gives the counts there too.
        """
        return list(awaiting(self.reader, at=clock.now())) if self.reader else []

    @cached_property
    def freezes(self) -> list[Freeze]:
        """Return the freezes in force. One query."""
        return list(freezes_in_force())

    @cached_property
    def small_team(self) -> bool:
        """Return whether the charter lets one person answer for their own work. One query."""
        return separation() == Charter.Separation.SMALL

    @cached_property
    def theme(self) -> str:
        """Return `light`, `dark` or `auto`: chosen on this device, else by the person."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        if chosen not in THEMES and self.reader is not None:
            chosen = self.reader.theme
        return chosen if chosen in THEMES else "auto"

    @property
    def is_demo(self) -> bool:
        """Return whether one click signs in as anyone here."""
        return bool(settings.DEMO)

    @property
    def provider_name(self) -> str:
        """Return the name of the identity provider; empty where there is none."""
        return str(settings.OIDC_NAME) if settings.OIDC_URL else ""

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the themes one may choose."""
        return THEMES

    @cached_property
    def _top_units(self) -> list[Unit]:
        """Return the organisation and its departments, with the modules chosen. One query.

        What the frame tells in figures is counted beside: `accounts_seen`, `signed_at`.
        """
        rows = Unit.objects.filter(
            Q(parent=None) | Q(parent__parent=None, status=Unit.Status.OPEN)
        ).annotate(accounts_seen=self._accounts_seen, signed_at=last_signed_at())
        return list(with_modules(rows.order_by("path")))

    @property
    def _accounts_seen(self) -> CountOf | Value:
        if self.reader is None or not may(self.reader, Right.SEE_ACCOUNTS):
            return Value(0)
        return CountOf(visible_accounts(self.reader).filter(OURS).order_by())

    @property
    def organisation(self) -> Unit | None:
        """Return the unit at the top of the tree. One query, shared with `departments`."""
        return next((unit for unit in self._top_units if unit.parent_id is None), None)

    @property
    def departments(self) -> int:
        """Return how many open units stand just below the top."""
        return sum(unit.parent_id is not None for unit in self._top_units)

    @property
    def accounts(self) -> int:
        """Return how many accounts in use the reader may see. The query of `organisation`."""
        units: list[Any] = self._top_units
        return units[0].accounts_seen if units else 0

    @cached_property
    def units(self) -> list[Unit]:
        """Return the open units the reader may see, in tree order. One query."""
        if self.reader is None:
            return []
        return list(visible_units(self.reader).filter(status=Unit.Status.OPEN).order_by("path"))

    @cached_property
    def unit(self) -> Unit | None:
        """Return the unit the address narrows the page to, or none."""
        wanted = self.request.GET.get("unit", "")
        return next((unit for unit in self.units if str(unit.pk) == wanted), None)

    @property
    def search_url(self) -> str:
        """Return where the search box leads; empty when the site has no search."""
        return navigation.address_of("web:search")

    @property
    def search(self) -> str:
        """Return what was last searched for, when this is the page of results."""
        return self.request.GET.get("q", "") if self.view_name == "web:search" else ""

    @property
    def today_url(self) -> str:
        """Return the reader's first page."""
        return navigation.address_of("web:today") or "/"

    @property
    def freeze_url(self) -> str:
        """Return where the freeze control is served; empty when nothing can be frozen."""
        return navigation.address_of("publishing:freeze-control")

    @property
    def first_hour_url(self) -> str:
        """Return the steps of the first hour, from a page they led to; empty elsewhere."""
        reader, inside = self.reader, self.view_name.startswith("onboarding:")
        if inside or reader is None or self.request.COOKIES.get("gouvernail_first_hour") != "on":
            return ""
        leads = may_overall(reader, Right.EDIT_CHARTER)
        return navigation.address_of("onboarding:first-hour") if leads else ""

    @property
    def profile_url(self) -> str:
        """Return the reader's own page; empty when the site has none."""
        return navigation.address_of("people:profile")

    @property
    def notifications_url(self) -> str:
        """Return the reader's notifications; empty when the site has none."""
        return navigation.address_of("notifications:notification-list")

    @property
    def bell_url(self) -> str:
        """Return where the bell with its count is served; empty when the site has none."""
        return navigation.address_of("notifications:bell")

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Return the languages one may choose, each in its own words."""
        return list(settings.LANGUAGES)

    @cached_property
    def freeze_view(self) -> FreezeView:
        """Return what the freeze control shows. One query, shared with `freezes`."""
        return freeze_state(self.freezes)

    @property
    def may_freeze(self) -> bool:
        """Return whether the reader may freeze publishing somewhere."""
        return self.reader is not None and may(self.reader, Right.FREEZE)

    @property
    def silent(self) -> list[str]:
        """Return the processes that give no sign of life, for those who can act. No query."""
        found = silent_now()
        return found if found and self.reader and may(self.reader, Right.SEE_STATUS) else []

    @property
    def journal_signed_at(self) -> datetime | None:
        """Return when the head of the journal was last signed. The query of `organisation`."""
        units: list[Any] = self._top_units
        return units[0].signed_at if units else None

    @cached_property
    def cast(self) -> list[Character]:
        """Return who one may sign in as with one click; nobody outside the demo. One query."""
        return cast() if settings.DEMO else []


def shell(request: HttpRequest) -> dict[str, object]:
    """Give templates `shell`. No query by itself."""
    return {"shell": Shell(request)}
