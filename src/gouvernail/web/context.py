"""What the base page needs, asked only when a template asks for it."""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.web import navigation

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
        if self.reader is None:
            return []
        return navigation.links_for(navigation.GROUPS, reader=self.reader, view_name=self.view_name)

    @cached_property
    def tabs(self) -> list[navigation.Link]:
        """Return the tab bar of a phone."""
        if self.reader is None:
            return []
        return navigation.links_for(navigation.TABS, reader=self.reader, view_name=self.view_name)

    @cached_property
    def theme(self) -> str:
        """Return `light`, `dark` or `auto`, as the reader chose on this device."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else "auto"

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the themes one may choose."""
        return THEMES

    @cached_property
    def organisation(self) -> Unit | None:
        """Return the unit at the top of the tree. One query."""
        return Unit.objects.filter(parent=None).first()

    @cached_property
    def departments(self) -> int:
        """Return how many open units stand just below the top. One query."""
        return Unit.objects.filter(parent=self.organisation, status=Unit.Status.OPEN).count()

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
    def journal_verified_at(self) -> datetime | None:
        """Return when the journal was last verified; nothing while nobody has."""
        return None

    @property
    def demo(self) -> bool:
        """Return whether this is the demo, where anyone may sign in as anyone."""
        return bool(settings.DEMO)


def shell(request: HttpRequest) -> dict[str, object]:
    """Give templates `shell`. No query by itself."""
    return {"shell": Shell(request)}
