"""Writing templates, putting them in force, and noting where they are used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.actions.versions import Kept
from gouvernail.brand.errors import BrandInvalidError, BrandNotFoundError
from gouvernail.brand.models import Part, PostTemplate, Removal, TemplateUse, TemplateVersion
from gouvernail.brand.permissions.guides import (
    visible_template,
    visible_templates,
)
from gouvernail.brand.queries.places import faults_in, fixed_count
from gouvernail.foundation.actions import action
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Unit

LARGEST_SIDE = 20_000
TEMPLATES: Final = Kept(
    noun="post_template",
    version_noun="template_version",
    door=visible_template,
    blank=lambda template: TemplateVersion(template=template),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFacts:
    """What a draft of a template says; `width` and `height` in pixels, 0 for none."""

    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    changes: str = ""
    changes_en: str = ""
    required: tuple[str, ...] = ()
    width: int = 0
    height: int = 0


@action("brand.begin_template")
def begin_template(
    *, unit_id: UUID, network: str, facts: TemplateFacts, by: Person, at: datetime
) -> TemplateVersion:
    """Begin a template of a unit, with its first draft; no network is every network.

    Raises:
        BrandInvalidError: something cannot be taken.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """

    def made(unit: Unit) -> PostTemplate:
        if network and network not in NETWORKS:
            raise BrandInvalidError({"network": _("This network is not known.")})
        return PostTemplate.objects.create(unit=unit, network=network)

    template = TEMPLATES.begin(unit_id, made, by=by, at=at)
    return _write(template, facts, seen=None, by=by, at=at)


@action("brand.write_template")
def write_template(
    *, template_id: UUID, facts: TemplateFacts, seen: str | None = None, by: Person, at: datetime
) -> TemplateVersion:
    """Write the draft of a template; one begins from what is in force when there is none.

    Raises:
        BrandInvalidError, DraftChangedError: nothing was changed.
        BrandNotFoundError, RightMissingError: not theirs to write.
    """
    template = TEMPLATES.to_write(template_id, by=by)
    return _write(template, facts, seen=seen, by=by, at=at)


def _write(
    template: PostTemplate, facts: TemplateFacts, *, seen: str | None, by: Person, at: datetime
) -> TemplateVersion:
    def say(draft: TemplateVersion) -> None:
        for name in ("title", "title_en", "text", "text_en", "changes", "changes_en"):
            setattr(draft, name, getattr(facts, name).strip())
        draft.required = [part for part in Part.values if part in facts.required]
        draft.width, draft.height = facts.width, facts.height
        wrong = _faults(draft, template.network)
        if wrong:
            raise BrandInvalidError(wrong)

    return TEMPLATES.write(template, say, seen=seen, by=by, at=at)


def _faults(draft: TemplateVersion, network: str) -> dict[str, str]:
    wrong = {}
    if not draft.text:
        wrong["text"] = _("Write the text of the template.")
    for name in ("text", "text_en"):
        text = getattr(draft, name)
        fault = faults_in(text)
        counted = fixed_count(network, text)
        if fault:
            wrong[name] = fault
        elif counted is not None and not counted.fits:
            words = _("What is fixed takes %(length)s already; this network allows %(limit)s.")
            wrong[name] = words % {"length": counted.length, "limit": counted.limit}
    if bool(draft.width) != bool(draft.height):
        wrong["height"] = _("Give both sides of the picture, or neither.")
    if not (0 <= draft.width <= LARGEST_SIDE and 0 <= draft.height <= LARGEST_SIDE):
        wrong["width"] = _("At most 20,000 pixels.")
    return wrong


@action("brand.publish_template")
def publish_template(
    *, template_id: UUID, number: int, seen: str | None = None, by: Person, at: datetime
) -> TemplateVersion:
    """Put the draft of a template in force from today; `seen` is the digest of what was shown.

    Raises:
        DraftChangedError: somebody wrote in it since.
        NoDraftError: that number is not the draft.
        BrandNotFoundError, OtherHandNeededError, RightMissingError, ProofNeededError: not by them.
    """
    return TEMPLATES.publish(template_id, number, seen=seen, by=by, at=at)


@action("brand.drop_template_draft")
def drop_template_draft(*, template_id: UUID, by: Person, at: datetime) -> PostTemplate:
    """Give the draft of a template up; a template that never was in force goes with it.

    Raises:
        NoDraftError: there is none.
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    return TEMPLATES.drop(template_id, by=by, at=at)


@action("brand.archive_template")
def archive_template(
    *, template_id: UUID, reason: str = "", by: Person, at: datetime
) -> Removal | None:
    """Ask that a template is offered no more; versions and uses are kept. See `Kept.take_out`.

    Raises:
        BrandInvalidError, RemovalOpenError, ProofNeededError: nothing was changed.
        BrandNotFoundError, RightMissingError: not theirs to write.
    """
    template = TEMPLATES.to_write(template_id, by=by)
    return TEMPLATES.take_out(template, Removal.What.TEMPLATE, reason, by=by, at=at)


@action("brand.use_template")
def use_template(
    *, version_id: UUID, subject_id: UUID, language: str, by: Person, at: datetime
) -> str:
    """Note that a template in force goes into something; return its text in a language.

    Counted once for each subject, whatever the number of times.

    Raises:
        BrandNotFoundError: missing, hidden, or no longer in force.
    """
    seen = visible_templates(by).values("pk")
    version = TemplateVersion.objects.filter(
        pk=version_id, template__in=seen, status=TemplateVersion.Status.IN_FORCE
    ).first()
    if version is None:
        raise BrandNotFoundError
    TemplateUse.objects.get_or_create(
        version=version, subject_id=subject_id, defaults={"person": by, "at": at}
    )
    return version.text_en if language.startswith("en") and version.text_en else version.text


@action("brand.leave_template")
def leave_template(*, version_id: UUID, subject_id: UUID, by: Person, at: datetime) -> None:  # noqa: ARG001 - a mark of the writing
    """Say that something is no longer made from a template: its parts are asked no more."""
    TemplateUse.objects.filter(version_id=version_id, subject_id=subject_id).delete()


def template_facts(said: dict[str, object], required: Iterable[str]) -> TemplateFacts:
    """Return answers as the actions take them."""
    names = TemplateFacts.__dataclass_fields__.keys() - {"required"}
    values = {name: value for name, value in said.items() if name in names}
    return TemplateFacts(**values, required=tuple(required))  # type: ignore[arg-type]  # from a form
