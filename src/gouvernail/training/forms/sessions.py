"""What is typed about sessions and the library."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.sorting import in_order
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.people.queries import colleagues, unit_choices
from gouvernail.people.queries.zones import is_zone, zone_names
from gouvernail.training.actions.library import ResourceFacts
from gouvernail.training.actions.sessions import SessionFacts
from gouvernail.training.forms.asking import networks_offered
from gouvernail.training.forms.courses import area, day, line, offer
from gouvernail.training.models import Resource, Session, TrainingFile
from gouvernail.training.models.courses import Topic
from gouvernail.training.queries.library import ResourceFilters


def moment(label: Any) -> forms.DateTimeField:  # noqa: ANN401 - words, lazy
    """Return a day and an hour, chosen the browser's own way, without a zone yet."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class SessionForm(forms.Form):
    """When, where and by whom a course is given."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Session.Kind.choices[:2], widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))
    trainer = forms.ChoiceField(label=_("Given by"))
    starts_at = moment(_("Begins"))
    ends_at = moment(_("Ends"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    place = line(_("Place"), longest=300)
    link = line(_("Link to join"), longest=500)
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Empty: no limit."),
    )
    note = area(_("To know before"), rows=2, longest=2_000)

    def __init__(
        self, data: QueryDict | None, *, viewer: Person, session: Session | None = None
    ) -> None:
        super().__init__(data, initial=_session_begun(session, viewer))
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))
        people = {str(one.pk): one.name for one in colleagues(viewer)}
        people.setdefault(str(viewer.pk), viewer.name)
        if session is not None:
            people.setdefault(str(session.trainer_id), session.trainer.name)
        offer(self, "trainer", people.items())
        offer(self, "time_zone", [(name, name) for name in zone_names()])

    def facts(self) -> SessionFacts:
        """Return what was said, hours set in the zone chosen."""
        said = dict(self.cleaned_data)
        zone = said["time_zone"]
        for name in ("starts_at", "ends_at"):
            said[name] = in_zone(said[name], zone)
        unit, trainer = UUID(said.pop("unit")), UUID(said.pop("trainer"))
        return SessionFacts(**said, unit_id=unit, trainer_id=trainer)


def in_zone(at: datetime, zone: str) -> datetime:
    """Return an hour as somebody read it on a clock of a zone."""
    return at.replace(tzinfo=ZoneInfo(zone if is_zone(zone) else settings.SITE_TIME_ZONE))


def _session_begun(session: Session | None, viewer: Person) -> dict[str, object]:
    zone = viewer.time_zone or settings.SITE_TIME_ZONE
    if session is None:
        begun: dict[str, object] = {"kind": "live", "trainer": str(viewer.pk), "time_zone": zone}
        return begun | {"unit": str(viewer.home_unit_id)}
    local = ZoneInfo(session.time_zone)
    names = ("kind", "time_zone", "place", "link", "seats", "note")
    kept = {name: getattr(session, name) for name in names}
    return kept | {
        "unit": str(session.unit_id),
        "trainer": str(session.trainer_id),
        "starts_at": session.starts_at.astimezone(local).replace(tzinfo=None),
        "ends_at": session.ends_at.astimezone(local).replace(tzinfo=None),
    }


class PassOnForm(forms.Form):
    """When a manager passed a course on, and who was there."""

    starts_at = moment(_("Began"))
    ends_at = moment(_("Ended"))
    place = line(_("Place"), longest=300)
    note = area(_("What was said, in a sentence"), rows=2, longest=2_000)
    present = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, team: Sequence[Person]) -> None:
        super().__init__(data)
        offer(self, "present", [(str(one.pk), one.name) for one in team])

    def facts(self, unit_id: UUID, by: Person) -> SessionFacts:
        """Return what was said, hours in the zone of whoever says it."""
        said = self.cleaned_data
        zone = by.time_zone or settings.SITE_TIME_ZONE
        return SessionFacts(
            kind=Session.Kind.CASCADE,
            unit_id=unit_id,
            trainer_id=by.pk,
            starts_at=in_zone(said["starts_at"], zone),
            ends_at=in_zone(said["ends_at"], zone),
            time_zone=zone,
            place=said["place"],
            note=said["note"],
        )


class InviteForm(forms.Form):
    """Who is invited."""

    everyone_asked = forms.BooleanField(
        label=_("Everybody of the unit who still has to follow this course"), required=False
    )
    emails = area(_("E-mails, one a line"), rows=3, longest=20_000)


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    reason = area(_("Why"), rows=2, required=True, longest=2_000)


class ResourceForm(forms.Form):
    """A resource of the library."""

    title = line(_("Title"), required=True, lang="fr")
    title_en = line(_("Title in English"), lang="en")
    text = area(_("Text"), rows=8)
    text_en = area(_("Text in English"), rows=8)
    link = line(_("Link"), longest=500)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, a picture or a video.")
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic)
    networks = forms.MultipleChoiceField(
        label=_("About these networks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: about all of them."),
    )
    unit = forms.ChoiceField(label=_("For the unit, and those below it"))
    owner = forms.ChoiceField(label=pgettext_lazy("course", "Who keeps it"))
    review_on = day(_("To be looked at again on"), required=True)

    def __init__(
        self,
        data: QueryDict | None,
        files: Any = None,  # noqa: ANN401 - Django's own
        *,
        viewer: Person,
        resource: Resource | None = None,
    ) -> None:
        initial: dict[str, object] = {"owner": str(viewer.pk), "unit": str(viewer.home_unit_id)}
        if resource is not None:
            names = ("title", "title_en", "text", "text_en", "link", "topic", "networks")
            initial = {name: getattr(resource, name) for name in (*names, "review_on")}
            initial |= {"owner": str(resource.owner_id), "unit": str(resource.unit_id)}
        super().__init__(data, files, initial=initial)
        offer(self, "unit", unit_choices(viewer, Right.EDIT_TRAINING))
        offer(self, "networks", networks_offered())
        people = {str(one.pk): one.name for one in colleagues(viewer)}
        people.setdefault(str(viewer.pk), viewer.name)
        if resource is not None:
            people.setdefault(str(resource.owner_id), resource.owner.name)
        offer(self, "owner", in_order(people.items()))

    def facts(self, file: TrainingFile | None) -> ResourceFacts:
        """Return what was said, with its file."""
        said = dict(self.cleaned_data)
        said.pop("file")
        unit, owner = UUID(said.pop("unit")), UUID(said.pop("owner"))
        return ResourceFacts(**said, unit_id=unit, owner_id=owner, file=file)


class ResourceFilterForm(forms.Form):
    """How the library is narrowed."""

    q = line(_("Words"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        offer(self, "topic", [("", _("All topics")), *Topic.choices])
        offer(self, "network", [("", _("All networks")), *networks_offered()])


class ReviewForm(forms.Form):
    """When a resource is to be looked at again."""

    review_on = day(_("To be looked at again on"), required=True)


def resource_filters(query: QueryDict) -> ResourceFilters:
    """Return what the address asks; what it names and does not exist is left out."""
    topic, network = query.get("topic", ""), query.get("network", "")
    return ResourceFilters(
        topic=topic if topic in Topic.values else "",
        network=network if network in dict(networks_offered()) else "",
        search=query.get("q", "").replace("\x00", "")[:200],
    )
