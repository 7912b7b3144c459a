"""The library of resources: kept, looked at again, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.training.actions.writing import is_web
from gouvernail.training.errors import ResourceInvalidError
from gouvernail.training.models import Resource, TrainingFile
from gouvernail.training.models.courses import Topic
from gouvernail.training.permissions import require_editor, visible_resource


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFacts:
    """What a resource holds: a text, a link, a file, or several of them."""

    title: str
    unit_id: UUID
    owner_id: UUID
    review_on: date
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    link: str = ""
    topic: str = Topic.OTHER
    networks: Sequence[str] = ()
    file: TrainingFile | None = None


@action("training.write_resource")
def write_resource(
    *, facts: ResourceFacts, by: Person, at: datetime, resource_id: UUID | None = None
) -> Resource:
    """Add a resource to the library, or change one.

    Raises:
        ResourceNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
        ResourceInvalidError: it holds nothing, or a field cannot be taken.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require_editor(by, unit)
    if resource_id is None:
        resource = Resource(added_at=at)
    else:
        resource = visible_resource(resource_id, viewer=by)
        require_editor(by, resource.unit)
    owner = Person.objects.filter(pk=facts.owner_id, is_active=True).first()
    wrong = _wrong(facts, is_new=resource_id is None, today=site_day(at))
    if owner is None:
        wrong["owner"] = _("Choose somebody of the directory.")
    if wrong or owner is None:
        raise ResourceInvalidError(wrong)
    resource.unit, resource.owner, resource.file = unit, owner, facts.file
    for name in ("title", "title_en", "text", "text_en", "link"):
        setattr(resource, name, getattr(facts, name).strip())
    resource.topic, resource.networks = facts.topic, sorted(facts.networks)
    resource.review_on = facts.review_on
    resource.save()
    verb = "training_resource.updated" if resource_id else "training_resource.added"
    record(actor=by, verb=verb, subject=resource, at=at)
    return resource


def _wrong(facts: ResourceFacts, *, is_new: bool, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.title.strip():
        wrong["title"] = _("Give it a title.")
    if not (facts.text.strip() or facts.text_en.strip() or facts.link.strip() or facts.file):
        wrong["text"] = _("Write something, or add a file or a link.")
    if facts.link.strip() and not is_web(facts.link.strip()):
        wrong["link"] = _("A link begins with https:// or http://.")
    if facts.topic not in Topic.values:
        wrong["topic"] = _("Choose a topic of the list.")
    if set(facts.networks) - set(NETWORKS):
        wrong["networks"] = _("Choose networks of the list.")
    if is_new and facts.review_on <= today:
        wrong["review_on"] = _("Choose a day to come.")
    return wrong


@action("training.review_resource")
def review_resource(resource_id: UUID, *, review_on: date, by: Person, at: datetime) -> Resource:
    """Say that a resource was looked at again and stands, until another day.

    Raises:
        ResourceNotFoundError, RightMissingError: nothing was changed.
        ResourceInvalidError: a day that is past.
    """
    resource = visible_resource(resource_id, viewer=by)
    if resource.owner_id != by.pk:
        require_editor(by, resource.unit)
    if review_on <= site_day(at):
        raise ResourceInvalidError({"review_on": _("Choose a day to come.")})
    resource.review_on = review_on
    resource.save(update_fields=("review_on",))
    record(actor=by, verb="training_resource.reviewed", subject=resource, at=at)
    return resource


@action("training.archive_resource")
def archive_resource(resource_id: UUID, *, by: Person, at: datetime) -> Resource:
    """Take a resource out of the library.

    Raises:
        ResourceNotFoundError, RightMissingError: nothing was changed.
    """
    resource = visible_resource(resource_id, viewer=by)
    require_editor(by, resource.unit)
    resource.archived_at = at
    resource.save(update_fields=("archived_at",))
    record(actor=by, verb="training_resource.archived", subject=resource, at=at)
    return resource
